package dev.lacre.signer;

import static dev.lacre.signer.internal.BuilderOptions.once;

import dev.lacre.signer.internal.ContentTemplate;
import dev.lacre.signer.internal.ContentTemplate.Field;
import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.signer.internal.Printable;
import dev.lacre.signer.internal.SignerAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of a signature, as data: which headers, which algorithm, how the bytes are
 * written, what is signed, and how fresh it must be. Senders and receivers that agree on a scheme
 * and a {@link Secret} understand each other.
 *
 * <p>{@link #openDelivery} is one value of this type; others are built:
 * <!-- example -->
 *
 * <pre>{@code
 * SignatureScheme acme =
 *     SignatureScheme.named("acme")
 *         .appIdHeader("Acme-App")
 *         .merchantIdHeader("Acme-Store")
 *         .signatureHeader("Acme-Signature")
 *         .encoding(SignatureEncoding.BASE64)
 *         .prefix("v1=")
 *         .timestamp("Acme-Timestamp", Duration.ofMinutes(5))
 *         .signedContent("{timestamp}.{body}")
 *         .build();
 * }</pre>
 *
 * <p>Immutable and thread-safe. A fault in a description throws {@link IllegalArgumentException} or
 * {@link IllegalStateException} when it is built.
 */
public final class SignatureScheme {

  private static final SignatureScheme OPEN_DELIVERY =
      named("open-delivery")
          .appIdHeader("X-App-Id")
          .merchantIdHeader("X-App-MerchantId")
          .signatureHeader("X-App-Signature")
          .build();

  static {
    SignerAccess.schemes(
        new SignerAccess.OfScheme() {
          @Override
          public byte @Nullable [] decodeSignature(SignatureScheme scheme, String headerValue) {
            return headerValue.startsWith(scheme.prefix)
                ? scheme.encoding.decode(
                    headerValue, scheme.prefix.length(), scheme.algorithm.macLength())
                : null;
          }

          @Override
          public String encodeSignature(SignatureScheme scheme, byte[] mac) {
            return scheme.encode(mac);
          }

          @Override
          public ContentTemplate content(SignatureScheme scheme) {
            return scheme.content;
          }
        });
  }

  private final String name;
  private final String appIdHeader;
  private final String merchantIdHeader;
  private final String signatureHeader;
  private final @Nullable String timestampHeader;
  private final @Nullable Duration tolerance;
  private final MacAlgorithm algorithm;
  private final SignatureEncoding encoding;
  private final String prefix;
  private final ContentTemplate content;

  private SignatureScheme(Builder builder) {
    this.name = builder.name;
    this.appIdHeader = required("appIdHeader", builder.appIdHeader);
    this.merchantIdHeader = required("merchantIdHeader", builder.merchantIdHeader);
    this.signatureHeader = required("signatureHeader", builder.signatureHeader);
    this.timestampHeader = builder.timestampHeader;
    this.tolerance = builder.tolerance;
    this.algorithm = builder.algorithm == null ? MacAlgorithm.HMAC_SHA256 : builder.algorithm;
    this.encoding = builder.encoding == null ? SignatureEncoding.HEX_LOWER : builder.encoding;
    this.prefix = builder.prefix == null ? "" : builder.prefix;
    this.content =
        ContentTemplate.parse(builder.signedContent == null ? "{body}" : builder.signedContent);
    checkTogether();
  }

  private void checkTogether() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String header : headers()) {
      if (!names.add(header)) {
        throw new IllegalArgumentException(
            "The scheme '"
                + name
                + "' uses the header '"
                + header
                + "' for two things; each needs a header of its own.");
      }
    }
    if (content.covers(Field.TIMESTAMP) != (timestampHeader != null)) {
      throw new IllegalArgumentException(
          "The scheme '"
              + name
              + "' must have both a timestamp header and {timestamp} in its signed content, or"
              + " neither: a timestamp that is not signed proves nothing.");
    }
  }

  /**
   * Returns the scheme of Open Delivery webhooks: {@code X-App-Id}, {@code X-App-MerchantId} and
   * {@code X-App-Signature}, the last an HMAC-SHA256 over the exact body, in lower-case hex.
   * Neither identity header is covered by the signature, and nothing bounds its age.
   *
   * @return the scheme
   */
  public static SignatureScheme openDelivery() {
    return OPEN_DELIVERY;
  }

  /**
   * Returns a builder for a scheme. The three headers must be set; algorithm, encoding, prefix and
   * signed content are HMAC-SHA256, lower-case hex, none and the body alone unless set.
   *
   * @param name a short name for messages
   * @return the builder
   * @throws IllegalArgumentException if the name is blank
   */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /**
   * Returns the scheme's name, for messages.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the name of the header that names the sending application.
   *
   * @return the header's name
   */
  public String appIdHeader() {
    return appIdHeader;
  }

  /**
   * Returns the name of the header that names the merchant.
   *
   * @return the header's name
   */
  public String merchantIdHeader() {
    return merchantIdHeader;
  }

  /**
   * Returns the name of the header that carries the signature.
   *
   * @return the header's name
   */
  public String signatureHeader() {
    return signatureHeader;
  }

  /**
   * Returns the name of the header that carries the time of signing in seconds since 1970, if the
   * scheme has one.
   *
   * @return the header's name, or nothing
   */
  public Optional<String> timestampHeader() {
    return Optional.ofNullable(timestampHeader);
  }

  /**
   * Returns how far the time of signing may lie from the receiver's clock, before or after, if the
   * scheme has a timestamp.
   *
   * @return the tolerance, or nothing
   */
  public Optional<Duration> tolerance() {
    return Optional.ofNullable(tolerance);
  }

  /**
   * Returns the keyed hash function.
   *
   * @return the algorithm
   */
  public MacAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * Returns the names of all headers of the scheme, in the order in which a sender writes them.
   *
   * @return the headers' names
   */
  public List<String> headers() {
    List<String> headers = new ArrayList<>(List.of(appIdHeader, merchantIdHeader));
    if (timestampHeader != null) {
      headers.add(timestampHeader);
    }
    headers.add(signatureHeader);
    return List.copyOf(headers);
  }

  /**
   * Tells whether the value of a header is covered by the signature, so that a genuine signature
   * proves it too. The body always is.
   *
   * @param header a header's name, in any case
   * @return true if changing that header's value makes the signature wrong
   */
  public boolean covers(String header) {
    return (header.equalsIgnoreCase(appIdHeader) && content.covers(Field.APP_ID))
        || (header.equalsIgnoreCase(merchantIdHeader) && content.covers(Field.MERCHANT_ID))
        || (header.equalsIgnoreCase(timestampHeader) && content.covers(Field.TIMESTAMP));
  }

  String encode(byte[] mac) {
    String encoded = encoding.encode(mac);
    return prefix.isEmpty() ? encoded : prefix + encoded;
  }

  ContentTemplate content() {
    return content;
  }

  private static String required(String option, @Nullable String header) {
    if (header == null) {
      throw new IllegalStateException("A scheme needs a header's name: call " + option + "(...).");
    }
    return header;
  }

  /** Returns the scheme's name and what it signs. */
  @Override
  public String toString() {
    return "SignatureScheme[" + name + ": " + algorithm + " over " + content + "]";
  }

  /** A description in the making. Not thread-safe; each option may be set once. */
  public static final class Builder {

    private final String name;
    private @Nullable String appIdHeader;
    private @Nullable String merchantIdHeader;
    private @Nullable String signatureHeader;
    private @Nullable String timestampHeader;
    private @Nullable Duration tolerance;
    private @Nullable MacAlgorithm algorithm;
    private @Nullable SignatureEncoding encoding;
    private @Nullable String prefix;
    private @Nullable String signedContent;

    private Builder(String name) {
      if (name.isBlank()) {
        throw new IllegalArgumentException("A scheme needs a name that is not blank.");
      }
      this.name = name;
    }

    /**
     * Sets the header that names the sending application.
     *
     * @param header a header's name
     * @return this builder
     * @throws IllegalArgumentException if it is no token of RFC 9110
     */
    public Builder appIdHeader(String header) {
      appIdHeader = once("appIdHeader", appIdHeader, token(header));
      return this;
    }

    /**
     * Sets the header that names the merchant.
     *
     * @param header a header's name
     * @return this builder
     * @throws IllegalArgumentException if it is no token of RFC 9110
     */
    public Builder merchantIdHeader(String header) {
      merchantIdHeader = once("merchantIdHeader", merchantIdHeader, token(header));
      return this;
    }

    /**
     * Sets the header that carries the signature.
     *
     * @param header a header's name
     * @return this builder
     * @throws IllegalArgumentException if it is no token of RFC 9110
     */
    public Builder signatureHeader(String header) {
      signatureHeader = once("signatureHeader", signatureHeader, token(header));
      return this;
    }

    /**
     * Sets the header that carries the time of signing, as decimal seconds since 1970-01-01T00:00Z,
     * and how far it may lie from the receiver's clock in either direction.
     *
     * @param header a header's name
     * @param tolerance more than nothing
     * @return this builder
     * @throws IllegalArgumentException if the name is no token of RFC 9110, or the tolerance is not
     *     positive
     */
    public Builder timestamp(String header, Duration tolerance) {
      timestampHeader = once("timestamp", timestampHeader, token(header));
      if (tolerance.isNegative() || tolerance.isZero()) {
        throw new IllegalArgumentException(
            "The tolerance " + tolerance + " is not positive; five minutes is customary.");
      }
      this.tolerance = tolerance;
      return this;
    }

    /**
     * Sets the keyed hash function.
     *
     * @param algorithm the algorithm
     * @return this builder
     */
    public Builder algorithm(MacAlgorithm algorithm) {
      this.algorithm = once("algorithm", this.algorithm, algorithm);
      return this;
    }

    /**
     * Sets how the bytes of a signature are written.
     *
     * @param encoding the encoding
     * @return this builder
     */
    public Builder encoding(SignatureEncoding encoding) {
      this.encoding = once("encoding", this.encoding, encoding);
      return this;
    }

    /**
     * Sets the text that stands before a signature in its header, such as {@code sha256=}.
     *
     * @param prefix visible ASCII
     * @return this builder
     * @throws IllegalArgumentException if it has any other character
     */
    public Builder prefix(String prefix) {
      if (!prefix.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
        throw new IllegalArgumentException(
            "The prefix '"
                + Printable.of(prefix)
                + "' is not visible ASCII; a header's value can begin with nothing else.");
      }
      this.prefix = once("prefix", this.prefix, prefix);
      return this;
    }

    /**
     * Sets what is signed: ASCII text in which {@code {app-id}}, {@code {merchant-id}} and {@code
     * {timestamp}} stand for header values and {@code {body}}, at its end, for the exact body. A
     * value that holds the first character of the text behind its placeholder is refused on both
     * sides, so that no two messages share their signed bytes.
     *
     * @param template the template, such as <code>{timestamp}.{body}</code>
     * @return this builder
     * @throws IllegalArgumentException from {@link #build} if the template is malformed
     */
    public Builder signedContent(String template) {
      signedContent = once("signedContent", signedContent, template);
      return this;
    }

    /**
     * Returns the scheme.
     *
     * @return the scheme
     * @throws IllegalStateException if one of the three headers was not set
     * @throws IllegalArgumentException if two options contradict each other
     */
    public SignatureScheme build() {
      return new SignatureScheme(this);
    }

    private static String token(String header) {
      if (!HeaderSyntax.isToken(header)) {
        throw new IllegalArgumentException(
            "'"
                + Printable.of(header)
                + "' is no header name (RFC 9110 section 5.1: letters, digits and hyphens, without"
                + " a colon); write it like X-App-Signature.");
      }
      return header;
    }
  }
}
