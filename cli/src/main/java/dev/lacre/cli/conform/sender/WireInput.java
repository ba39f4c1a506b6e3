package dev.lacre.cli.conform.sender;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * The bytes that a peer sends, under a deadline for the whole of a request, so that a peer that
 * sends byte by byte does not hold a thread for ever. Not thread-safe.
 */
final class WireInput {

  private static final int BUFFER = 8_192;
  private static final int END = -1;

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int filled;
  private long deadline;

  WireInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /**
   * Waits, however long, until a request begins; line ends before it count for nothing.
   *
   * @return false if the peer has closed instead
   */
  boolean awaitFirst() throws IOException {
    socket.setSoTimeout(0);
    while (at < filled || refill()) {
      if (buffer[at] != '\r' && buffer[at] != '\n') {
        return true;
      }
      at++;
    }
    return false;
  }

  /** Begins the time that all reads from now on have together. */
  void startDeadline(Duration allowed) {
    deadline = System.nanoTime() + allowed.toNanos();
  }

  /** Returns the next byte, or -1 at the end. */
  int read() throws IOException, MalformedRequestException {
    return at < filled || refillInTime() ? buffer[at++] & 0xFF : END;
  }

  /** Moves bytes, at most so many, to the sink; returns how many are missing at the end. */
  long copy(long count, ByteArrayOutputStream to) throws IOException, MalformedRequestException {
    long missing = count;
    while (missing > 0 && (at < filled || refillInTime())) {
      int piece = (int) Math.min(missing, filled - at);
      to.write(buffer, at, piece);
      at += piece;
      missing -= piece;
    }
    return missing;
  }

  private boolean refillInTime() throws IOException, MalformedRequestException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis > 0) {
      socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
      try {
        return refill();
      } catch (SocketTimeoutException late) {
        // As if no time had been left before.
      }
    }
    throw new MalformedRequestException(408, "did not come whole within the time allowed");
  }

  private boolean refill() throws IOException {
    at = 0;
    filled = Math.max(0, in.read(buffer));
    return filled > 0;
  }
}
