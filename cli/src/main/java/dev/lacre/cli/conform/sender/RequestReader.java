package dev.lacre.cli.conform.sender;

import dev.lacre.cli.conform.sender.WireRequest.Header;
import dev.lacre.signer.internal.HeaderSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Reads one HTTP/1.1 request (RFC 9112) and tidies up nothing, as servers do: what is not as the
 * grammar says is malformed. Head and body are bounded. Not thread-safe.
 */
final class RequestReader {

  static final String OLD_HTTP = "HTTP/1.0";

  private static final int LONGEST_HEAD = 65_536;
  private static final int LONGEST_CHUNK_LINE = 1_024;
  private static final int LONGEST_TRAILERS = 8_192;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final WireInput in;
  private final OutputStream out;
  private final ToIntFunction<String> longestBody;
  private final Set<String> oddities = new HashSet<>();
  private int headLeft = LONGEST_HEAD;

  /**
   * Makes a reader of one request.
   *
   * @param out where a sender is told to go on that waits for it
   * @param longestBody says for a path how long a body may be
   */
  RequestReader(WireInput in, OutputStream out, ToIntFunction<String> longestBody) {
    this.in = in;
    this.out = out;
    this.longestBody = longestBody;
  }

  WireRequest read() throws IOException, MalformedRequestException {
    String[] start = headLine().split(" ", -1);
    if (start.length != 3 || !HeaderSyntax.isToken(start[0]) || !isVisible(start[1])) {
      throw new MalformedRequestException(spokenInstead(start[0]));
    }
    if (!start[2].matches("HTTP/1\\.[01]")) {
      throw new MalformedRequestException(
          505, "is not HTTP/1.1" + (start[2].equals("HTTP/2.0") ? ", but HTTP/2" : ""));
    }
    boolean current = start[2].equals("HTTP/1.1");
    if (!current) {
      oddities.add(OLD_HTTP);
    }
    if (!start[1].startsWith("/")) {
      oddities.add("a target that does not begin with a slash");
    }
    List<Header> headers = headers();
    WireRequest head = new WireRequest(start[0], start[1], headers, new byte[0], List.of());
    if (current && head.values("Host").size() != 1) {
      throw new MalformedRequestException("has not exactly one Host header");
    }
    byte[] body = body(head, current);
    return new WireRequest(start[0], start[1], headers, body, oddities.stream().sorted().toList());
  }

  private static String spokenInstead(String start) {
    return start.startsWith("\u0016\u0003")
        ? "is TLS, and plain HTTP is spoken here: send to http://"
        : "does not begin with a method, a target and HTTP/1.1, one space between them";
  }

  private static boolean isVisible(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private List<Header> headers() throws IOException, MalformedRequestException {
    List<Header> headers = new ArrayList<>();
    for (String line = headLine(); !line.isEmpty(); line = headLine()) {
      int colon = line.indexOf(':');
      if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
        throw new MalformedRequestException("has a header folded over two lines");
      }
      if (colon < 0 || !HeaderSyntax.isToken(line.substring(0, colon))) {
        throw new MalformedRequestException("has a header line that is no 'Name: value'");
      }
      String value = line.substring(colon + 1);
      if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F)) {
        throw new MalformedRequestException("has a control character in a header");
      }
      headers.add(new Header(line.substring(0, colon), HeaderSyntax.trimmed(value)));
    }
    return headers;
  }

  private String headLine() throws IOException, MalformedRequestException {
    try {
      String line = line(headLeft);
      headLeft -= line.length() + 2;
      return line;
    } catch (LineTooLongException tooLong) {
      throw new MalformedRequestException(431, "has a head of more than 64 KiB");
    }
  }

  private static final class LineTooLongException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private String line(int longest)
      throws IOException, MalformedRequestException, LineTooLongException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new MalformedRequestException("ends before its head or a chunk is whole");
      }
      if (next == '\n') {
        break;
      }
      if (line.length() >= longest) {
        throw new LineTooLongException();
      }
      line.append((char) next);
    }
    int end = line.length() - 1;
    if (end < 0 || line.charAt(end) != '\r') {
      oddities.add("lines that end in LF alone");
    } else {
      line.setLength(end);
    }
    return line.toString();
  }

  private byte[] body(WireRequest head, boolean current)
      throws IOException, MalformedRequestException {
    List<String> codings = head.values("Transfer-Encoding");
    List<String> lengths = head.values("Content-Length").stream().distinct().toList();
    int longest = longestBody.applyAsInt(head.path());
    if (!codings.isEmpty()) {
      if (!lengths.isEmpty()) {
        throw new MalformedRequestException("has Content-Length and Transfer-Encoding");
      }
      if (!codings.get(0).equalsIgnoreCase("chunked") || codings.size() > 1 || !current) {
        throw new MalformedRequestException(501, "has a transfer coding that is not 'chunked'");
      }
      goOn(head, current);
      return chunks(longest);
    }
    if (lengths.isEmpty()) {
      return new byte[0];
    }
    if (lengths.size() > 1 || !lengths.get(0).matches("[0-9]{1,18}")) {
      throw new MalformedRequestException("has a Content-Length that is not one number");
    }
    if (head.values("Content-Length").size() > 1) {
      oddities.add("Content-Length twice");
    }
    long length = Long.parseLong(lengths.get(0));
    if (length > longest) {
      throw tooLarge(longest);
    }
    if (length > 0) {
      goOn(head, current);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long missing = in.copy(length, body);
    if (missing > 0) {
      throw new MalformedRequestException(
          "ends " + missing + " bytes before the Content-Length of " + length);
    }
    return body.toByteArray();
  }

  private void goOn(WireRequest head, boolean current) throws IOException {
    if (current && head.lists("Expect", "100-continue")) {
      out.write(CONTINUE);
      out.flush();
    }
  }

  private byte[] chunks(int longest) throws IOException, MalformedRequestException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      for (long size = chunkSize(); size > 0; size = chunkSize()) {
        if (size > longest - body.size()) {
          throw tooLarge(longest);
        }
        if (in.copy(size, body) > 0) {
          throw new MalformedRequestException("ends within a chunk");
        }
        if (!line(1).isEmpty()) {
          throw new MalformedRequestException("has a chunk that is longer than it says");
        }
      }
      int left = LONGEST_TRAILERS;
      for (String line = line(left); !line.isEmpty(); line = line(left)) {
        left -= line.length();
        oddities.add("trailers behind the body");
      }
    } catch (LineTooLongException tooLong) {
      throw new MalformedRequestException("has a malformed chunk");
    }
    return body.toByteArray();
  }

  private long chunkSize() throws IOException, MalformedRequestException, LineTooLongException {
    String size = line(LONGEST_CHUNK_LINE).split(";", 2)[0].stripTrailing();
    if (!size.matches("[0-9a-fA-F]{1,15}")) {
      throw new MalformedRequestException("has a chunk without a length");
    }
    return Long.parseLong(size.toLowerCase(Locale.ROOT), 16);
  }

  private static MalformedRequestException tooLarge(int longest) {
    return new MalformedRequestException(
        413, "has a body of more than the " + longest + " bytes that the route takes");
  }
}
