package dev.lacre.cli.conform.sender;

import dev.lacre.signer.internal.HeaderSyntax;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A request exactly as it came over the wire: header lines in their order, repeated ones apart.
 * Immutable.
 */
final class WireRequest {

  /** One header line; the value without white space around it, one character a byte. */
  record Header(String name, String value) {}

  private final String method;
  private final String target;
  private final List<Header> headers;
  private final byte[] body;
  private final List<String> oddities;

  /**
   * Makes a request.
   *
   * @param oddities what of its form is legal but unusual, each a phrase
   */
  WireRequest(
      String method, String target, List<Header> headers, byte[] body, List<String> oddities) {
    this.method = method;
    this.target = target;
    this.headers = List.copyOf(headers);
    this.body = body;
    this.oddities = List.copyOf(oddities);
  }

  String method() {
    return method;
  }

  String target() {
    return target;
  }

  /** Returns the target without scheme, authority and query. */
  String path() {
    return pathOf(target);
  }

  static String pathOf(String target) {
    String local = target;
    String lower = target.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      int slash = target.indexOf('/', target.indexOf("//") + 2);
      local = slash < 0 ? "/" : target.substring(slash);
    }
    int query = local.indexOf('?');
    return query < 0 ? local : local.substring(0, query);
  }

  /** Returns the body, which is not copied. */
  byte[] body() {
    return body;
  }

  List<String> oddities() {
    return oddities;
  }

  List<Header> headers() {
    return headers;
  }

  /** Returns the values of all lines of this name, in whatever case it is written. */
  List<String> values(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** Returns the value if all lines of this name agree on one that is not empty. */
  Optional<String> agreed(String name) {
    List<String> distinct = values(name).stream().distinct().toList();
    return distinct.size() == 1 && !distinct.get(0).isEmpty()
        ? Optional.of(distinct.get(0))
        : Optional.empty();
  }

  /** Tells whether a header that holds a list, such as Connection, has this word in it. */
  boolean lists(String name, String word) {
    return values(name).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .anyMatch(each -> HeaderSyntax.trimmed(each).equalsIgnoreCase(word));
  }

  /** Returns method and length; nothing that the peer could have filled at will. */
  @Override
  public String toString() {
    return "WireRequest[" + headers.size() + " headers, " + body.length + " bytes]";
  }
}
