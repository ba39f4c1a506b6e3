package dev.lacre.verifier;

import com.fasterxml.jackson.core.JsonPointer;
import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.signer.internal.Printable;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where a request names the store besides the scheme's merchant header: in a header, a field of the
 * signed body, a segment of the path, or several of them. Every source that the rule names must be
 * there, and all must name the merchant of the merchant header, exactly, after aliases.
 *
 * <p>A body field is covered by the signature, so a match is {@link MerchantProof#SIGNED_FIELD};
 * header and path prove nothing. On a route without signature the sources name the merchant by
 * themselves, and none of them proves anything. Immutable and thread-safe.
 */
public final class StoreRule {

  private static final StoreRule NONE = builder().buildUnchecked();

  private final @Nullable String header;
  private final @Nullable JsonPointer pointer;
  private final int pathSegment;
  private final Map<String, String> aliases;

  private StoreRule(Builder builder) {
    this.header = builder.header;
    this.pointer = builder.pointer;
    this.pathSegment = builder.pathSegment;
    this.aliases = Map.copyOf(builder.aliases);
  }

  /**
   * Returns the rule that names no source: the merchant header alone counts, and the field that the
   * {@link WebhookOperation} itself declares.
   *
   * @return the rule
   */
  public static StoreRule none() {
    return NONE;
  }

  /**
   * Returns a builder of a rule.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Returns the header that names the store.
   *
   * @return a header's name, or nothing
   */
  public Optional<String> header() {
    return Optional.ofNullable(header);
  }

  /**
   * Returns the field of the body that names the store.
   *
   * @return a JSON Pointer (RFC 6901), or nothing
   */
  public Optional<String> pointer() {
    return Optional.ofNullable(pointer).map(JsonPointer::toString);
  }

  /**
   * Returns the segment of the path that names the store.
   *
   * @return its index from 0, or nothing
   */
  public OptionalInt pathSegment() {
    return pathSegment < 0 ? OptionalInt.empty() : OptionalInt.of(pathSegment);
  }

  @Nullable String headerOrNull() {
    return header;
  }

  boolean readsPath() {
    return pathSegment >= 0;
  }

  /** Returns the position of the segment, or a negative number if the path is not read. */
  int pathIndex() {
    return pathSegment;
  }

  boolean names(@Nullable String found, String merchant) {
    return found != null && merchant(found).equals(merchant);
  }

  /** Returns the merchant whom a source's text stands for. */
  String merchant(String found) {
    return aliases.getOrDefault(found, found);
  }

  /** Returns the sources. */
  @Override
  public String toString() {
    return "StoreRule[header="
        + header
        + ", pointer="
        + pointer
        + ", pathSegment="
        + (pathSegment < 0 ? "none" : pathSegment)
        + ", "
        + aliases.size()
        + " aliases]";
  }

  /** A rule in the making. Not thread-safe. */
  public static final class Builder {

    private @Nullable String header;
    private @Nullable JsonPointer pointer;
    private int pathSegment = -1;
    private Map<String, String> aliases = Map.of();

    private Builder() {}

    /**
     * Names the store in a header. It must stand exactly once.
     *
     * @param name the header's name
     * @return this builder
     * @throws IllegalArgumentException if it is no token of RFC 9110
     */
    public Builder header(String name) {
      if (!HeaderSyntax.isToken(name)) {
        throw new IllegalArgumentException(
            "'"
                + Printable.of(name)
                + "' is no header name (RFC 9110 section 5.1: letters, digits and hyphens, as in"
                + " 'X-Store-Id'); a header of that name could never come.");
      }
      this.header = name;
      return this;
    }

    /**
     * Names the store in a field of the signed JSON body, a string.
     *
     * @param jsonPointer a JSON Pointer (RFC 6901) such as {@code /merchant/id}
     * @return this builder
     * @throws IllegalArgumentException if it is no such pointer
     */
    public Builder pointer(String jsonPointer) {
      this.pointer = parse(jsonPointer);
      return this;
    }

    /**
     * Names the store in a segment of the path, percent-decoded.
     *
     * @param index counted from 0: in {@code /stores/store-9/orders}, 1 is {@code store-9}
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder pathSegment(int index) {
      if (index < 0) {
        throw new IllegalArgumentException(
            "The path segment " + index + " is negative; segments are counted from 0.");
      }
      this.pathSegment = index;
      return this;
    }

    /**
     * Sets other names under which stores appear in the sources of this rule.
     *
     * @param aliases each alias with the merchant id that it stands for
     * @return this builder
     */
    public Builder aliases(Map<String, String> aliases) {
      this.aliases = Map.copyOf(aliases);
      return this;
    }

    /**
     * Returns the rule.
     *
     * @return the rule
     * @throws IllegalStateException if it names no source
     */
    public StoreRule build() {
      if (header == null && pointer == null && pathSegment < 0) {
        throw new IllegalStateException(
            "The store rule names no source; name a header, a pointer or a path segment.");
      }
      return buildUnchecked();
    }

    private StoreRule buildUnchecked() {
      return new StoreRule(this);
    }

    private static JsonPointer parse(String jsonPointer) {
      if (!jsonPointer.startsWith("/") || !jsonPointer.matches("([^~]|~[01])*")) {
        throw new IllegalArgumentException(
            "'"
                + Printable.of(jsonPointer)
                + "' is no JSON Pointer to a field (RFC 6901); it begins with '/', as"
                + " '/merchant/id' does, and '~' stands only in '~0' and '~1'.");
      }
      return JsonPointer.compile(jsonPointer);
    }
  }
}
