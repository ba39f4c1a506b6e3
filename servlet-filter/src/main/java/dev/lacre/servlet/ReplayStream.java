package dev.lacre.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The verified body as a servlet's stream, blocking or not; all of it is there at once. */
final class ReplayStream extends ServletInputStream {

  private final ByteBuffer body;
  private final ReadPump pump;

  ReplayStream(ByteBuffer body, ReadPump pump) {
    this.body = body;
    this.pump = pump;
  }

  @Override
  public int read() {
    return body.hasRemaining() ? body.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!body.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, body.remaining());
    body.get(target, offset, count);
    return count;
  }

  @Override
  public long skip(long count) {
    int skipped = (int) Math.max(0, Math.min(count, body.remaining()));
    body.position(body.position() + skipped);
    return skipped;
  }

  @Override
  public int available() {
    return body.remaining();
  }

  @Override
  public boolean isFinished() {
    return !body.hasRemaining();
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public void setReadListener(ReadListener listener) {
    pump.listen(Objects.requireNonNull(listener, "the listener is null"), this);
  }
}
