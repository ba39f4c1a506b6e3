package dev.lacre.servlet;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that the filter and the containers log in this JVM, kept instead of printed. */
final class Logs {

  private static final Pieces KEPT = new Pieces();
  private static final PrintStream STREAM = new PrintStream(KEPT, true, StandardCharsets.UTF_8);
  private static final Logger ROOT = Logger.getLogger("");

  static {
    System.setErr(STREAM);
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.addHandler(new Keeper());
  }

  private Logs() {}

  /** Begins to keep what is logged, if it has not begun yet. */
  static void keep() {
    STREAM.flush();
  }

  static void add(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    STREAM.println(text);
  }

  static String text() {
    return textFrom(0);
  }

  /** Returns how much was logged so far, for {@link #textFrom}. */
  static int length() {
    return KEPT.length();
  }

  /** Returns what was logged since so much was. */
  static String textFrom(int length) {
    return new String(KEPT.from(length), StandardCharsets.UTF_8);
  }

  /** Keeps octets in pieces: more of them take no more room than they have. */
  private static final class Pieces extends OutputStream {

    private static final int PIECE = 1 << 16;

    private final List<byte[]> pieces = new ArrayList<>();
    private int length;

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] octets, int offset, int count) {
      int from = offset;
      int left = count;
      while (left > 0) {
        int at = length % PIECE;
        if (at == 0) {
          pieces.add(new byte[PIECE]);
        }
        int some = Math.min(left, PIECE - at);
        System.arraycopy(octets, from, pieces.get(pieces.size() - 1), at, some);
        length += some;
        from += some;
        left -= some;
      }
    }

    synchronized int length() {
      return length;
    }

    synchronized byte[] from(int start) {
      byte[] octets = new byte[length - start];
      int to = 0;
      while (to < octets.length) {
        int at = (start + to) % PIECE;
        int some = Math.min(octets.length - to, PIECE - at);
        System.arraycopy(pieces.get((start + to) / PIECE), at, octets, to, some);
        to += some;
      }
      return octets;
    }
  }

  private static final class Keeper extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord entry) {
      STREAM.print(formatter.format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
