package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.STORE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lacre.signer.Secret;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever is changed in a key or a token, it is refused; and nothing makes a check throw. */
class CredentialPropertyTest {

  private static final String KEY = "key-of-the-application-7f3a";
  private static final ApiKeys KEYS =
      ApiKeys.builder().client(APP, List.of(Secret.ofUtf8(KEY)), List.of(STORE)).build();
  private static final BearerTokens TOKENS =
      Token.accepted().algorithm("HS256").sharedSecrets(List.of(Token.SHARED)).build();
  private static final String TOKEN = Token.hs256().signed();
  private static final Pattern DOT = Pattern.compile("\\.");

  private static CallerVerdict present(String key) {
    return KEYS.authenticate(InboundWebhook.builder().header("X-API-KEY", key).build());
  }

  @Property
  void oneFlippedBitOfTheKey_isRefused(@ForAll @IntRange(max = 27 * 8 - 1) int bit) {
    byte[] flipped = Delivery.flipped(KEY.getBytes(US_ASCII), bit);
    CallerVerdict verdict =
        present(new String(flipped, java.nio.charset.StandardCharsets.ISO_8859_1));
    assertEquals(CallerVerdict.Refused.class, verdict.getClass());
  }

  @Property(tries = 500)
  void anyKey_isOfItsClientAlone(
      @ForAll @AlphaChars @StringLength(min = 16, max = 200) String key, @ForAll String other) {
    ApiKeys keys =
        ApiKeys.builder().client(APP, List.of(Secret.ofUtf8(key)), List.of(STORE)).build();
    InboundWebhook.Builder right = InboundWebhook.builder().header("X-API-KEY", key);
    assertEquals(CallerVerdict.known(APP, List.of(STORE)), keys.authenticate(right.build()));
    if (!other.strip().equals(key)) {
      InboundWebhook.Builder wrong = InboundWebhook.builder().header("X-API-KEY", other);
      assertEquals(CallerVerdict.Refused.class, keys.authenticate(wrong.build()).getClass());
    }
  }

  /** Flips bits of what the three parts stand for; so none is flipped that stands for nothing. */
  @Property(tries = 2000)
  void oneFlippedBitOfTheToken_isRefused(
      @ForAll @IntRange(max = 2) int part, @ForAll @IntRange(max = 9999) int position) {
    String[] parts = DOT.split(TOKEN);
    byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
    parts[part] = Token.base64(Delivery.flipped(bytes, position % (bytes.length * 8)));
    assertNotEquals("known", Token.outcome(TOKENS, "Bearer " + String.join(".", parts)));
  }

  @Property(tries = 500)
  void tokenCutOrPadded_isRefused(@ForAll @IntRange(max = 600) int length) {
    String other = length < TOKEN.length() ? TOKEN.substring(0, length) : TOKEN + "A".repeat(4);
    assertNotEquals("known", Token.outcome(TOKENS, "Bearer " + other));
  }

  @Property(tries = 1000)
  void anyGarbage_isRefusedAndNeverThrows(
      @ForAll String authorization, @ForAll @Size(max = 300) byte[] header) {
    assertNotEquals("known", Token.outcome(TOKENS, authorization));
    assertNotEquals("known", Token.outcome(TOKENS, "Bearer " + authorization));
    String[] parts = DOT.split(TOKEN);
    parts[0] = Token.base64(header);
    assertNotEquals("known", Token.outcome(TOKENS, "Bearer " + String.join(".", parts)));
    parts[1] = parts[0];
    assertNotEquals(
        "known", Token.outcome(TOKENS, "Bearer " + String.join(".", Arrays.asList(parts))));
  }
}
