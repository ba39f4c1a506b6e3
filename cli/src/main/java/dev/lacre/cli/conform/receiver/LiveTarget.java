package dev.lacre.cli.conform.receiver;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * The endpoint under test: where it listens, and what stands before the path of each route.
 * Immutable and thread-safe.
 */
public final class LiveTarget {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final boolean tls;
  private final String host;
  private final InetSocketAddress address;
  private final String basePath;

  private LiveTarget(boolean tls, String host, InetSocketAddress address, String basePath) {
    this.tls = tls;
    this.host = host;
    this.address = address;
    this.basePath = basePath;
  }

  /**
   * Returns the target that a URL names.
   *
   * @param url {@code http} or {@code https}, with or without port and path
   * @param allowRemote whether it may lie beyond this machine
   * @return the target
   * @throws IllegalArgumentException if the URL will not do, or names another machine although that
   *     is not allowed
   * @throws UnknownHostException if the host has no address
   */
  public static LiveTarget of(String url, boolean allowRemote) throws UnknownHostException {
    URI uri = parse(url);
    boolean tls = "https".equalsIgnoreCase(uri.getScheme());
    String bare = uri.getHost().replaceAll("[\\[\\]]", "");
    InetAddress[] all = InetAddress.getAllByName(bare);
    if (!allowRemote && !Arrays.stream(all).allMatch(InetAddress::isLoopbackAddress)) {
      throw new IllegalArgumentException(
          "The receiver's host is not this machine: every address of it must be a loopback address,"
              + " for forged deliveries are sent. If you may test it, add --allow-remote.");
    }
    int port = uri.getPort() < 0 ? (tls ? HTTPS : HTTP) : uri.getPort();
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return new LiveTarget(
        tls, uri.getHost(), new InetSocketAddress(all[0], port), path.replaceAll("/+\\z", ""));
  }

  private static URI parse(String url) {
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme();
      if (("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getPort() <= 65_535
          && uri.getPort() != 0) {
        return uri;
      }
    } catch (URISyntaxException malformed) {
      // Told below, without the text, which may hold a password.
    }
    throw new IllegalArgumentException(
        "The receiver is not a URL like http://127.0.0.1:8080, with a path at most; user, query and"
            + " fragment have no place in it.");
  }

  boolean isTls() {
    return tls;
  }

  /** Returns the host as the URL writes it, without brackets. */
  String hostName() {
    return host.replaceAll("[\\[\\]]", "");
  }

  InetSocketAddress address() {
    return address;
  }

  /** Returns the value of the Host header. */
  String authority() {
    int usual = tls ? HTTPS : HTTP;
    return address.getPort() == usual ? host : host + ":" + address.getPort();
  }

  /** Returns the request target for a path of a route. */
  String targetOf(String path) {
    return basePath + path;
  }

  /** Returns the URL without a path of a route. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + authority() + basePath;
  }
}
