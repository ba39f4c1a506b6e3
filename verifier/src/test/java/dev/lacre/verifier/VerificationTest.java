package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.SIGNATURE;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.outcome;
import static dev.lacre.verifier.Delivery.verifier;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that is judged while it arrives. */
class VerificationTest {

  private static final int LIMIT = 1000;
  private static final WebhookVerifier LIMITED =
      verifier(WebhookOperation.V1_NEW_EVENT).maxBodyBytes(LIMIT).build();

  private static byte[] bodyOf(int length) {
    byte[] body = new byte[length];
    Arrays.fill(body, (byte) 'x');
    return body;
  }

  private static Verdict read(WebhookVerifier verifier, Delivery delivery) throws IOException {
    Verification verification = verifier.begin(delivery.build());
    var stream = new ByteArrayInputStream(delivery.body());
    while (verification.readFrom(stream) >= 0) {
      // goes on
    }
    return verification.finish();
  }

  private static Verdict update(WebhookVerifier verifier, Delivery delivery) {
    Verification verification = verifier.begin(delivery.build());
    verification.update(ByteBuffer.wrap(delivery.body()));
    return verification.finish();
  }

  private static void assertAllWays(String expected, Delivery delivery) throws IOException {
    assertEquals(expected, outcome(delivery.to(LIMITED)));
    assertEquals(expected, outcome(read(LIMITED, delivery)));
    assertEquals(expected, outcome(update(LIMITED, delivery)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, LIMIT - 1, LIMIT})
  void bodyUpToTheLimit_isAcceptedInAllWays(int length) throws IOException {
    assertAllWays("accepted", genuine(bodyOf(length)));
    assertAllWays("accepted", genuine(bodyOf(length)).declared(length));
  }

  @ParameterizedTest
  @ValueSource(ints = {LIMIT + 1, LIMIT + 2, 2 * LIMIT, 100_000})
  void bodyBeyondTheLimit_isTooLargeInAllWays(int length) throws IOException {
    assertAllWays("body-too-large", genuine(bodyOf(length)));
    assertAllWays("body-too-large", genuine(bodyOf(length)).declared(length));
  }

  @Test
  void bodyBeyondTheLimit_declaredShorter_isTooLargeToo() throws IOException {
    Delivery delivery = genuine(bodyOf(LIMIT + 1)).declared(10);
    assertEquals("body-too-large", outcome(read(LIMITED, delivery)));
    assertEquals("body-too-large", outcome(update(LIMITED, delivery)));
  }

  @Test
  void shortBodyDeclaredBeyondTheLimit_isTooLargeInAllWays() throws IOException {
    assertAllWays("body-too-large", genuine().declared(LIMIT + 1));
    assertAllWays("body-too-large", genuine().declared(Long.MAX_VALUE));
    assertAllWays("body-incomplete", genuine().declared(LIMIT));
  }

  @Test
  void bodyBeyondTheLimit_isReadNoFurtherThanOneByteMore() throws IOException {
    byte[] endless = new byte[100 * LIMIT];
    var stream = new ByteArrayInputStream(endless);
    Verification verification = LIMITED.begin(genuine().build());
    while (verification.readFrom(stream) >= 0) {
      // goes on
    }
    assertEquals(LIMIT + 1, endless.length - stream.available());
    assertEquals(RejectionReason.BODY_TOO_LARGE, verification.refusal().orElseThrow().reason());
    assertEquals(-1, verification.readFrom(stream));
    assertEquals(LIMIT + 1, endless.length - stream.available());
    assertFalse(verification.update(ByteBuffer.allocate(1)));
  }

  @Test
  void update_inPiecesThatTogetherPassTheLimit_isRefusedAtTheFirstTooMany() {
    Verification verification = LIMITED.begin(genuine().build());
    assertTrue(verification.update(ByteBuffer.allocate(LIMIT - 1)));
    assertTrue(verification.update(ByteBuffer.allocate(0)));
    assertTrue(verification.update(ByteBuffer.allocate(1)));
    assertTrue(verification.update(ByteBuffer.allocate(0)));
    assertEquals(LIMIT, verification.bodyLength());
    assertFalse(verification.update(ByteBuffer.allocate(1)));
    assertEquals("body-too-large", outcome(verification.finish()));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 2, -60})
  void declaredLengthThatIsNotTheActualOne_isIncomplete(long difference) throws IOException {
    long declared = EVENT.length + difference;
    assertAllWays(difference == 0 ? "accepted" : "body-incomplete", genuine().declared(declared));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, -2, Long.MIN_VALUE})
  void negativeDeclaredLength_isNone(long declared) throws IOException {
    assertAllWays("accepted", genuine().declared(declared));
  }

  @Test
  void declaredNothingButBodyThere_isIncomplete() throws IOException {
    assertAllWays("body-incomplete", genuine().declared(0));
  }

  @Test
  void bodyThatEndsEarlyWithAValidSignatureOfItsBeginning_isIncomplete() throws IOException {
    assertEquals("body-incomplete", outcome(read(LIMITED, genuine().declared(EVENT.length + 10))));
  }

  @Test
  void emptyBody_isRefusedInAllWays() throws IOException {
    assertAllWays("body-empty", genuine(new byte[0]));
    assertAllWays("body-empty", genuine(new byte[0]).declared(0));
  }

  @Test
  void finish_withoutAnyBodyRead_isRefused() {
    assertEquals("body-empty", outcome(LIMITED.begin(genuine().build()).finish()));
  }

  @Test
  void bodyThatTheHeadHolds_countsForNothing() {
    Verification verification = LIMITED.begin(genuine(bodyOf(LIMIT + 1)).build());
    assertTrue(verification.refusal().isEmpty());
    assertEquals(0, verification.bodyLength());
  }

  @Test
  void streamThatFails_throwsItsOwnException() {
    IOException failure = new IOException("connection reset");
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw failure;
          }
        };
    Verification verification = LIMITED.begin(genuine().build());
    assertSame(failure, assertThrows(IOException.class, () -> verification.readFrom(failing)));
  }

  @Test
  void refuse_endsIt_unlessItIsRefusedAlready() throws IOException {
    Verification verification = LIMITED.begin(genuine().build());
    verification.update(ByteBuffer.wrap(EVENT));
    assertEquals(
        RejectionReason.BODY_TIMEOUT, verification.refuse(RejectionReason.BODY_TIMEOUT).reason());
    assertEquals("body-timeout", outcome(verification.finish()));
    assertEquals(-1, verification.readFrom(new ByteArrayInputStream(EVENT)));
    assertEquals(
        RejectionReason.BODY_TIMEOUT, verification.refuse(RejectionReason.OVERLOADED).reason());
    assertFalse(verification.isAtEnd());
  }

  @Test
  void isAtEnd_onlyOnceItIsJudged() {
    Verification verification = LIMITED.begin(genuine().build());
    assertFalse(verification.isAtEnd());
    verification.update(ByteBuffer.wrap(EVENT));
    assertFalse(verification.isAtEnd());
    verification.finish();
    assertTrue(verification.isAtEnd());
  }

  @Test
  void unverifiedBody_isWhatWasTakenInSoFar_readOnly() {
    Verification verification = LIMITED.begin(genuine().header(SIGNATURE, "0".repeat(64)).build());
    assertEquals(0, verification.unverifiedBody().remaining());
    verification.update(ByteBuffer.wrap(EVENT, 0, 10));
    verification.finish();
    ByteBuffer body = verification.unverifiedBody();
    assertTrue(body.isReadOnly());
    byte[] bytes = new byte[body.remaining()];
    body.get(bytes);
    assertArrayEquals(Arrays.copyOf(EVENT, 10), bytes);
    assertEquals(10, verification.bodyLength());
  }

  @Test
  void update_takesWhatRemainsOfAnyBuffer() {
    ByteBuffer direct = ByteBuffer.allocateDirect(EVENT.length + 20);
    direct.position(7);
    direct.put(EVENT).flip().position(7);
    for (ByteBuffer buffer :
        new ByteBuffer[] {
          direct, ByteBuffer.wrap(EVENT).asReadOnlyBuffer(), ByteBuffer.wrap(EVENT).slice()
        }) {
      Verification verification = LIMITED.begin(genuine().build());
      assertTrue(verification.update(buffer));
      assertEquals(0, buffer.remaining());
      assertArrayEquals(EVENT, verification.finish().orElseThrow().body());
    }
  }

  @Test
  void finish_twice_givesTheSameVerdict() {
    Verification accepted = LIMITED.begin(genuine().build());
    accepted.update(ByteBuffer.wrap(EVENT));
    Verdict first = accepted.finish();
    assertEquals("accepted", outcome(first));
    assertSame(first, accepted.finish());

    Verification refused = LIMITED.begin(genuine().build());
    refused.update(ByteBuffer.wrap(bodyOf(1)));
    assertEquals("signature-mismatch", outcome(refused.finish()));
    assertEquals("signature-mismatch", outcome(refused.finish()));
  }

  @Test
  void update_afterTheVerdict_isTakenInNoMore() throws IOException {
    Verification verification = LIMITED.begin(genuine().build());
    verification.update(ByteBuffer.wrap(EVENT));
    VerifiedWebhook webhook = verification.finish().orElseThrow();
    assertFalse(verification.update(ByteBuffer.wrap(EVENT)));
    assertEquals(-1, verification.readFrom(new ByteArrayInputStream(EVENT)));
    assertEquals(EVENT.length, verification.bodyLength());
    assertArrayEquals(EVENT, webhook.body());
  }

  @Test
  void toString_tellsHowFarItHasCome_andNothingOfTheRequest() {
    Verification verification = LIMITED.begin(genuine().build());
    verification.update(ByteBuffer.wrap(EVENT));
    assertEquals("Verification[open, " + EVENT.length + " bytes]", verification.toString());
    verification.refuse(RejectionReason.BODY_TIMEOUT);
    assertEquals(
        "Verification[Rejected[body-timeout], " + EVENT.length + " bytes]",
        verification.toString());
  }
}
