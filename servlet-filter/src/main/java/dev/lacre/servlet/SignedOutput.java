package dev.lacre.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The stream into a body that is held back until it is signed; there is always room. */
final class SignedOutput extends ServletOutputStream {

  private final SignedBody body;
  private final SignedResponse response;
  private @Nullable WritePump pump;

  SignedOutput(SignedBody body, SignedResponse response) {
    this.body = body;
    this.response = response;
  }

  @Override
  public void write(int octet) throws IOException {
    body.write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    body.write(bytes, offset, length);
  }

  /** Nothing can go out before all of it is signed. */
  @Override
  public void flush() {}

  @Override
  public void close() {
    body.close();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    Objects.requireNonNull(listener, "the listener is null");
    if (pump != null) {
      throw new IllegalStateException("A write listener is set already; a response has one.");
    }
    if (!body.request().isAsyncStarted()) {
      throw new IllegalStateException(
          "A write listener needs an asynchronous request; call startAsync first.");
    }
    pump = new WritePump(body, response, listener);
    body.afterPass(pump::start);
  }
}
