package dev.lacre.verifier;

import dev.lacre.signer.internal.HeaderSyntax;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The syntax of the Forwarded header, by <a
 * href="https://www.rfc-editor.org/rfc/rfc7239#section-4">RFC 7239, section 4</a>.
 */
final class ForwardedSyntax implements HopSyntax {
  @Override
  public @Nullable List<String> hops(String line) {
    return splitUnquoted(line, ',');
  }

  @Override
  public @Nullable IpAddress address(String hop) {
    String node = forParameter(hop);
    return node == null ? null : HopSyntax.withPort(node, true);
  }

  /**
   * Splits at a separator outside quoted strings. Returns null unless every quotation mark opens or
   * closes a quoted string where one may stand: right after {@code =}, and up to the next {@code ,}
   * or {@code ;}. Whoever opens a string and leaves it open swallows what a proxy appends; with
   * this rule the line then ends inside a string, or has a mark out of place, and is refused.
   */
  private static @Nullable List<String> splitUnquoted(String s, char separator) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < s.length(); ) {
      char c = s.charAt(at);
      if (c == '"') {
        at = at > 0 && s.charAt(at - 1) == '=' ? endOfQuoted(s, at) : -1;
        if (at < 0) {
          return null;
        }
      } else if (c == '\\') {
        return null;
      } else {
        if (c == separator) {
          parts.add(s.substring(start, at));
          start = at + 1;
        }
        at++;
      }
    }
    parts.add(s.substring(start));
    return parts;
  }

  /**
   * Returns the index behind a quoted string, or -1 if it is never closed or runs into other text.
   */
  private static int endOfQuoted(String s, int open) {
    for (int at = open + 1; at < s.length(); at++) {
      if (s.charAt(at) == '\\') {
        at++;
      } else if (s.charAt(at) == '"') {
        int next = at + 1;
        while (next < s.length() && HeaderSyntax.isBlank(s.charAt(next))) {
          next++;
        }
        boolean delimited = next == s.length() || s.charAt(next) == ',' || s.charAt(next) == ';';
        return delimited ? at + 1 : -1;
      }
    }
    return -1;
  }

  /** Returns the value of the one {@code for} parameter of an element, unquoted, or null. */
  private static @Nullable String forParameter(String element) {
    List<String> pairs = splitUnquoted(element, ';');
    if (pairs == null) {
      return null;
    }
    String found = null;
    for (String untrimmed : pairs) {
      String pair = HeaderSyntax.trimmed(untrimmed);
      if (pair.isEmpty()) {
        continue; // RFC 7239, section 4, lets a pair be left out
      }
      int equals = pair.indexOf('=');
      if (equals < 0 || !HeaderSyntax.isToken(pair.substring(0, equals))) {
        return null;
      }
      String value = unquoted(pair.substring(equals + 1));
      boolean isFor = pair.substring(0, equals).equalsIgnoreCase("for");
      if (value == null || (isFor && found != null)) {
        return null;
      }
      found = isFor ? value : found;
    }
    return found;
  }

  /** Returns the text of a token or a quoted string, or null when it is neither. */
  private static @Nullable String unquoted(String value) {
    if (!value.startsWith("\"")) {
      return HeaderSyntax.isToken(value) ? value : null;
    }
    StringBuilder text = new StringBuilder(value.length());
    for (int at = 1; at < value.length() - 1; at++) {
      char c = value.charAt(at) == '\\' ? value.charAt(++at) : value.charAt(at);
      if ((c < ' ' && c != '\t') || c == 0x7F) {
        return null;
      }
      text.append(c);
    }
    return text.toString();
  }
}
