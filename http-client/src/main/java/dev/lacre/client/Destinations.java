package dev.lacre.client;

import java.net.URI;
import java.util.Locale;

/** Which addresses may be called: HTTPS, and plain HTTP only where somebody said so by name. */
final class Destinations {

  private Destinations() {}

  /**
   * Returns the address if it may be called.
   *
   * @param uri an absolute address with a host
   * @param plainHttpInsecurely whether {@code http} will do
   * @throws IllegalArgumentException if it may not, in words that show no user information, query
   *     or fragment of it
   */
  static URI checked(URI uri, boolean plainHttpInsecurely) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "The address is not an absolute https address with a host; write it out in full.");
    }
    if (uri.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "The address of "
              + uri.getHost()
              + " carries a user and password, which end up in logs; present them as credentials.");
    }
    if (scheme.equals("http") && !plainHttpInsecurely) {
      throw new IllegalArgumentException(
          "The address of "
              + uri.getHost()
              + " is plain http, where anyone on the way reads credentials; use https, or allow"
              + " plain http by name.");
    }
    return uri;
  }
}
