package dev.lacre.vectors;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request to a receiver: from where, to which path, with which headers and bytes. Immutable.
 */
public final class Delivery {

  private final String peer;
  private final String path;
  private final List<HeaderLine> headers;
  private final byte[] body;
  private final @Nullable String bodyText;

  Delivery(
      String peer, String path, List<HeaderLine> headers, byte[] body, @Nullable String bodyText) {
    this.peer = peer;
    this.path = path;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.bodyText = bodyText;
  }

  /**
   * Returns the address of the other end of the connection.
   *
   * @return an IPv4 or IPv6 literal
   */
  public String peer() {
    return peer;
  }

  /**
   * Returns the path of the request, without a query.
   *
   * @return a path that begins with a slash
   */
  public String path() {
    return path;
  }

  /**
   * Returns the headers as they stand on the wire: in order, repeated ones apart, white space kept.
   *
   * @return an immutable list
   */
  public List<HeaderLine> headers() {
    return headers;
  }

  /**
   * Returns the values of a header as an HTTP library gives them: its name in any case, and without
   * the white space around the value (RFC 9110 section 5.5).
   *
   * @param name the header's name
   * @return a value for each line, in order
   */
  public List<String> values(String name) {
    return headers.stream()
        .filter(line -> line.name().equalsIgnoreCase(name))
        .map(line -> trimmed(line.value()))
        .toList();
  }

  /**
   * Returns the body.
   *
   * @return a new array
   */
  public byte[] body() {
    return body.clone();
  }

  /**
   * Returns the body as text, for people to look at.
   *
   * @return the text, or nothing if the body is not UTF-8 or too long to look at
   */
  public Optional<String> bodyText() {
    return Optional.ofNullable(bodyText);
  }

  private static String trimmed(String value) {
    int from = 0;
    int to = value.length();
    while (from < to && isBlank(value.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(value.charAt(to - 1))) {
      to--;
    }
    return value.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Delivery that
        && peer.equals(that.peer)
        && path.equals(that.path)
        && headers.equals(that.headers)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * headers.hashCode() + Arrays.hashCode(body);
  }

  /** Returns the path and the length of the body. */
  @Override
  public String toString() {
    return "Delivery[" + path + ", " + body.length + " bytes]";
  }
}
