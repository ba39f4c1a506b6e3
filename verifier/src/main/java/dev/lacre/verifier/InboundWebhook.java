package dev.lacre.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire, before anything about it is believed: header lines, exact
 * body bytes, the peer's address and the path.
 *
 * <p>Immutable, as long as the caller does not change the body's array; it is not copied.
 */
public final class InboundWebhook {

  private static final byte[] NO_BYTES = {};

  private final HeaderValues headers;
  private final byte[] body;
  private final @Nullable IpAddress peer;
  private final String path;
  private final long contentLength;

  private InboundWebhook(Builder builder) {
    this.headers = builder.lookup == null ? new HeaderLines(builder.headers) : builder.lookup;
    this.body = builder.body;
    this.peer = builder.peer;
    this.path = builder.path;
    this.contentLength = builder.contentLength;
  }

  /**
   * Returns a builder of a request with no header, an empty body, an unknown peer and the path
   * {@code /}.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the headers.
   *
   * @return finds the lines of a name; what they say is not proven
   */
  public HeaderValues headers() {
    return headers;
  }

  byte[] body() {
    return body;
  }

  @Nullable IpAddress peer() {
    return peer;
  }

  /**
   * Returns the address of the peer as the socket has it, a proxy's if there is one between.
   *
   * @return the address, or nothing if it is unknown
   */
  public Optional<IpAddress> peerAddress() {
    return Optional.ofNullable(peer);
  }

  /**
   * Returns the path as it came over the wire, still percent-encoded, without the query.
   *
   * @return the path
   */
  public String path() {
    return path;
  }

  long contentLength() {
    return contentLength;
  }

  /** Returns the path and the peer; no header's value. */
  @Override
  public String toString() {
    return "InboundWebhook[" + path + " from " + peer + "]";
  }

  /** A request in the making. Not thread-safe. */
  public static final class Builder {

    private final List<String> headers = new ArrayList<>();
    private @Nullable HeaderValues lookup;
    private byte[] body = NO_BYTES;
    private @Nullable IpAddress peer;
    private String path = "/";
    private long contentLength = -1;

    private Builder() {}

    /**
     * Adds a header line. Lines of one name are kept apart, in order.
     *
     * @param name the header's name
     * @param value the line's value
     * @return this builder
     */
    public Builder header(String name, String value) {
      headers.add(Objects.requireNonNull(name));
      headers.add(Objects.requireNonNull(value));
      return this;
    }

    /**
     * Takes all headers from a server's request instead of from {@link #header}.
     *
     * @param lookup finds the lines of a name; asked during verification
     * @return this builder
     */
    public Builder headers(HeaderValues lookup) {
      this.lookup = Objects.requireNonNull(lookup);
      return this;
    }

    /**
     * Sets the exact bytes of the body.
     *
     * @param body the bytes, not copied, and shared with the {@link VerifiedWebhook}; they must not
     *     change any more
     * @return this builder
     */
    public Builder body(byte[] body) {
      this.body = Objects.requireNonNull(body);
      return this;
    }

    /**
     * Sets the address of the peer as the socket has it, before any forwarded header.
     *
     * @param address an IP address literal, a zone allowed; anything else, null included, counts as
     *     unknown, which only a verifier without an allowlist accepts
     * @return this builder
     */
    public Builder peerAddress(@Nullable String address) {
      this.peer = IpAddress.parsePeerOrNull(address);
      return this;
    }

    /**
     * Sets the path as it came over the wire, still percent-encoded, without the query.
     *
     * @param path the path
     * @return this builder
     */
    public Builder path(String path) {
      this.path = Objects.requireNonNull(path);
      return this;
    }

    /**
     * Sets the declared length of the body; one of another length is refused as incomplete.
     *
     * @param length in bytes; negative if none is declared
     * @return this builder
     */
    public Builder contentLength(long length) {
      this.contentLength = length;
      return this;
    }

    /**
     * Returns the request.
     *
     * @return the request
     */
    public InboundWebhook build() {
      return new InboundWebhook(this);
    }
  }
}
