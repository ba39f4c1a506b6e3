package dev.lacre.cli;

import dev.lacre.cli.conform.receiver.Addresses;
import dev.lacre.verifier.internal.ConfigAccess;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;

/** The URL that is sent to, as far as it can be judged without asking a name server. Immutable. */
final class SendAddress {

  private final URI uri;
  private final String host;

  /**
   * Reads the URL.
   *
   * @param insecureHttp whether plain HTTP will do beyond this machine
   * @throws Failure if it will not do
   */
  SendAddress(String url, boolean insecureHttp) {
    this.uri = parsed(url);
    this.host = uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    if (!isTls() && !insecureHttp && !isLoopback()) {
      throw Failure.usage(
          "The URL is plain http to another machine, where anyone on the way can take the signed"
              + " webhook and send it again; use https, or add --insecure-http.");
    }
  }

  private static URI parsed(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme();
      if (("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null
          && uri.getPort() != 0
          && uri.getPort() <= 65_535) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // Told below, without the text, which may hold a password.
    }
    throw Failure.usage(
        "The URL is not one like https://receiver.example/v1/newEvent; user and fragment have no"
            + " place in it.");
  }

  URI uri() {
    return uri;
  }

  boolean isTls() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /** Tells whether the host is this machine, by its name or address alone. */
  boolean isLoopback() {
    return host.equals("localhost") || host.equals("::1") || isV4Loopback();
  }

  private boolean isV4Loopback() {
    return host.matches("127(\\.(0|[1-9][0-9]{0,2})){3}");
  }

  /** Returns the value of the Host header. */
  String authority() {
    return uri.getRawAuthority();
  }

  /** Returns the path as it goes over the wire. */
  String path() {
    return uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
  }

  /** Returns path and query as they go over the wire. */
  String target() {
    return uri.getRawQuery() == null ? path() : path() + "?" + uri.getRawQuery();
  }

  /** Returns the URL without path and query. */
  String origin() {
    return uri.getScheme() + "://" + uri.getRawAuthority();
  }

  /** Returns from where deliveries to this machine seem to come. */
  Addresses addresses(ConfigAccess.Setup setup) {
    byte[] v6 = new byte[16];
    v6[15] = 1;
    byte[] v4 = {127, 0, 0, 1};
    try {
      InetAddress own = InetAddress.getByAddress(host.equals("::1") ? v6 : v4);
      return Addresses.of(setup.addresses(), new InetSocketAddress(own, 80));
    } catch (UnknownHostException impossible) {
      throw new IllegalStateException("4 and 16 bytes are addresses", impossible);
    }
  }
}
