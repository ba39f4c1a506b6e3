package dev.lacre.signer;

import static dev.lacre.signer.Faults.outOfOrder;
import static dev.lacre.signer.Faults.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureSchemeTest {

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @Test
  void openDelivery_isWhatItsSpecificationSays() {
    SignatureScheme scheme = SignatureScheme.openDelivery();
    assertSame(scheme, SignatureScheme.openDelivery());
    assertEquals("open-delivery", scheme.name());
    assertEquals("X-App-Id", scheme.appIdHeader());
    assertEquals("X-App-MerchantId", scheme.merchantIdHeader());
    assertEquals("X-App-Signature", scheme.signatureHeader());
    assertEquals(MacAlgorithm.HMAC_SHA256, scheme.algorithm());
    assertEquals(Optional.empty(), scheme.timestampHeader());
    assertEquals(Optional.empty(), scheme.tolerance());
    assertEquals(List.of("X-App-Id", "X-App-MerchantId", "X-App-Signature"), scheme.headers());
    assertEquals("SignatureScheme[open-delivery: HMAC_SHA256 over {body}]", scheme.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-App-Id", "X-App-MerchantId", "X-App-Signature", "Content-Type", ""})
  void covers_anyHeaderOfOpenDelivery_isFalse(String header) {
    assertFalse(SignatureScheme.openDelivery().covers(header));
  }

  @ParameterizedTest
  @CsvSource({
    "{body}, false, false",
    "{app-id}:{body}, true, false",
    "{merchant-id}:{body}, false, true",
    "v1:{merchant-id}:{app-id}:{body}, true, true",
  })
  void covers_header_isTrueOnlyIfTheTemplateNamesIt(String template, boolean app, boolean store) {
    SignatureScheme scheme = acme().signedContent(template).build();
    for (UnaryOperator<String> spelling : spellings()) {
      assertEquals(app, scheme.covers(spelling.apply("Acme-App")));
      assertEquals(store, scheme.covers(spelling.apply("Acme-Store")));
      assertFalse(scheme.covers(spelling.apply("Acme-Signature")));
      assertFalse(scheme.covers(spelling.apply("Acme-Timestamp")));
    }
  }

  @Test
  void covers_timestampHeader_isTrueInAnyCase() {
    SignatureScheme scheme = timestamped("{timestamp}.{body}").build();
    for (UnaryOperator<String> spelling : spellings()) {
      assertTrue(scheme.covers(spelling.apply("Acme-Timestamp")));
      assertFalse(scheme.covers(spelling.apply("Acme-App")));
      assertFalse(scheme.covers(spelling.apply("Acme-Store")));
    }
  }

  @Test
  void build_everythingSet_isAllThere() {
    SignatureScheme scheme =
        timestamped("{timestamp}.{body}")
            .algorithm(MacAlgorithm.HMAC_SHA512)
            .encoding(SignatureEncoding.BASE64)
            .prefix("v1=")
            .build();
    assertEquals("acme", scheme.name());
    assertEquals(MacAlgorithm.HMAC_SHA512, scheme.algorithm());
    assertEquals(Optional.of("Acme-Timestamp"), scheme.timestampHeader());
    assertEquals(Optional.of(FIVE_MINUTES), scheme.tolerance());
    assertEquals(
        List.of("Acme-App", "Acme-Store", "Acme-Timestamp", "Acme-Signature"), scheme.headers());
    assertThrows(UnsupportedOperationException.class, () -> scheme.headers().remove(0));
    assertEquals("SignatureScheme[acme: HMAC_SHA512 over {timestamp}.{body}]", scheme.toString());
  }

  @Test
  void build_headerMissing_saysWhichOptionToCall() {
    SignatureScheme.Builder none = SignatureScheme.named("acme");
    assertTrue(outOfOrder(none::build).contains("call appIdHeader(...)"));
    none.appIdHeader("A");
    assertTrue(outOfOrder(none::build).contains("call merchantIdHeader(...)"));
    none.merchantIdHeader("B");
    assertTrue(outOfOrder(none::build).contains("call signatureHeader(...)"));
    none.signatureHeader("C");
    assertEquals(List.of("A", "B", "C"), none.build().headers());
  }

  static Stream<UnaryOperator<SignatureScheme.Builder>> options() {
    return Stream.of(
        b -> b.appIdHeader("A"),
        b -> b.merchantIdHeader("B"),
        b -> b.signatureHeader("C"),
        b -> b.timestamp("D", FIVE_MINUTES),
        b -> b.algorithm(MacAlgorithm.HMAC_SHA256),
        b -> b.encoding(SignatureEncoding.HEX_LOWER),
        b -> b.prefix(""),
        b -> b.signedContent("{body}"));
  }

  @ParameterizedTest
  @MethodSource("options")
  void option_setTwice_isRefused(UnaryOperator<SignatureScheme.Builder> option) {
    SignatureScheme.Builder builder = SignatureScheme.named("acme");
    assertSame(builder, option.apply(builder));
    assertTrue(outOfOrder(() -> option.apply(builder)).contains("is set already; set it once"));
  }

  @ParameterizedTest
  @CsvSource({
    "X-A, X-A, X-C, X-D, X-A",
    "X-A, x-a, X-C, X-D, x-a",
    "X-A, X-B, x-A, X-D, x-A",
    "X-A, X-B, x-b, X-D, x-b",
    "X-A, X-B, X-C, x-a, x-a",
    "X-A, X-B, X-C, x-b, x-b",
    "X-A, X-B, X-C, x-c, X-C",
  })
  void build_oneHeaderForTwoThings_isRefusedInAnyCase(
      String app, String store, String signature, String timestamp, String shown) {
    SignatureScheme.Builder builder =
        SignatureScheme.named("acme")
            .appIdHeader(app)
            .merchantIdHeader(store)
            .signatureHeader(signature)
            .timestamp(timestamp, FIVE_MINUTES)
            .signedContent("{timestamp}.{body}");
    String message = refused(builder::build);
    assertTrue(message.contains("uses the header '" + shown + "' for two things"), () -> message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "X App",
        "X-App ",
        "X:",
        "X-App\r\n",
        "X-Äpp",
        "X(",
        "X,Y",
        "\"X\"",
        "X/Y",
        "X=Y",
        "X;",
        "X@",
        "[X]",
        "{X}",
        "X\\",
        "\u212A-Header",
        "\uFF38",
        "\0",
      })
  void header_thatIsNoToken_isRefused(String header) {
    SignatureScheme.Builder builder = SignatureScheme.named("acme");
    for (String message :
        List.of(
            refused(() -> builder.appIdHeader(header)),
            refused(() -> builder.merchantIdHeader(header)),
            refused(() -> builder.signatureHeader(header)),
            refused(() -> builder.timestamp(header, FIVE_MINUTES)))) {
      assertTrue(message.contains("is no header name"), () -> message);
      assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), () -> message);
    }
  }

  @Test
  void header_everyMarkOfRfc9110_isAToken() {
    String marks = "!#$%&'*+-.^_`|~09azAZ";
    assertEquals(marks, acmeWithSignature(marks).build().signatureHeader());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "v1 ", "v1\t", "é", "\u007F", "\r\n", "sha256= ", "\u0080"})
  void prefix_thatIsNotVisibleAscii_isRefused(String prefix) {
    String message = refused(() -> acme().prefix(prefix));
    assertTrue(message.contains("is not visible ASCII"), () -> message);
    assertTrue(message.chars().allMatch(c -> c >= ' ' && c <= '~'), () -> message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n", "\u2003"})
  void named_blank_isRefused(String name) {
    assertTrue(refused(() -> SignatureScheme.named(name)).contains("name that is not blank"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT-5M", "PT-0.000000001S"})
  void timestamp_toleranceThatIsNotPositive_isRefusedWithIt(String tolerance) {
    String message = refused(() -> acme().timestamp("Acme-Timestamp", Duration.parse(tolerance)));
    assertTrue(message.contains("is not positive"), () -> message);
    assertTrue(message.contains(Duration.parse(tolerance).toString()), () -> message);
  }

  @Test
  void timestamp_leastTolerance_isTaken() {
    SignatureScheme scheme =
        acme()
            .timestamp("Acme-Timestamp", Duration.ofNanos(1))
            .signedContent("{timestamp}.{body}")
            .build();
    assertEquals(Optional.of(Duration.ofNanos(1)), scheme.tolerance());
  }

  @Test
  void build_timestampHeaderThatIsNotSigned_isRefused() {
    assertTrue(
        refused(() -> timestamped("{body}").build()).contains("that is not signed proves nothing"));
    assertTrue(
        refused(() -> acme().timestamp("Acme-Timestamp", FIVE_MINUTES).build())
            .contains("both a timestamp header and {timestamp}"));
  }

  @Test
  void build_signedTimestampWithoutAHeader_isRefused() {
    String message = refused(() -> acme().signedContent("{timestamp}.{body}").build());
    assertTrue(message.contains("both a timestamp header and {timestamp}"), () -> message);
    assertTrue(message.contains("'acme'"), () -> message);
  }

  @Test
  void build_calledTwice_givesTwoIndependentSchemes() {
    SignatureScheme.Builder builder = acme();
    SignatureScheme first = builder.build();
    SignatureScheme second = builder.encoding(SignatureEncoding.BASE64).build();
    byte[] mac = new byte[32];
    assertEquals("0".repeat(64), first.encode(mac));
    assertEquals("A".repeat(43) + "=", second.encode(mac));
  }

  private static List<UnaryOperator<String>> spellings() {
    return List.of(
        name -> name, name -> name.toLowerCase(Locale.ROOT), name -> name.toUpperCase(Locale.ROOT));
  }

  private static SignatureScheme.Builder acme() {
    return acmeWithSignature("Acme-Signature");
  }

  private static SignatureScheme.Builder acmeWithSignature(String header) {
    return SignatureScheme.named("acme")
        .appIdHeader("Acme-App")
        .merchantIdHeader("Acme-Store")
        .signatureHeader(header);
  }

  private static SignatureScheme.Builder timestamped(String template) {
    return acme().timestamp("Acme-Timestamp", FIVE_MINUTES).signedContent(template);
  }
}
