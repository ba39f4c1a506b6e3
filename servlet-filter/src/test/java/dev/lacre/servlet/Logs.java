package dev.lacre.servlet;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that the filter and the containers log in this JVM, kept instead of printed. */
final class Logs {

  private static final ByteArrayOutputStream KEPT = new ByteArrayOutputStream();
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
    return KEPT.toString(StandardCharsets.UTF_8);
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
