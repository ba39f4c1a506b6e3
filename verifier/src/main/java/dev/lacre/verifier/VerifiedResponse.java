package dev.lacre.verifier;

import java.nio.ByteBuffer;

/**
 * The body of a response that was proven genuine. Only a {@link ResponseVerifier} makes one, and
 * says there what that proves. Immutable and thread-safe.
 */
public final class VerifiedResponse {

  private final byte[] body;
  private final int secretPosition;

  /** Takes the array over. */
  VerifiedResponse(byte[] body, int secretPosition) {
    this.body = body;
    this.secretPosition = secretPosition;
  }

  /**
   * Returns the exact bytes that were signed.
   *
   * @return a new array
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * Returns the exact bytes that were signed, without a copy.
   *
   * @return a new read-only buffer over them
   */
  public ByteBuffer bodyBuffer() {
    return ByteBuffer.wrap(body).asReadOnlyBuffer();
  }

  /**
   * Tells whether the body is empty. The signature of no bytes is one constant for each secret:
   * whoever saw it once can put it on any empty response.
   *
   * @return true if nothing was signed
   */
  public boolean isEmpty() {
    return body.length == 0;
  }

  /**
   * Returns which of the caller's secrets made the signature.
   *
   * @return its position in the list that the verifier was built from, from 0
   */
  public int secretPosition() {
    return secretPosition;
  }

  /** Returns the length of the body, and nothing else of it. */
  @Override
  public String toString() {
    return "VerifiedResponse[" + body.length + " bytes]";
  }
}
