package dev.lacre.benchmarks;

import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Another library that verifies a signature, with its own wire format, over the same bytes and the
 * same key as everybody. Each is used the way its documentation shows.
 *
 * <p>Where a peer wants the body as text, the text is there before it is measured: whoever uses it
 * has to decode the bytes besides.
 */
@State(Scope.Benchmark)
public abstract class Peer {

  /** When the peers' messages are signed. */
  final long timestamp = System.currentTimeMillis() / 1000;

  final byte[] key = Plain.keyOfSender(1);

  /** The length of the body, in bytes. */
  @Param({"256", "1024", "65536"})
  public int bodyLength;

  byte[] body;
  String text;

  /** Returns the value of the peer's signature header for the body. */
  abstract String sign() throws Exception;

  /** Sets the signature that {@link #accepts} judges. */
  abstract void present(String signature) throws Exception;

  /** Tells whether the peer takes the signature for genuine. */
  abstract boolean accepts() throws Exception;

  /** Makes the peer ready; the body is there. */
  void open() throws Exception {}

  /** Sees that the peer accepts the genuine signature and refuses another, then keeps the first. */
  @Setup
  public void prepare() throws Exception {
    body = Bodies.ascii(bodyLength);
    text = new String(body, StandardCharsets.US_ASCII);
    open();
    String genuine = sign();
    int place = genuine.length() - 5;
    char flipped = genuine.charAt(place) == 'a' ? 'b' : 'a';
    present(genuine.substring(0, place) + flipped + genuine.substring(place + 1));
    if (accepts()) {
      throw new IllegalStateException(getClass() + " accepts a forged signature");
    }
    present(genuine);
    if (!accepts()) {
      throw new IllegalStateException(getClass() + " refuses the genuine signature");
    }
  }
}
