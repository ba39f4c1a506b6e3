package dev.lacre.verifier;

import dev.lacre.signer.Secret;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.signer.internal.SignerAccess;
import dev.lacre.verifier.internal.ResponseKey;
import java.security.MessageDigest;
import java.util.List;

/**
 * Proves for a caller that the body of a response was signed by who shares its secret: the mirror
 * of a receiver that signs its responses.
 *
 * <pre>{@code
 * ResponseVerifier responses = ResponseVerifier.of(SignatureScheme.openDelivery(), secrets);
 * HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
 * VerifiedResponse genuine =
 *     responses.verify(response.headers()::allValues, response.body()).orElseThrow();
 * }</pre>
 *
 * <p>What a genuine signature proves: a holder of one of the secrets signed exactly these bytes, at
 * some time, for some purpose. It does not prove the status or any header of the response, nor that
 * the response is new, nor that it answers this request and not another. In particular:
 *
 * <ul>
 *   <li>One secret serves both directions. The signature of a request is a valid signature of a
 *       response with the same bytes, and the reverse: who saw a signed request can send it back as
 *       an answer. Do not take an answer for a confirmation because it repeats the question.
 *   <li>The signature of an empty body is the same for ever. It proves next to nothing, and says so
 *       in {@link VerifiedResponse#isEmpty}.
 *   <li>The status decides nothing here: an unsigned error and a signed one are told apart by the
 *       caller, who must treat the status of every response as unproven.
 * </ul>
 *
 * <p>Pass the bytes as they came over the wire, before any content encoding is undone: those are
 * what is signed. Compared in constant time, and every secret is tried. Immutable and thread-safe.
 */
public final class ResponseVerifier {

  private static final byte[] NO_BYTES = {};

  private final SignatureScheme scheme;
  private final List<ResponseKey> keys;

  private ResponseVerifier(SignatureScheme scheme, List<ResponseKey> keys) {
    this.scheme = scheme;
    this.keys = keys;
  }

  /**
   * Returns a verifier of responses to what was signed with these secrets.
   *
   * @param scheme the wire format; it must sign nothing but the body, for a response carries no
   *     other header of it
   * @param secrets the caller's own active secrets, 1 to {@value Credentials#MAX_SECRETS}; a
   *     receiver answers with the one that signed the request
   * @return the verifier
   * @throws IllegalArgumentException if there is no secret, there are too many, or the scheme signs
   *     a header besides the body
   */
  public static ResponseVerifier of(SignatureScheme scheme, List<Secret> secrets) {
    if (secrets.isEmpty() || secrets.size() > Credentials.MAX_SECRETS) {
      throw new IllegalArgumentException(
          "There are "
              + secrets.size()
              + " secrets to verify responses with, but it takes 1 to "
              + Credentials.MAX_SECRETS
              + ": those with which requests are signed now.");
    }
    ResponseKey.checked(scheme);
    return new ResponseVerifier(
        scheme, secrets.stream().map(secret -> new ResponseKey(scheme, secret)).toList());
  }

  /**
   * Verifies the body of a response. Never throws on a bad response.
   *
   * @param headers the response's headers
   * @param body the exact bytes of the body, not decoded; copied
   * @return the verdict
   */
  public ResponseVerdict verify(HeaderValues headers, byte[] body) {
    List<String> lines = headers.of(scheme.signatureHeader());
    if (lines.size() > 1) {
      return new ResponseVerdict.Rejected(RejectionReason.HEADER_REPEATED);
    }
    String value = lines.isEmpty() ? "" : HeaderSyntax.trimmed(lines.get(0));
    if (value.isEmpty()) {
      return new ResponseVerdict.Rejected(RejectionReason.HEADER_MISSING);
    }
    byte[] given = SignerAccess.decodeSignature(scheme, value);
    byte[] copy = body.clone();
    int matched = matchingSecret(copy, given == null ? NO_BYTES : given);
    if (given == null) {
      return new ResponseVerdict.Rejected(RejectionReason.SIGNATURE_MALFORMED);
    }
    return matched < 0
        ? new ResponseVerdict.Rejected(RejectionReason.SIGNATURE_MISMATCH)
        : new ResponseVerdict.Accepted(new VerifiedResponse(copy, matched));
  }

  /** Compares every candidate, with no early exit. */
  private int matchingSecret(byte[] body, byte[] given) {
    int matched = -1;
    for (int i = keys.size() - 1; i >= 0; i--) {
      if (MessageDigest.isEqual(keys.get(i).mac(body, body.length), given)) {
        matched = i;
      }
    }
    return matched;
  }

  /** Returns the scheme and the number of secrets, nothing of them. */
  @Override
  public String toString() {
    return "ResponseVerifier[" + scheme.name() + ", " + keys.size() + " secrets]";
  }
}
