package dev.lacre.cli.conform.receiver;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads one HTTP/1.1 answer and no byte more than it needs. The sender is not trusted: lengths are
 * bounded, and whatever is no answer is a {@link ProtocolException}. What is longer than the bounds
 * of this class is a {@link TooLongException}, for it may well be HTTP. Not thread-safe.
 */
final class AnswerReader {

  /** Of a status line and headers; of trailers too. */
  private static final int LONGEST_HEAD = 65_536;

  private static final int LONGEST_CHUNK_LINE = 1_024;
  private static final int LONGEST_BODY = 4 << 20;
  private static final int MOST_INTERIM = 10;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");
  private static final Pattern LENGTH = Pattern.compile("[0-9]+");
  private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]+)[ \t]*(;.*)?");

  private final InputStream in;
  private int allowance;
  private boolean begun;

  AnswerReader(InputStream in) {
    this.in = in;
  }

  /** Tells whether any byte came. */
  boolean hasBegun() {
    return begun;
  }

  /** Reads the answer; {@code took} is left at zero. */
  LiveAnswer read(boolean mayHaveBody) throws IOException {
    for (int interim = 0; interim <= MOST_INTERIM; interim++) {
      allowance = LONGEST_HEAD;
      Matcher line = STATUS_LINE.matcher(line());
      if (!line.matches()) {
        throw new ProtocolException("no status line");
      }
      int status = Integer.parseInt(line.group(1));
      List<Map.Entry<String, String>> headers = headers();
      if (status >= 200 || status == 101) {
        byte[] body = mayHaveBody && hasBody(status) ? body(headers) : new byte[0];
        return new LiveAnswer(
            LiveAnswer.Kind.ANSWERED, status, List.copyOf(headers), body, Duration.ZERO);
      }
    }
    throw new TooLongException("interim answers only");
  }

  private static boolean hasBody(int status) {
    return status >= 200 && status != 204 && status != 304;
  }

  private List<Map.Entry<String, String>> headers() throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new ProtocolException("a header line without a name");
      }
      headers.add(
          Map.entry(
              line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
              line.substring(colon + 1).strip()));
    }
    return headers;
  }

  private byte[] body(List<Map.Entry<String, String>> headers) throws IOException {
    List<String> lengths = values(headers, "content-length");
    List<String> codings = values(headers, "transfer-encoding");
    if (!codings.isEmpty()) {
      if (!codings.equals(List.of("chunked")) || !lengths.isEmpty()) {
        throw new ProtocolException("an unknown framing");
      }
      return chunks();
    }
    if (lengths.isEmpty()) {
      byte[] rest = in.readNBytes(LONGEST_BODY + 1);
      bound(rest.length);
      return rest;
    }
    if (lengths.stream().distinct().count() > 1 || !LENGTH.matcher(lengths.get(0)).matches()) {
      throw new ProtocolException("an unknown length");
    }
    return exactly(number(lengths.get(0), 10));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      allowance = LONGEST_CHUNK_LINE;
      Matcher size = CHUNK.matcher(line());
      if (!size.matches()) {
        throw new ProtocolException("no chunk");
      }
      int length = number(size.group(1), 16);
      if (length == 0) {
        allowance = LONGEST_HEAD;
        headers();
        return body.toByteArray();
      }
      bound(body.size() + length);
      body.writeBytes(exactly(length));
      if (!line().isEmpty()) {
        throw new ProtocolException("a chunk without an end");
      }
    }
  }

  private static int number(String digits, int radix) throws TooLongException {
    BigInteger number = new BigInteger(digits, radix);
    bound(number.bitLength() < Integer.SIZE ? number.intValue() : Integer.MAX_VALUE);
    return number.intValue();
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new ProtocolException("a body that ends early");
    }
    return bytes;
  }

  private static void bound(int length) throws TooLongException {
    if (length > LONGEST_BODY) {
      throw new TooLongException("a body that is too long");
    }
  }

  private static List<String> values(List<Map.Entry<String, String>> headers, String name) {
    return headers.stream()
        .filter(header -> header.getKey().equals(name))
        .map(header -> header.getValue().toLowerCase(Locale.ROOT))
        .toList();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw begun ? new ProtocolException("an end in the head") : new EOFException("nothing");
      }
      begun = true;
      line.write(next);
      if (--allowance < 0) {
        throw new TooLongException("a line that is too long");
      }
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /** An answer beyond the bounds that are set here. */
  static final class TooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    TooLongException(String message) {
      super(message);
    }
  }
}
