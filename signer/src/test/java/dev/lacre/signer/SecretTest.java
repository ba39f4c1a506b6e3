package dev.lacre.signer;

import static dev.lacre.signer.Faults.refused;
import static dev.lacre.signer.internal.BouncyHmac.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.internal.BouncyHmac;
import dev.lacre.signer.internal.HmacKey;
import dev.lacre.signer.internal.SignerAccess;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

  private static final byte[] MESSAGE = utf8("message");
  private static final byte[] FIFTEEN = utf8("fifteen bytes..");
  private static final byte[] SIXTEEN = utf8("sixteen bytes...");

  @Property(tries = 300)
  void everyFactory_sameBytes_makesTheSameKey(@ForAll @Size(min = 16, max = 90) byte[] bytes) {
    bytes[0] = 'x';
    String hex = HexFormat.of().formatHex(bytes);
    assertKeyIs(bytes, Secret.ofBytes(bytes));
    assertKeyIs(bytes, Secret.ofShortBytesInsecurely(bytes));
    assertKeyIs(bytes, Secret.ofHex(hex));
    assertKeyIs(bytes, Secret.ofHex(hex.toUpperCase(Locale.ROOT)));
    assertKeyIs(bytes, Secret.ofBase64(Base64.getEncoder().encodeToString(bytes)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sixteen letters.",
        "  blanks at both ends  ",
        "a newline at the end\n",
        "çà et là, ação, €, 秘密",
        "a pair \uD83D\uDD11 of surrogates",
        "a nul \0 within it",
        "\uFEFFa byte order mark before",
      })
  void ofUtf8_anyText_isKeyedByItsUtf8FormUntrimmed(String text) {
    assertKeyIs(utf8(text), Secret.ofUtf8(text));
  }

  @Test
  void ofUtf8_sixteenBytesInFewerCharacters_isLongEnough() {
    assertKeyIs(utf8("éééééééé"), Secret.ofUtf8("éééééééé"));
    assertSaysTooShort(14, refused(() -> Secret.ofUtf8("ééééééé")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\uD83Dhigh half then text",
        "text then low half\uDD11",
        "swapped \uDD11\uD83D",
        "end \uD83D"
      })
  void ofUtf8_halfOfASurrogatePair_isRefusedRatherThanReplaced(String text) {
    assertTrue(refused(() -> Secret.ofUtf8(text)).contains("half of a surrogate pair"));
  }

  @Test
  void everyFactory_fifteenBytes_isRefusedWithTheLengthAndTheLeast() {
    assertSaysTooShort(15, refused(() -> Secret.ofUtf8("fifteen bytes..")));
    assertSaysTooShort(15, refused(() -> Secret.ofBytes(FIFTEEN)));
    assertSaysTooShort(15, refused(() -> Secret.ofHex(HexFormat.of().formatHex(FIFTEEN))));
    assertSaysTooShort(
        15, refused(() -> Secret.ofBase64(Base64.getEncoder().encodeToString(FIFTEEN))));
    assertSaysTooShort(1, refused(() -> Secret.ofBytes(new byte[] {'x'})));
  }

  @Test
  void everyFactory_sixteenBytes_isTaken() {
    assertEquals(16, Secret.MIN_LENGTH);
    assertKeyIs(SIXTEEN, Secret.ofUtf8("sixteen bytes..."));
    assertKeyIs(SIXTEEN, Secret.ofBytes(SIXTEEN));
    assertKeyIs(SIXTEEN, Secret.ofHex(HexFormat.of().formatHex(SIXTEEN)));
    assertKeyIs(SIXTEEN, Secret.ofBase64(Base64.getEncoder().encodeToString(SIXTEEN)));
  }

  @Test
  void ofShortBytesInsecurely_oneByte_isTaken() {
    assertKeyIs(new byte[] {'x'}, Secret.ofShortBytesInsecurely(new byte[] {'x'}));
    assertKeyIs(FIFTEEN, Secret.ofShortBytesInsecurely(FIFTEEN));
  }

  @Test
  void everyFactory_nothing_isRefusedAsEmpty() {
    assertTrue(refused(() -> Secret.ofUtf8("")).contains("is empty"));
    assertTrue(refused(() -> Secret.ofBytes(new byte[0])).contains("is empty"));
    assertTrue(refused(() -> Secret.ofShortBytesInsecurely(new byte[0])).contains("is empty"));
    assertTrue(refused(() -> Secret.ofHex("")).contains("not hexadecimal"));
    assertTrue(refused(() -> Secret.ofBase64("")).contains("not padded Base64"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\n", "\t", "\r", "\f", "\u000B", " \t\r\n"})
  void everyFactory_nothingButWhiteSpace_isRefusedAsThat(String blank) {
    String text = blank.repeat(20);
    byte[] bytes = utf8(text);
    String fault = "nothing but white space";
    assertTrue(refused(() -> Secret.ofUtf8(text)).contains(fault));
    assertTrue(refused(() -> Secret.ofBytes(bytes)).contains(fault));
    assertTrue(refused(() -> Secret.ofShortBytesInsecurely(utf8(blank))).contains(fault));
    assertTrue(refused(() -> Secret.ofHex(HexFormat.of().formatHex(bytes))).contains(fault));
    assertTrue(
        refused(() -> Secret.ofBase64(Base64.getEncoder().encodeToString(bytes))).contains(fault));
  }

  @Test
  void ofBytes_oneByteAmongWhiteSpace_isTaken() {
    for (byte visible : new byte[] {0, 8, 14, 0x1F, 0x21, (byte) 0x80, (byte) 0xA0, (byte) 0xFF}) {
      byte[] bytes = utf8(" ".repeat(16));
      bytes[15] = visible;
      assertKeyIs(bytes, Secret.ofBytes(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c2l4dGVlbiBieXRlcy4uLg", // no padding
        "c2l4dGVlbiBieXRlcy4uLg=", // half of it
        "c2l4dGVlbiBieXRlcy4uLg===", // too much
        "c2l4dGVlbiBieXRlcy4uLh==", // bits that belong to no byte
        "c2l4dGVlbiBieXRlcy4uLm8=\n", // a line break behind
        "c2l4dGVlbiBi\r\neXRlcy4uLg==", // a line break within
        " c2l4dGVlbiBieXRlcy4uLg==",
        "c2l4dGVlbiBieXRlcy4uLg== ",
        "__l4dGVlbiBieXRlcy4uLg==", // the alphabet for URLs
        "--l4dGVlbiBieXRlcy4uLg==",
        "c2l4dGVlbiBieXRlcy4uLg==c2l4", // goes on behind the padding
        "c2l4dGVlbiBieXRlcy4u=g==",
        "ｃ2l4dGVlbiBieXRlcy4uLg==", // full-width
        "====",
        "=",
        "c",
      })
  void ofBase64_anythingButTheOneForm_isRefused(String text) {
    assertTrue(refused(() -> Secret.ofBase64(text)).contains("not padded Base64"));
  }

  @Test
  void ofBase64_theOneForm_isTaken() {
    assertKeyIs(SIXTEEN, Secret.ofBase64("c2l4dGVlbiBieXRlcy4uLg=="));
    assertKeyIs(utf8("seventeen bytes.."), Secret.ofBase64("c2V2ZW50ZWVuIGJ5dGVzLi4="));
    byte[] ones = new byte[18];
    Arrays.fill(ones, (byte) 0xFF);
    assertKeyIs(ones, Secret.ofBase64("////////////////////////"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "736978746565 6e2062797465732e2e2e",
        "7369787465656e2062797465732e2e2e0",
        "7369787465656e2062797465732e2e2e\n",
        "0x7369787465656e2062797465732e2e2e",
        "73:69:78:74:65:65:6e:20:62:79:74:65:73:2e:2e:2e",
        "7369787465656e2062797465732e2e2g",
        "7369787465656e2062797465732e2e2\uFF11",
        "7369787465656e2062797465732e2e2\u0661",
        "-7369787465656e2062797465732e2e2",
        "f",
      })
  void ofHex_anythingButPairsOfDigits_isRefused(String text) {
    assertTrue(refused(() -> Secret.ofHex(text)).contains("not hexadecimal"));
  }

  @Test
  void ofHex_lettersOfEitherCase_areTheSame() {
    assertKeyIs(SIXTEEN, Secret.ofHex("7369787465656E2062797465732e2E2e"));
  }

  @Test
  void ofBytes_arrayChangedAfterwards_staysTheSame() {
    byte[] bytes = SIXTEEN.clone();
    Secret secret = Secret.ofBytes(bytes);
    Secret insecure = Secret.ofShortBytesInsecurely(bytes);
    Arrays.fill(bytes, (byte) 'y');
    assertKeyIs(SIXTEEN, secret);
    assertKeyIs(SIXTEEN, insecure);
    assertArrayEquals(
        SignerAccess.fingerprint(Secret.ofBytes(SIXTEEN)), SignerAccess.fingerprint(secret));
  }

  @Test
  void ofBytes_arrayOfTheCaller_isNotTouched() {
    byte[] bytes = SIXTEEN.clone();
    assertKeyIs(SIXTEEN, Secret.ofBytes(bytes));
    assertArrayEquals(SIXTEEN, bytes);
  }

  @ParameterizedTest
  @EnumSource
  void key_askedForTwice_isTheSameOne(MacAlgorithm algorithm) {
    Secret secret = Secret.ofBytes(SIXTEEN);
    HmacKey key = SignerAccess.key(secret, algorithm);
    assertSame(key, SignerAccess.key(secret, algorithm));
  }

  @Test
  void key_askedForUnderTwoAlgorithmsInTurn_isThatOfEach() {
    Secret secret = Secret.ofBytes(SIXTEEN);
    for (int i = 0; i < 2; i++) {
      assertKeyIs(SIXTEEN, secret);
    }
  }

  @Test
  void fingerprint_ofTwoSecrets_isTheSameOnlyForTheSameBytes() {
    byte[] other = SIXTEEN.clone();
    other[15]++;
    assertArrayEquals(
        SignerAccess.fingerprint(Secret.ofBytes(SIXTEEN)),
        SignerAccess.fingerprint(Secret.ofUtf8("sixteen bytes...")));
    assertFalse(
        Arrays.equals(
            SignerAccess.fingerprint(Secret.ofBytes(SIXTEEN)),
            SignerAccess.fingerprint(Secret.ofBytes(other))));
  }

  @Test
  void equals_ofTwoSecretsWithTheSameBytes_isFalse() {
    assertNotEquals(Secret.ofBytes(SIXTEEN), Secret.ofBytes(SIXTEEN));
  }

  private static void assertKeyIs(byte[] expected, Secret secret) {
    for (MacAlgorithm algorithm : MacAlgorithm.values()) {
      assertArrayEquals(
          BouncyHmac.mac(algorithm, expected, MESSAGE),
          SignerAccess.key(secret, algorithm).mac(MESSAGE, 0, MESSAGE.length));
    }
  }

  private static void assertSaysTooShort(int length, String message) {
    assertTrue(
        message.contains("is " + length + " bytes long, but needs at least 16;"), () -> message);
  }
}
