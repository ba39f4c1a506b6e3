package dev.lacre.verifier;

import dev.lacre.verifier.RejectionReason.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One webhook operation's contract, as data: which signed fields of its body carry what, which
 * status acknowledges it, and how it is refused.
 *
 * <p>Taken from the public API descriptions of Open Delivery 1.7.0 and 2.0.0-rc and from the
 * ordering channel's authentication page. Where a description declares only one of 401 and 403,
 * both kinds of refusal use the one. {@link #presenter} and {@link #scope} document an operation;
 * nothing is judged by them, and who calls whom is not fixed: the sources disagree.
 *
 * <p>Immutable and thread-safe.
 */
public final class WebhookOperation {

  /** How a signature is asked for: no registered scheme, as no registered one describes it. */
  static final String SIGNATURE_CHALLENGE = "Signature realm=\"webhooks\"";

  private static final String CONFIRMATION_CODE = "v1/confirmationCode";

  /** Open Delivery 1.x: an order event. The body does not name the merchant. */
  public static final WebhookOperation V1_NEW_EVENT =
      new WebhookOperation(
          "v1/newEvent",
          null,
          "/eventId",
          204,
          403,
          403,
          Refusal.Format.PROBLEM,
          Scope.ORDERS,
          Participant.ORDERING_APPLICATION);

  /** Open Delivery 1.x and 2.x: a logistics event. The body names the merchant, and has no id. */
  public static final WebhookOperation V1_NEW_LOGISTIC_EVENT =
      new WebhookOperation(
          "v1/newLogisticEvent",
          "/merchant/id",
          null,
          204,
          403,
          403,
          Refusal.Format.PROBLEM,
          Scope.LOGISTICS,
          Participant.LOGISTICS_SERVICE);

  /**
   * Open Delivery 1.x and 2.x: a delivery's confirmation code. Success is 200 and the body given
   * back; the application answers 400 to an invalid code, so no refused signature does.
   */
  public static final WebhookOperation V1_CONFIRMATION_CODE =
      new WebhookOperation(
          CONFIRMATION_CODE,
          null,
          null,
          200,
          401,
          401,
          Refusal.Format.PROBLEM,
          Scope.LOGISTICS,
          Participant.LOGISTICS_SERVICE);

  /** Open Delivery 2.x: an order event. */
  public static final WebhookOperation V2_ORDER_EVENT =
      new WebhookOperation(
          "v2/orderEvent",
          null,
          "/eventId",
          204,
          401,
          403,
          Refusal.Format.CODE_MESSAGE,
          Scope.ORDERS,
          Participant.ORDERING_APPLICATION);

  /** Open Delivery 2.x: an event of an account at a table. */
  public static final WebhookOperation V2_ACCOUNT_EVENT =
      new WebhookOperation(
          "v2/accountEvent",
          null,
          "/eventId",
          204,
          401,
          403,
          Refusal.Format.CODE_MESSAGE,
          Scope.ORDERS,
          Participant.SOFTWARE_SERVICE);

  /** Open Delivery 2.x: a customer event. Its id is optional. */
  public static final WebhookOperation V2_CUSTOMER_EVENT =
      new WebhookOperation(
          "v2/customerEvent",
          null,
          "/id",
          204,
          401,
          403,
          Refusal.Format.CODE_MESSAGE,
          Scope.CRM,
          Participant.SENDER);

  /** Open Delivery 2.x: a loyalty event. Its id is optional. */
  public static final WebhookOperation V2_LOYALTY_EVENT =
      new WebhookOperation(
          "v2/loyaltyEvent",
          null,
          "/id",
          204,
          401,
          403,
          Refusal.Format.CODE_MESSAGE,
          Scope.CRM,
          Participant.SOFTWARE_SERVICE);

  /** Any call of the ordering channel; where the store is named is configured per integration. */
  public static final WebhookOperation ORDERING_CHANNEL =
      new WebhookOperation(
          "ordering-channel",
          null,
          null,
          200,
          401,
          403,
          Refusal.Format.ERROR_MESSAGE,
          null,
          Participant.ORDERING_CHANNEL);

  private static final List<WebhookOperation> ALL =
      List.of(
          V1_NEW_EVENT,
          V1_NEW_LOGISTIC_EVENT,
          V1_CONFIRMATION_CODE,
          V2_ORDER_EVENT,
          V2_ACCOUNT_EVENT,
          V2_CUSTOMER_EVENT,
          V2_LOYALTY_EVENT,
          ORDERING_CHANNEL);

  private final String name;
  private final @Nullable String merchantPointer;
  private final @Nullable String eventIdPointer;
  private final int successStatus;
  private final int unauthenticatedStatus;
  private final int forbiddenStatus;
  private final Refusal.Format format;
  private final @Nullable Scope scope;
  private final Participant presenter;
  private final String challenge;
  private final Map<Kind, Refusal> refusals = new EnumMap<>(Kind.class);

  private WebhookOperation(
      String name,
      @Nullable String merchantPointer,
      @Nullable String eventIdPointer,
      int successStatus,
      int unauthenticatedStatus,
      int forbiddenStatus,
      Refusal.Format format,
      @Nullable Scope scope,
      Participant presenter) {
    this(
        name,
        merchantPointer,
        eventIdPointer,
        successStatus,
        unauthenticatedStatus,
        forbiddenStatus,
        format,
        scope,
        presenter,
        SIGNATURE_CHALLENGE);
  }

  private WebhookOperation(
      String name,
      @Nullable String merchantPointer,
      @Nullable String eventIdPointer,
      int successStatus,
      int unauthenticatedStatus,
      int forbiddenStatus,
      Refusal.Format format,
      @Nullable Scope scope,
      Participant presenter,
      String challenge) {
    this.name = name;
    this.merchantPointer = merchantPointer;
    this.eventIdPointer = eventIdPointer;
    this.successStatus = successStatus;
    this.unauthenticatedStatus = unauthenticatedStatus;
    this.forbiddenStatus = forbiddenStatus;
    this.format = format;
    this.scope = scope;
    this.presenter = presenter;
    this.challenge = challenge;
    for (Kind kind : Kind.values()) {
      refusals.put(kind, Refusal.of(kind, status(kind), format, challenge));
    }
  }

  private int status(Kind kind) {
    return switch (kind) {
      case UNAUTHENTICATED -> unauthenticatedStatus;
      case FORBIDDEN -> forbiddenStatus;
      case BAD_REQUEST -> 400;
      case METHOD_NOT_ALLOWED -> 405;
      case REQUEST_TIMEOUT -> 408;
      case CONFLICT -> 409;
      case PAYLOAD_TOO_LARGE -> 413;
      case UNSUPPORTED_MEDIA_TYPE -> 415;
      case INTERNAL_ERROR -> 500;
      case UNAVAILABLE -> 503;
    };
  }

  /**
   * Returns every operation, in the order of the specification.
   *
   * @return an immutable list
   */
  public static List<WebhookOperation> all() {
    return ALL;
  }

  /**
   * Returns the operation of this name.
   *
   * @param name a name such as {@code v1/newEvent}
   * @return the operation, or nothing if there is none
   */
  public static Optional<WebhookOperation> named(String name) {
    return ALL.stream().filter(operation -> operation.name.equals(name)).findFirst();
  }

  /**
   * Returns the operation with another status for an acknowledgement, for senders that take only
   * 200, or only 204.
   *
   * @param status 200 to 299
   * @return a new operation
   * @throws IllegalArgumentException if the status is not a success
   */
  public WebhookOperation withSuccessStatus(int status) {
    if (status < 200 || status > 299) {
      throw new IllegalArgumentException(
          "The success status " + status + " is not 200 to 299; use the one the sender takes.");
    }
    return with(status, challenge);
  }

  /** Returns the operation with another {@code WWW-Authenticate} for its 401. */
  WebhookOperation withChallenge(String value) {
    return value.equals(challenge) ? this : with(successStatus, value);
  }

  private WebhookOperation with(int status, String value) {
    return new WebhookOperation(
        name,
        merchantPointer,
        eventIdPointer,
        status,
        unauthenticatedStatus,
        forbiddenStatus,
        format,
        scope,
        presenter,
        value);
  }

  /**
   * Returns the operation's name in configuration.
   *
   * @return the name, for example {@code v1/newEvent}
   */
  public String name() {
    return name;
  }

  /**
   * Returns where the body names the merchant, if the operation says so. The verifier then checks
   * it against the merchant header.
   *
   * @return a JSON Pointer (RFC 6901), or nothing
   */
  public Optional<String> merchantPointer() {
    return Optional.ofNullable(merchantPointer);
  }

  /**
   * Returns where the body carries the event's id, if the operation has one.
   *
   * @return a JSON Pointer (RFC 6901), or nothing
   */
  public Optional<String> eventIdPointer() {
    return Optional.ofNullable(eventIdPointer);
  }

  /**
   * Returns the status that acknowledges the webhook.
   *
   * @return 200 to 299
   */
  public int successStatus() {
    return successStatus;
  }

  /**
   * Tells whether the acknowledgement repeats the body that was received.
   *
   * @return true if the body is given back
   */
  public boolean echoesBody() {
    return name.equals(CONFIRMATION_CODE);
  }

  /**
   * Returns the scope of the capability that the operation belongs to: the table of scopes on Open
   * Delivery's authentication page. That page has the scopes of version 2; version 1 had {@link
   * Scope#ALL} alone, which covers every other, so its operations are here by their capability too.
   * An account at a table is a matter of orders. A signature carries no scope, so none is checked
   * against it; a bearer token must carry those that {@link BearerTokens.Builder#scopes} demands.
   *
   * @return the scope, or nothing for the ordering channel, whose page knows none
   */
  public Optional<Scope> scope() {
    return Optional.ofNullable(scope);
  }

  /**
   * Returns which participant sends the webhook and so presents the credential, as the API
   * descriptions have it; {@link Participant#SENDER} where they contradict each other. Logistics
   * webhooks may go to the software service or to the ordering application, and come from the
   * logistics service either way. This documents the operation and is not enforced.
   *
   * @return the participant
   */
  public Participant presenter() {
    return presenter;
  }

  /**
   * Returns the answer to a webhook refused for this reason. It is the same for all reasons of one
   * {@link RejectionReason.Kind}.
   *
   * @param reason why it was refused
   * @return status, headers and body
   */
  public Refusal refusal(RejectionReason reason) {
    Refusal refusal = refusals.get(reason.kind());
    if (refusal == null) {
      throw new IllegalStateException("no refusal for " + reason);
    }
    return refusal;
  }

  /** Returns the operation's name. */
  @Override
  public String toString() {
    return name;
  }
}
