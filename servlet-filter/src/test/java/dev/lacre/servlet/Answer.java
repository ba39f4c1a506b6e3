package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A response, parsed; or status 0 if the connection ended without one. */
final class Answer {

  static final Answer NONE = new Answer(0, List.of(), new byte[0], List.of());

  private final int status;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;
  private final List<Integer> interim;

  Answer(int status, List<Map.Entry<String, String>> headers, byte[] body, List<Integer> interim) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.interim = interim;
  }

  int status() {
    return status;
  }

  List<Map.Entry<String, String>> headers() {
    return headers;
  }

  /** Returns the body's bytes, without its framing. */
  byte[] body() {
    return body;
  }

  /** Returns the statuses of the 1xx responses before it. */
  List<Integer> interim() {
    return interim;
  }

  List<String> all(String name) {
    return headers.stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Returns the values of a header, joined; empty if there is none. */
  String header(String name) {
    return String.join(", ", all(name));
  }

  String text() {
    return new String(body, UTF_8);
  }

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Returns everything that a sender sees of it, the time aside. */
  String withoutDate() {
    return status
        + "\n"
        + headers.stream()
            .filter(header -> !header.getKey().equalsIgnoreCase("Date"))
            .map(header -> header.getKey() + ": " + header.getValue())
            .collect(Collectors.joining("\n"))
        + "\n\n"
        + text();
  }

  @Override
  public String toString() {
    return withoutDate();
  }
}
