package dev.lacre.verifier;

import java.util.Locale;

/**
 * Why a webhook was refused. For the receiver's own log, metric and listener: the sender is told
 * the HTTP status of the {@link Kind} and nothing more.
 */
public enum RejectionReason {
  /** The path is not in canonical form, but a lenient reader could take it for a route. */
  PATH_NOT_CANONICAL(Kind.BAD_REQUEST),
  /** The method is not POST. */
  METHOD_NOT_ALLOWED(Kind.METHOD_NOT_ALLOWED),
  /** The client's address is not on the allowlist, or cannot be told. */
  ADDRESS_NOT_ALLOWED(Kind.FORBIDDEN),
  /** A header that must stand exactly once is absent or empty. */
  HEADER_MISSING(Kind.UNAUTHENTICATED),
  /** A header that must stand exactly once stands several times. */
  HEADER_REPEATED(Kind.UNAUTHENTICATED),
  /** An identity or timestamp header has a value that cannot be one. */
  HEADER_MALFORMED(Kind.UNAUTHENTICATED),
  /** The signature header's value is not one signature in the scheme's form. */
  SIGNATURE_MALFORMED(Kind.UNAUTHENTICATED),
  /** There are no credentials for the application, or for this merchant of it. */
  UNKNOWN_SENDER(Kind.UNAUTHENTICATED),
  /** No active secret of the sender gives this signature for these bytes. */
  SIGNATURE_MISMATCH(Kind.UNAUTHENTICATED),
  /** The signature is right, but the time of signing is too far from the clock. */
  TIMESTAMP_OUT_OF_TOLERANCE(Kind.UNAUTHENTICATED),
  /** The API key is none of any client. */
  UNKNOWN_API_KEY(Kind.UNAUTHENTICATED),
  /** The bearer token is too long, no signed JWT, or of a kind that is not taken. */
  TOKEN_MALFORMED(Kind.UNAUTHENTICATED),
  /** No key of the issuer made the bearer token's signature, by the configured algorithm. */
  TOKEN_SIGNATURE_MISMATCH(Kind.UNAUTHENTICATED),
  /** The bearer token has expired, does not say when it expires, or is not valid yet. */
  TOKEN_OUT_OF_TIME(Kind.UNAUTHENTICATED),
  /** The bearer token is of another issuer, for another audience, or names no application. */
  TOKEN_CLAIMS_MISMATCH(Kind.UNAUTHENTICATED),
  /** The credentials of one request, each of them right, are of different applications. */
  CREDENTIALS_DISAGREE(Kind.UNAUTHENTICATED),
  /** The body is empty; its signature would be the same for ever. */
  BODY_EMPTY(Kind.UNAUTHENTICATED),
  /** The body is longer than the route allows. */
  BODY_TOO_LARGE(Kind.PAYLOAD_TOO_LARGE),
  /** The body ended early, was consumed before, or differs from its declared length. */
  BODY_INCOMPLETE(Kind.BAD_REQUEST),
  /** The body did not arrive within the route's time. */
  BODY_TIMEOUT(Kind.REQUEST_TIMEOUT),
  /** The body is genuine, but not one strict JSON document, and a rule needs a field of it. */
  BODY_MALFORMED(Kind.BAD_REQUEST),
  /** The body is genuine, but its declared media type cannot be processed. */
  MEDIA_TYPE_UNSUPPORTED(Kind.UNSUPPORTED_MEDIA_TYPE),
  /** The bearer token is genuine, but lacks a scope that the route demands. */
  SCOPE_MISSING(Kind.FORBIDDEN),
  /** The webhook is genuine, but the merchant is not authorised for the application. */
  MERCHANT_NOT_AUTHORISED(Kind.FORBIDDEN),
  /** The webhook is genuine, but header, body and path do not name one and the same store. */
  STORE_MISMATCH(Kind.FORBIDDEN),
  /** The webhook is genuine, but proves its merchant less well than the route demands. */
  MERCHANT_PROOF_TOO_WEAK(Kind.FORBIDDEN),
  /** The same bytes came before under another merchant; nothing signed tells which is right. */
  MERCHANT_SWAPPED(Kind.FORBIDDEN),
  /** The event's id came before with other bytes, for the same merchant. */
  EVENT_ID_REUSED(Kind.CONFLICT),
  /** The same delivery is being processed; the sender should try again. */
  DELIVERY_IN_PROGRESS(Kind.UNAVAILABLE),
  /** The ledger failed; the sender should try again. */
  LEDGER_UNAVAILABLE(Kind.UNAVAILABLE),
  /** What knows the credentials, a directory or a key set, failed; the sender should try again. */
  CREDENTIALS_UNAVAILABLE(Kind.UNAVAILABLE),
  /** The bodies in flight fill their budget; the sender should try again. */
  OVERLOADED(Kind.UNAVAILABLE),
  /** A fault in the receiver itself; the sender should try again. */
  INTERNAL_ERROR(Kind.INTERNAL_ERROR);

  /** The few things that a sender is told, each by one HTTP status. */
  public enum Kind {
    /** Not proven genuine. 401 unless the operation declares another status. */
    UNAUTHENTICATED,
    /** Genuine or not, not allowed. 403 unless the operation declares another status. */
    FORBIDDEN,
    /** 400. */
    BAD_REQUEST,
    /** 405. */
    METHOD_NOT_ALLOWED,
    /** 408. */
    REQUEST_TIMEOUT,
    /** 409. */
    CONFLICT,
    /** 413. */
    PAYLOAD_TOO_LARGE,
    /** 415. */
    UNSUPPORTED_MEDIA_TYPE,
    /** 500. */
    INTERNAL_ERROR,
    /** 503, with {@code Retry-After}. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final String code;

  RejectionReason(Kind kind) {
    this.kind = kind;
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the stable name for logs, metrics and JSON.
   *
   * @return the kebab-case name, for example {@code signature-mismatch}
   */
  public String code() {
    return code;
  }

  /**
   * Returns what the sender is told.
   *
   * @return the kind of refusal
   */
  public Kind kind() {
    return kind;
  }
}
