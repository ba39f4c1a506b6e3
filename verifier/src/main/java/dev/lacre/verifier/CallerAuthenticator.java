package dev.lacre.verifier;

/**
 * Tells who calls, by a credential in the head of a request: an API key, a bearer token, or
 * something of one's own. {@link ApiKeys} and {@link BearerTokens} are two; another is one method:
 *
 * <pre>{@code
 * CallerAuthenticator gateway =
 *     head ->
 *         head.headers().of("X-Verified-By").equals(List.of(token))
 *             ? CallerVerdict.known(partner, stores)
 *             : CallerVerdict.refused(RejectionReason.UNKNOWN_SENDER);
 * }</pre>
 *
 * <p>Such a credential proves who calls and not what the body says: whoever reads one can send any
 * body with it. Only a signature proves the body.
 *
 * <p>Implementations must be thread-safe, compare secrets in constant time, and show none of them
 * in {@code toString}.
 */
@FunctionalInterface
public interface CallerAuthenticator {

  /**
   * Judges the head of a request, before its body is read.
   *
   * @param head the request; it holds no body yet, or one that nobody has looked at
   * @return who calls, or why that is not proven
   * @throws RuntimeException if it cannot tell; the request is then refused with {@link
   *     RejectionReason#CREDENTIALS_UNAVAILABLE}, so that the sender tries again. The exception
   *     goes to the receiver's log, so it must not hold the credential
   */
  CallerVerdict authenticate(InboundWebhook head);

  /**
   * Returns what a 401 says is missing.
   *
   * @return the challenge for {@code WWW-Authenticate} (RFC 9110, section 11.6.1); the same for
   *     every request
   */
  default String challenge() {
    return "Custom realm=\"webhooks\"";
  }
}
