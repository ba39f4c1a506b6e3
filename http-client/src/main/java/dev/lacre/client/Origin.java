package dev.lacre.client;

import java.net.URI;
import java.util.Locale;

/**
 * Where a request goes: scheme, host and port, as RFC 6454 compares them. Immutable.
 *
 * @param scheme in lower case
 * @param host in lower case, as it is written: no name is looked up
 * @param port the scheme's own if the address names none
 */
record Origin(String scheme, String host, int port) {

  /** Returns the origin of an absolute http or https address with a host. */
  static Origin of(URI uri) {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    int port = uri.getPort();
    if (port < 0) {
      port = scheme.equals("https") ? 443 : 80;
    }
    return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  /**
   * Returns the origin that an address is, and nothing more.
   *
   * @throws IllegalArgumentException if it has a path, a query or a fragment
   */
  static Origin exactly(URI uri) {
    String path = uri.getRawPath();
    boolean bare = path == null || path.isEmpty() || path.equals("/");
    if (!bare || uri.getRawQuery() != null || uri.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "The origin at "
              + uri.getHost()
              + " has a path, query or fragment, but a credential is for a whole origin; give"
              + " scheme, host and port only.");
    }
    return of(uri);
  }

  @Override
  public String toString() {
    return scheme + "://" + host + ":" + port;
  }
}
