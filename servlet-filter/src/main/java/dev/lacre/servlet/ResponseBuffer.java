package dev.lacre.servlet;

import dev.lacre.verifier.internal.ResponseKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Bytes of a response, up to a bound; they are signed and sent without a copy. */
final class ResponseBuffer extends ByteArrayOutputStream {

  private static final int FIRST_BYTES = 1024;

  private final int maxBytes;

  ResponseBuffer(int maxBytes) {
    super(Math.min(maxBytes, FIRST_BYTES));
    this.maxBytes = maxBytes;
  }

  /** Takes in bytes, or returns false and takes none. */
  synchronized boolean take(byte[] bytes, int offset, int length) {
    if (length > maxBytes - count) {
      return false;
    }
    write(bytes, offset, length);
    return true;
  }

  synchronized String signature(ResponseKey key) {
    return key.sign(buf, count);
  }

  void sendTo(OutputStream out) throws IOException {
    out.write(buf, 0, count);
  }
}
