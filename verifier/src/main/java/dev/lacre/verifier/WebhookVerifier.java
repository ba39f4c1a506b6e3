package dev.lacre.verifier;

import static dev.lacre.signer.internal.BuilderOptions.once;

import com.fasterxml.jackson.core.JsonPointer;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.verifier.internal.VerifierAccess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves inbound webhooks of one operation genuine, or says why not.
 *
 * <pre>{@code
 * WebhookVerifier verifier =
 *     WebhookVerifier.builder(
 *             SignatureScheme.openDelivery(), directory, WebhookOperation.V1_NEW_EVENT)
 *         .build();
 * Verdict verdict = verifier.verify(inbound);
 * }</pre>
 *
 * <p>Steps, cheap before dear and nothing parsed before it is proven: address, headers, length of
 * the body, credentials, signature, age, signed fields, merchant and store. {@link #verify} never
 * throws on a bad request, and takes the same time for an unknown sender, a wrong signature and a
 * malformed one.
 *
 * <p>Immutable and thread-safe, without locks.
 */
public final class WebhookVerifier {

  /** The longest body, in bytes, unless the builder is told otherwise: one mebibyte. */
  public static final int DEFAULT_MAX_BODY_BYTES = 1_048_576;

  private static final VerifierAccess.Models NO_MODELS = new VerifierAccess.Models(false, false);

  static {
    VerifierAccess.verifiers(WebhookVerifier::scheme, WebhookVerifier::demands);
  }

  final @Nullable SignaturePolicy signature;
  final List<CallerAuthenticator> callers;
  final WebhookOperation operation;
  final CurrentAllowlist allowlist;
  final TrustedProxies proxies;
  final StoreRule store;
  final MerchantProof demanded;

  /**
   * The fields of the body to read: the one that must name the merchant, the rule's or else the
   * operation's, and the event's id, if that is to be read.
   */
  final BodyFields.Places places;

  private final int maxBodyBytes;

  private WebhookVerifier(Builder builder) {
    SignatureScheme scheme = builder.scheme;
    CredentialDirectory directory = builder.directory;
    Clock clock = builder.clock == null ? Clock.systemUTC() : builder.clock;
    this.signature =
        scheme == null || directory == null ? null : SignaturePolicy.of(scheme, directory, clock);
    this.callers = List.copyOf(builder.callers);
    this.operation = builder.operation.withChallenge(challenge(signature != null, callers));
    this.allowlist =
        builder.allowlist == null ? CurrentAllowlist.of(AddressAllowlist.any()) : builder.allowlist;
    this.proxies = builder.proxies == null ? TrustedProxies.none() : builder.proxies;
    this.store = builder.store == null ? StoreRule.none() : builder.store;
    this.demanded = builder.demanded == null ? MerchantProof.ASSERTED : builder.demanded;
    this.maxBodyBytes =
        builder.maxBodyBytes == null ? DEFAULT_MAX_BODY_BYTES : builder.maxBodyBytes;
    this.places =
        new BodyFields.Places(
            store.pointer().or(operation::merchantPointer).map(JsonPointer::compile).orElse(null),
            null);
    if (signature == null
        && places.merchant() == null
        && store.header().isEmpty()
        && store.pathSegment().isEmpty()) {
      throw new IllegalStateException(
          "Nothing tells which merchant a request is for: it needs no signature, whose headers"
              + " would name one, and there is no store rule. Name the merchant in a header, such"
              + " as X-App-MerchantId, in a segment of the path, or in a field of the body.");
    }
  }

  private WebhookVerifier(WebhookVerifier other, BodyFields.Places places) {
    this.signature = other.signature;
    this.callers = other.callers;
    this.operation = other.operation;
    this.allowlist = other.allowlist;
    this.proxies = other.proxies;
    this.store = other.store;
    this.demanded = other.demanded;
    this.maxBodyBytes = other.maxBodyBytes;
    this.places = places;
  }

  /** All that a route demands is named, in order, whichever of it was missing. */
  private static String challenge(boolean signed, List<CallerAuthenticator> callers) {
    Set<String> challenges = new LinkedHashSet<>();
    if (signed) {
      challenges.add(WebhookOperation.SIGNATURE_CHALLENGE);
    }
    for (CallerAuthenticator caller : callers) {
      String challenge = caller.challenge();
      if (challenge.isEmpty() || !challenge.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw new IllegalArgumentException(
            "The challenge of "
                + caller
                + " is empty or has characters that no header may have; give one as RFC 9110,"
                + " section 11.6.1, has it, such as 'Bearer realm=\"webhooks\"'.");
      }
      challenges.add(challenge);
    }
    return String.join(", ", challenges);
  }

  /**
   * Returns a builder of a verifier that accepts any address and asserted merchants, and bodies of
   * up to {@value #DEFAULT_MAX_BODY_BYTES} bytes, unless told otherwise.
   *
   * @param scheme the wire format
   * @param directory where the senders' credentials are
   * @param operation the one operation that these webhooks are for
   * @return the builder
   */
  public static Builder builder(
      SignatureScheme scheme, CredentialDirectory directory, WebhookOperation operation) {
    return new Builder(scheme, directory, operation);
  }

  /**
   * Returns a builder of a verifier that demands no signature, for senders that sign nothing. The
   * body is then <em>not proven</em>: whoever learns the credential can send any body with it, as
   * often as they like. Prefer a signature, and bound the addresses.
   *
   * <p>The merchant is the one that the {@link StoreRule} finds, or the field that the operation
   * declares; a rule is needed unless the operation has such a field. {@code X-App-MerchantId} and
   * {@code X-App-Id} may be absent, but must not contradict. An empty body is accepted, unless a
   * rule needs a field of it. The proof of the merchant is {@link MerchantProof#KEY} if a
   * credential can speak for one merchant only, else {@link MerchantProof#ASSERTED}.
   *
   * @param first what proves the caller; more can be demanded by {@link Builder#alsoRequire}
   * @param operation the one operation that these webhooks are for
   * @return the builder
   */
  public static Builder withoutSignature(CallerAuthenticator first, WebhookOperation operation) {
    return new Builder(null, null, operation).alsoRequire(first);
  }

  /**
   * Verifies a request whose body is all there.
   *
   * @param inbound the request with its body
   * @return the verdict
   */
  public Verdict verify(InboundWebhook inbound) {
    byte[] body = inbound.body();
    return verify(inbound, body, 0, body.length);
  }

  /**
   * Verifies a request whose body is in a buffer. The bytes of a buffer with an accessible array
   * are not copied, so they must not change any more, and are shared with the {@link
   * VerifiedWebhook}; those of a direct or read-only buffer are copied once.
   *
   * @param head the request without its body; a body it holds is ignored
   * @param body what remains in the buffer is the body; its position and limit are not changed
   * @return the verdict
   */
  public Verdict verify(InboundWebhook head, ByteBuffer body) {
    if (body.hasArray()) {
      return verify(head, body.array(), body.arrayOffset() + body.position(), body.remaining());
    }
    long length = Math.max(body.remaining(), head.contentLength());
    Verification verification = new Verification(this, head, length);
    verification.update(body.duplicate());
    return verification.finish();
  }

  /**
   * Verifies a request while its body is read, to its end or to the first byte too many. It blocks
   * as long as the stream does; who needs a deadline uses {@link #begin}.
   *
   * @param head the request without its body; a body it holds is ignored
   * @param body the body; not read if the head alone is refused, and not closed
   * @return the verdict
   * @throws IOException if the stream fails
   */
  public Verdict verify(InboundWebhook head, InputStream body) throws IOException {
    Verification verification = begin(head);
    while (verification.readFrom(body) >= 0) {
      // go on
    }
    return verification.finish();
  }

  private Verdict verify(InboundWebhook head, byte[] bytes, int offset, int length) {
    long declared = Math.max(length, head.contentLength());
    return new Verification(this, head, declared).conclude(bytes, offset, length);
  }

  /**
   * Begins to verify a request whose body is still to be read, feeding the MAC as it arrives.
   *
   * @param head the request without its body; a body it holds is ignored
   * @return the verification, which may have refused the request already
   */
  public Verification begin(InboundWebhook head) {
    return new Verification(this, head, head.contentLength());
  }

  /**
   * Returns a verifier with the same rules that also reads the event's id, where the operation has
   * one: for {@link VerifiedWebhook#eventId} and a ledger. It is then a rule that needs a field of
   * the body, so a body that is not strict JSON is refused.
   *
   * @return a verifier
   */
  public WebhookVerifier readingEventId() {
    JsonPointer eventId = operation.eventIdPointer().map(JsonPointer::compile).orElse(null);
    return new WebhookVerifier(this, new BodyFields.Places(places.merchant(), eventId));
  }

  /**
   * Refuses a request for a reason that shows before any step of the verifier, such as its method.
   *
   * @param head the request; only its address is looked at
   * @param reason why
   * @return the refusal
   */
  public Verdict.Rejected refuse(InboundWebhook head, RejectionReason reason) {
    return new Verdict.Rejected(reason, null, null, clientAddress(head), null);
  }

  MerchantCheck merchantCheck(InboundWebhook head, SingleHeaders headers) {
    return new MerchantCheck(store, places.merchant() != null, head, headers);
  }

  /** Tells whether the store rule reads this header, which then goes through its aliases. */
  boolean storeIsNamedIn(String header) {
    return store.header().filter(header::equalsIgnoreCase).isPresent();
  }

  @Nullable IpAddress clientAddress(InboundWebhook head) {
    return proxies.clientAddress(head.peer(), head.headers());
  }

  private SignatureScheme scheme() {
    if (signature == null) {
      throw new IllegalArgumentException(
          "The route demands no signature, so there is no secret to sign a response with; demand a"
              + " signature, or leave the responses unsigned.");
    }
    return signature.scheme();
  }

  private VerifierAccess.Demands demands() {
    List<String> tokenScopes = null;
    boolean apiKey = false;
    for (CallerAuthenticator caller : callers) {
      if (caller instanceof BearerTokens tokens) {
        tokenScopes = tokenScopes == null ? new ArrayList<>() : tokenScopes;
        tokenScopes.addAll(tokens.scopes());
      }
      apiKey |= caller instanceof ApiKeys;
    }
    return new VerifierAccess.Demands(
        signature == null ? null : signature.scheme(),
        signature == null ? NO_MODELS : models(signature.directory()),
        tokenScopes,
        apiKey,
        demanded);
  }

  private static VerifierAccess.@Nullable Models models(CredentialDirectory directory) {
    return directory instanceof InMemoryDirectory known ? known.models() : null;
  }

  /**
   * Returns the operation that these webhooks are for.
   *
   * @return the operation
   */
  public WebhookOperation operation() {
    return operation;
  }

  /**
   * Returns the longest body that is accepted.
   *
   * @return its length in bytes
   */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** Returns the rules, and nothing of any secret. */
  @Override
  public String toString() {
    return "WebhookVerifier["
        + operation
        + ", "
        + (signature == null
            ? "no signature"
            : signature.scheme().name() + ", " + signature.directory())
        + ", "
        + (callers.isEmpty() ? "" : callers + ", ")
        + allowlist
        + ", "
        + store
        + ", proof at least "
        + demanded.code()
        + ", at most "
        + maxBodyBytes
        + " bytes]";
  }

  /** A verifier in the making. Not thread-safe; each option may be set once. */
  public static final class Builder {

    private final @Nullable SignatureScheme scheme;
    private final @Nullable CredentialDirectory directory;
    private final WebhookOperation operation;
    private final List<CallerAuthenticator> callers = new ArrayList<>();
    private @Nullable CurrentAllowlist allowlist;
    private @Nullable TrustedProxies proxies;
    private @Nullable StoreRule store;
    private @Nullable MerchantProof demanded;
    private @Nullable Clock clock;
    private @Nullable Integer maxBodyBytes;

    private Builder(
        @Nullable SignatureScheme scheme,
        @Nullable CredentialDirectory directory,
        WebhookOperation operation) {
      this.scheme = scheme;
      this.directory = directory;
      this.operation = operation;
    }

    /**
     * Demands another credential besides those that are demanded already. All of them must be
     * right, belong to one application, and be allowed to speak for the merchant; none of them
     * stands in for another. They are judged in this order, before the body is read.
     *
     * @param authenticator proves the caller
     * @return this builder
     */
    public Builder alsoRequire(CallerAuthenticator authenticator) {
      callers.add(Objects.requireNonNull(authenticator));
      return this;
    }

    /**
     * Sets the addresses that may send.
     *
     * @param allowlist the addresses
     * @return this builder
     */
    public Builder allowlist(AddressAllowlist allowlist) {
      this.allowlist = once("allowlist", this.allowlist, CurrentAllowlist.of(allowlist));
      return this;
    }

    /**
     * Sets where the addresses that may send are read from, once for each request, so that they can
     * be replaced while the verifier is in use:
     *
     * <pre>{@code
     * AtomicReference<AddressAllowlist> current = new AtomicReference<>(AddressAllowlist.of(rules));
     * builder.allowlist(current::get);
     * current.set(AddressAllowlist.of(newRules)); // counts from the next request on
     * }</pre>
     *
     * <p>A list is judged by as a whole, the old one or the new one. Build the new one first and
     * only hand it over here: the supplier runs for every request and must not block. If it throws
     * or gives null, the request is refused with {@link RejectionReason#INTERNAL_ERROR}.
     *
     * @param allowlist gives the addresses; thread-safe
     * @return this builder
     */
    public Builder allowlist(Supplier<? extends AddressAllowlist> allowlist) {
      this.allowlist = once("allowlist", this.allowlist, CurrentAllowlist.from(allowlist));
      return this;
    }

    /**
     * Sets the proxies whose forwarded header is believed.
     *
     * @param proxies the proxies
     * @return this builder
     */
    public Builder trustedProxies(TrustedProxies proxies) {
      this.proxies = once("trustedProxies", this.proxies, proxies);
      return this;
    }

    /**
     * Sets where the request names the store besides the merchant header.
     *
     * @param rule the rule
     * @return this builder
     */
    public Builder store(StoreRule rule) {
      this.store = once("store", this.store, rule);
      return this;
    }

    /**
     * Sets the weakest proof of the merchant that will do.
     *
     * @param demanded the proof
     * @return this builder
     */
    public Builder merchantProof(MerchantProof demanded) {
      this.demanded = once("merchantProof", this.demanded, demanded);
      return this;
    }

    /**
     * Sets the longest body that is accepted.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxBodyBytes(int bytes) {
      if (bytes < 1 || bytes > 1 << 30) {
        throw new IllegalArgumentException(
            "The longest body is set to "
                + bytes
                + " bytes, but must be 1 to 1073741824; bodies are held in memory.");
      }
      this.maxBodyBytes = once("maxBodyBytes", this.maxBodyBytes, bytes);
      return this;
    }

    /**
     * Sets the clock against which a signed timestamp is held.
     *
     * @param clock the clock
     * @return this builder
     */
    public Builder clock(Clock clock) {
      this.clock = once("clock", this.clock, clock);
      return this;
    }

    /**
     * Returns the verifier.
     *
     * @return the verifier
     * @throws IllegalStateException if no signature is demanded, and nothing names the merchant
     */
    public WebhookVerifier build() {
      return new WebhookVerifier(this);
    }
  }
}
