package dev.lacre.signer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lacre.signer.internal.SignerAccess;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A signature's header value has one shape; whatever differs from it is none at all. */
class SignatureDecodingTest {

  private static final String HEX =
      "6f9ed23a7b505a3b6907c5f6eb2ad1b056fbf35a643d365a9a072ed7aabca153";

  @Test
  void decode_signatureOfOpenDelivery_isItsBytes() {
    assertArrayEquals(HexFormat.of().parseHex(HEX), decode(SignatureScheme.openDelivery(), HEX));
  }

  static Stream<String> misshapen() {
    String tail = HEX.substring(1);
    String half = HEX.substring(0, 32);
    return Stream.of(
        "",
        " ",
        "0",
        HEX.toUpperCase(Locale.ROOT),
        "6F" + HEX.substring(2),
        HEX.substring(0, 63) + "F",
        tail,
        HEX + "0",
        HEX + "00",
        HEX.substring(0, 62),
        HEX + HEX,
        " " + HEX,
        HEX + " ",
        " " + tail,
        HEX + "\n",
        tail + "\n",
        "sha256=" + HEX,
        "0x" + HEX.substring(2),
        half + " " + HEX.substring(33),
        half + "," + HEX.substring(33),
        "g" + tail,
        "/" + tail,
        ":" + tail,
        "@" + tail,
        "`" + tail,
        "G" + tail,
        "-" + tail,
        "\0" + tail,
        "\uFF16" + tail,
        "\uFF41" + tail,
        "\u0666" + tail,
        "\u0130" + tail,
        "\u0136" + tail,
        "é" + tail,
        "\uD83D\uDD11" + HEX.substring(2),
        "\uFF16".repeat(64),
        Base64.getEncoder().encodeToString(HexFormat.of().parseHex(HEX)),
        "6".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("misshapen")
  void decode_anythingButSixtyFourLowerCaseDigits_isNull(String value) {
    assertNull(decode(SignatureScheme.openDelivery(), value));
  }

  @Test
  void decode_everyCharacterInEveryPlace_isTakenOnlyIfALowerCaseDigit() {
    for (char c = 0; c < 0x180; c++) {
      boolean digit = "0123456789abcdef".indexOf(c) >= 0;
      for (int at : new int[] {0, 1, 31, 62, 63}) {
        String value = HEX.substring(0, at) + c + HEX.substring(at + 1);
        assertEquals(digit, decode(SignatureScheme.openDelivery(), value) != null);
      }
    }
  }

  @Test
  void decode_upperCaseScheme_takesUpperCaseOnly() {
    SignatureScheme scheme = scheme(MacAlgorithm.HMAC_SHA256, SignatureEncoding.HEX_UPPER, "");
    assertArrayEquals(HexFormat.of().parseHex(HEX), decode(scheme, HEX.toUpperCase(Locale.ROOT)));
    assertNull(decode(scheme, HEX));
  }

  @Property
  void decode_whatTheSchemeEncodes_isTheSameBytes(
      @ForAll MacAlgorithm algorithm,
      @ForAll SignatureEncoding encoding,
      @ForAll("prefixes") String prefix,
      @ForAll @Size(64) byte[] bytes) {
    byte[] mac = Arrays.copyOf(bytes, algorithm.macLength());
    SignatureScheme scheme = scheme(algorithm, encoding, prefix);
    assertArrayEquals(mac, decode(scheme, scheme.encode(mac)));
  }

  @Property
  void decode_whatTheSchemeEncodesWithOneCharacterChanged_isNullOrOtherBytes(
      @ForAll MacAlgorithm algorithm,
      @ForAll SignatureEncoding encoding,
      @ForAll @Size(64) byte[] bytes,
      @ForAll @IntRange(max = 127) int place,
      @ForAll char changed) {
    byte[] mac = Arrays.copyOf(bytes, algorithm.macLength());
    SignatureScheme scheme = scheme(algorithm, encoding, "v1=");
    StringBuilder value = new StringBuilder(scheme.encode(mac));
    int at = place % value.length();
    Assume.that(value.charAt(at) != changed);
    value.setCharAt(at, changed);
    byte[] decoded = decode(scheme, value.toString());
    if (decoded != null) {
      assertEquals(false, Arrays.equals(mac, decoded));
      assertEquals(value.toString(), scheme.encode(decoded));
    }
  }

  @Property
  void decode_anyText_isNullUnlessItEncodesBackToItself(
      @ForAll SignatureEncoding encoding, @ForAll("nearlySignatures") String value) {
    SignatureScheme scheme = scheme(MacAlgorithm.HMAC_SHA256, encoding, "");
    byte[] decoded = decode(scheme, value);
    if (decoded != null) {
      assertEquals(32, decoded.length);
      assertEquals(value, scheme.encode(decoded));
    }
  }

  @Provide
  Arbitrary<String> prefixes() {
    return Arbitraries.of("", "v1=", "sha256=", "t:", "0", "a");
  }

  @Provide
  Arbitrary<String> nearlySignatures() {
    return Arbitraries.strings()
        .withChars("0123456789abcdefABCDEF+/-_=")
        .ofMinLength(42)
        .ofMaxLength(66)
        .edgeCases(edges -> edges.add(HEX));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1", "V1=", "v1=v1=", " v1=", "v1= ", "v2="})
  void decode_anotherPrefixThanTheScheme_isNull(String prefix) {
    SignatureScheme scheme = scheme(MacAlgorithm.HMAC_SHA256, SignatureEncoding.HEX_LOWER, "v1=");
    assertArrayEquals(HexFormat.of().parseHex(HEX), decode(scheme, "v1=" + HEX));
    assertNull(decode(scheme, prefix + HEX));
    assertNull(decode(scheme, "v1="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", // bits that belong to no byte
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAD=",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", // no padding
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", // a byte too few
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", // a byte too many
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n=",
        "_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", // the alphabet for URLs
        "-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "\uFF21AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      })
  void decode_base64ThatIsNotTheOneForm_isNull(String value) {
    SignatureScheme scheme = scheme(MacAlgorithm.HMAC_SHA256, SignatureEncoding.BASE64, "");
    assertArrayEquals(new byte[32], decode(scheme, "A".repeat(43) + "="));
    assertNull(decode(scheme, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", // bits that belong to no byte
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", // padding
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", // the other alphabet
        "+AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      })
  void decode_base64ForUrlsThatIsNotTheOneForm_isNull(String value) {
    SignatureScheme scheme = scheme(MacAlgorithm.HMAC_SHA256, SignatureEncoding.BASE64_URL, "");
    assertArrayEquals(new byte[32], decode(scheme, "A".repeat(43)));
    assertNull(decode(scheme, value));
  }

  @ParameterizedTest
  @EnumSource
  void decode_signatureOfTheOtherAlgorithm_isNull(SignatureEncoding encoding) {
    SignatureScheme shorter = scheme(MacAlgorithm.HMAC_SHA256, encoding, "");
    SignatureScheme longer = scheme(MacAlgorithm.HMAC_SHA512, encoding, "");
    assertNull(decode(shorter, longer.encode(new byte[64])));
    assertNull(decode(longer, shorter.encode(new byte[32])));
    assertArrayEquals(new byte[64], decode(longer, longer.encode(new byte[64])));
  }

  private static byte @Nullable [] decode(SignatureScheme scheme, String value) {
    return SignerAccess.decodeSignature(scheme, value);
  }

  private static SignatureScheme scheme(
      MacAlgorithm algorithm, SignatureEncoding encoding, String prefix) {
    return SignatureScheme.named("acme")
        .appIdHeader("Acme-App")
        .merchantIdHeader("Acme-Store")
        .signatureHeader("Acme-Signature")
        .algorithm(algorithm)
        .encoding(encoding)
        .prefix(prefix)
        .build();
  }
}
