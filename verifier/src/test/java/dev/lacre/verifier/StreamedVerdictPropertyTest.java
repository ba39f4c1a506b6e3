package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.flipped;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.outcome;
import static dev.lacre.verifier.Delivery.verifier;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** How a body is cut into pieces makes no difference to the verdict. */
class StreamedVerdictPropertyTest {

  private static final int LIMIT = 40_000;
  private static final WebhookVerifier VERIFIER =
      verifier(WebhookOperation.V1_NEW_EVENT).maxBodyBytes(LIMIT).build();

  /** Gives at most so many bytes at a time as the next number says; 0 gives none. */
  private static final class Dripping extends InputStream {
    private final InputStream bytes;
    private final List<Integer> sizes;
    private int reads;

    Dripping(byte[] bytes, List<Integer> sizes) {
      this.bytes = new ByteArrayInputStream(bytes);
      this.sizes = sizes;
    }

    @Override
    public int read() throws IOException {
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int size = sizes.get(reads++ % sizes.size());
      return bytes.read(into, offset, Math.min(size, length));
    }
  }

  @Property(tries = 400)
  void anyChunkSizes_giveTheVerdictOfTheWhole(
      @ForAll @IntRange(min = 1, max = 45_000) int length,
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 30_000) Integer> sizes,
      @ForAll @IntRange(max = 2) int spoilt,
      @ForAll @IntRange(min = -2, max = 1) int declaredBeside)
      throws IOException {
    byte[] body = new byte[length];
    new Random(seed).nextBytes(body);
    Delivery delivery = genuine(body);
    if (spoilt == 1) {
      body = flipped(body, (int) Math.floorMod(seed, 8L * length));
      delivery.body(body);
    }
    // None declared, one too few, right, one too many.
    delivery.declared(declaredBeside == -2 ? -1 : length + declaredBeside);

    String whole = outcome(delivery.to(VERIFIER));
    Verification read = VERIFIER.begin(delivery.build());
    InputStream stream = new Dripping(body, sizes);
    while (read.readFrom(stream) >= 0) {
      // goes on
    }
    assertVerdict(whole, body, read.finish());

    Verification updated = VERIFIER.begin(delivery.build());
    int at = 0;
    for (int i = 0; at < length; i++) {
      int piece = Math.min(sizes.get(i % sizes.size()), length - at);
      boolean goesOn = updated.update(ByteBuffer.wrap(body, at, piece));
      assertEquals(goesOn, updated.refusal().isEmpty());
      at += piece;
    }
    assertVerdict(whole, body, updated.finish());

    InboundWebhook head = delivery.build();
    assertVerdict(whole, body, VERIFIER.verify(head, new Dripping(body, sizes)));
    byte[] around = new byte[length + 7];
    System.arraycopy(body, 0, around, 3, length);
    ByteBuffer inPlace = ByteBuffer.wrap(around, 3, length);
    assertVerdict(whole, body, VERIFIER.verify(head, inPlace));
    assertVerdict(whole, body, VERIFIER.verify(head, inPlace.slice()));
    assertVerdict(whole, body, VERIFIER.verify(head, inPlace.asReadOnlyBuffer()));
    ByteBuffer direct = ByteBuffer.allocateDirect(length).put(body).flip();
    assertVerdict(whole, body, VERIFIER.verify(head, direct));
    assertEquals(3, inPlace.position());
    assertEquals(length, direct.remaining());
  }

  private static void assertVerdict(String expected, byte[] body, Verdict verdict) {
    assertEquals(expected, outcome(verdict));
    if (verdict instanceof Verdict.Accepted accepted) {
      VerifiedWebhook webhook = accepted.webhook();
      assertArrayEquals(body, webhook.body());
      assertEquals(ByteBuffer.wrap(body), webhook.bodyBuffer());
      assertEquals(0, webhook.bodyBuffer().position());
      assertArrayEquals(body, allOf(webhook.bodyStream()));
    }
  }

  private static byte[] allOf(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException cannotHappen) {
      throw new UncheckedIOException(cannotHappen);
    }
  }

  @Property(tries = 50)
  void aReadOfNothing_isNotTheEnd(@ForAll @IntRange(min = 1, max = 5) int everyOther)
      throws IOException {
    byte[] body = Delivery.EVENT;
    Verification verification = VERIFIER.begin(genuine(body).declared(body.length).build());
    InputStream stream = new Dripping(body, List.of(0, everyOther));
    int count = 0;
    while (count >= 0) {
      count = verification.readFrom(stream);
    }
    assertVerdict("accepted", body, verification.finish());
  }
}
