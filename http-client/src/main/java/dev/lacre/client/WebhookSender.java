package dev.lacre.client;

import static dev.lacre.signer.internal.BuilderOptions.once;

import dev.lacre.client.SendAttempt.Outcome;
import dev.lacre.signer.SignedHeaders;
import dev.lacre.signer.WebhookSigner;
import dev.lacre.verifier.ResponseVerdict;
import dev.lacre.verifier.ResponseVerifier;
import dev.lacre.verifier.VerifiedResponse;
import dev.lacre.verifier.WebhookOperation;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers webhooks: signs the exact bytes, sends them, and tries again as a {@link RetryPolicy}
 * says until the receiver acknowledges.
 *
 * <pre>{@code
 * WebhookSender sender = WebhookSender.builder(HttpClient.newHttpClient(), signer).build();
 * SendResult result =
 *     sender.send(OutboundWebhook.of(address, WebhookOperation.V1_NEW_EVENT, merchantId, body));
 * }</pre>
 *
 * <p>Every attempt sends the same bytes, and so the same event id. Each is signed by itself: under
 * a scheme that signs the body alone that gives the same headers each time, and under one with a
 * timestamp a late attempt is as fresh as the first.
 *
 * <p>The operation's success status acknowledges; so do 200 and 204 where the answer has no meaning
 * but yes, for descriptions and receivers differ in which of the two they use. The status decides,
 * also where the operation gives the body back: a receiver that parses and writes it anew says yes
 * in other bytes. A redirect is no acknowledgement and is never followed, for the signature would
 * go to an address that nobody checked.
 *
 * <p>What the network and the receiver do is a {@link SendResult} and never thrown. Immutable and
 * thread-safe, without locks; {@link #send} blocks its thread, which may be a virtual one.
 */
public final class WebhookSender {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final String USER_AGENT = "User-Agent";
  private static final String CONTENT_TYPE = "Content-Type";
  private static final int MAX_RESPONSE_BYTES = 65_536;

  private final HttpClient client;
  private final WebhookSigner signer;
  private final RetryPolicy retryPolicy;
  private final @Nullable String userAgent;
  private final @Nullable ResponseVerifier responses;
  private final @Nullable SendListener listener;
  private final int maxResponseBytes;
  private final boolean plainHttp;

  private WebhookSender(Builder builder) {
    this.client = builder.client;
    this.signer = builder.signer;
    this.retryPolicy = builder.retryPolicy == null ? RetryPolicy.standard() : builder.retryPolicy;
    this.userAgent = builder.userAgent;
    this.responses = builder.responses;
    this.listener = builder.listener;
    this.maxResponseBytes =
        builder.maxResponseBytes == null ? MAX_RESPONSE_BYTES : builder.maxResponseBytes;
    this.plainHttp = builder.plainHttp;
  }

  /**
   * Returns a builder.
   *
   * @param client makes the calls, and may add credentials of its own, as {@link
   *     CredentialedClient} does; it follows no redirects and has no {@code Authenticator}
   * @param signer signs for the application that sends
   * @return the builder
   * @throws IllegalArgumentException if the client does either
   */
  public static Builder builder(HttpClient client, WebhookSigner signer) {
    return new Builder(HttpClients.checked(client), signer);
  }

  /**
   * Delivers a webhook; returns when it is acknowledged or refused, or when the policy allows no
   * further attempt.
   *
   * @param webhook the delivery
   * @return how it ended
   * @throws InterruptedException if the thread is interrupted; the receiver may have the webhook
   *     all the same
   * @throws IllegalArgumentException if the delivery cannot be sent by anyone: its address is no
   *     HTTPS address, one of its headers is not to be set, its merchant cannot be signed, or its
   *     answer is to be proven and never can be
   */
  public SendResult send(OutboundWebhook webhook) throws InterruptedException {
    Destinations.checked(webhook.destination(), plainHttp);
    if (responses != null && webhook.operation().echoesBody()) {
      throw new IllegalArgumentException(
          "The operation "
              + webhook.operation()
              + " is answered with the delivery's own body, whose signature the request shows, so no"
              + " answer to it is proven; send it by a sender without responses(...).");
    }
    long start = System.nanoTime();
    for (int number = 1; ; number++) {
      long begin = System.nanoTime();
      Answer answer = attempt(webhook, retryPolicy.timeout(since(start)));
      Duration took = since(begin);
      Optional<Duration> delay =
          answer.outcome.isRetryable()
              ? retryPolicy.delay(
                  number, since(start), answer.retryAfter, ThreadLocalRandom.current())
              : Optional.empty();
      SendAttempt attempt =
          new SendAttempt(number, answer.outcome, answer.status, answer.fault, took, delay);
      tell(webhook, attempt);
      if (delay.isEmpty()) {
        return answer.result(attempt);
      }
      TimeUnit.NANOSECONDS.sleep(delay.get().toNanos());
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  private Answer attempt(OutboundWebhook webhook, Duration timeout) throws InterruptedException {
    if (timeout.isNegative() || timeout.isZero()) {
      return Answer.without(
          Outcome.TIMED_OUT, Optional.empty()); // the wait before it took longer than it should
    }
    SendExchange.Reply reply =
        new SendExchange(timeout, maxResponseBytes).send(client, request(webhook, timeout));
    // What breaks behind the status does not unsay it.
    ResponseInfo head = reply.head();
    return head == null
        ? Answer.without(reply.without(), reply.fault())
        : answer(webhook, head, reply.body());
  }

  private HttpRequest request(OutboundWebhook webhook, Duration timeout) {
    SignedHeaders signed = signer.sign(webhook.merchantId(), webhook.body());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(webhook.destination())
            .timeout(timeout)
            .setHeader(CONTENT_TYPE, "application/json")
            .setHeader(USER_AGENT, userAgent == null ? appId(signed) : userAgent)
            .POST(BodyPublishers.ofByteArray(webhook.body()));
    for (Map.Entry<String, String> header : webhook.headers()) {
      request.setHeader(checked(header.getKey(), signed), header.getValue());
    }
    signed.forEach(request::header);
    return request.build();
  }

  private static String checked(String name, SignedHeaders signed) {
    for (Map.Entry<String, String> header : signed.entries()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        throw new IllegalArgumentException(
            "The delivery sets the header '"
                + header.getKey()
                + "', which the signature scheme writes; leave it out.");
      }
    }
    return name;
  }

  /** The specification wants the application's identifier there; its header stands first. */
  private static String appId(SignedHeaders signed) {
    return signed.entries().get(0).getValue();
  }

  private Answer answer(OutboundWebhook webhook, ResponseInfo head, AnswerBody.Read body) {
    OptionalInt status = OptionalInt.of(head.statusCode());
    Optional<Duration> retryAfter =
        RetryAfter.parse(head.headers().allValues("Retry-After"), Instant.now());
    Outcome outcome = outcome(webhook.operation(), head.statusCode());
    if (outcome != Outcome.ACKNOWLEDGED || responses == null) {
      return new Answer(outcome, status, retryAfter, Optional.empty(), Optional.empty());
    }
    // One secret serves both directions: whoever saw our request could send it back.
    boolean ours = Arrays.equals(body.bytes(), webhook.body());
    Optional<VerifiedResponse> proven = ours ? Optional.empty() : proven(responses, head, body);
    return new Answer(
        proven.isPresent() ? outcome : Outcome.NOT_PROVEN,
        status,
        retryAfter,
        proven,
        Optional.empty());
  }

  private static Optional<VerifiedResponse> proven(
      ResponseVerifier responses, ResponseInfo head, AnswerBody.Read body) {
    return body.whole()
            && responses.verify(head.headers()::allValues, body.bytes())
                instanceof ResponseVerdict.Accepted accepted
        ? Optional.of(accepted.response())
        : Optional.empty();
  }

  /** Returns what a status means; see docs/sending.md. */
  static Outcome outcome(WebhookOperation operation, int status) {
    if (status == operation.successStatus()
        || !operation.echoesBody() && (status == 200 || status == 204)) {
      return Outcome.ACKNOWLEDGED;
    }
    return switch (status) {
      case 408, 425, 429 -> Outcome.UNAVAILABLE;
      case 501, 505 -> Outcome.REFUSED;
      default -> status >= 500 ? Outcome.UNAVAILABLE : Outcome.REFUSED;
    };
  }

  private void tell(OutboundWebhook webhook, SendAttempt attempt) {
    if (listener == null) {
      return;
    }
    try {
      listener.onAttempt(webhook, attempt);
    } catch (RuntimeException fault) {
      LOG.warn("A listener failed on attempt {} of {}", attempt.number(), webhook, fault);
    }
  }

  /** Returns the signer and the policy. */
  @Override
  public String toString() {
    return "WebhookSender[" + signer + ", " + retryPolicy + "]";
  }

  /** What came back, before it is known whether another attempt follows. */
  private record Answer(
      Outcome outcome,
      OptionalInt status,
      Optional<Duration> retryAfter,
      Optional<VerifiedResponse> proven,
      Optional<String> fault) {

    static Answer without(Outcome outcome, Optional<String> fault) {
      return new Answer(outcome, OptionalInt.empty(), Optional.empty(), Optional.empty(), fault);
    }

    SendResult result(SendAttempt last) {
      return switch (outcome) {
        case ACKNOWLEDGED -> new SendResult.Acknowledged(last, proven);
        case REFUSED -> new SendResult.Refused(last);
        default -> new SendResult.GaveUp(last, retryAfter);
      };
    }
  }

  /** A sender in the making. Not thread-safe; each option may be set once. */
  public static final class Builder {

    private final HttpClient client;
    private final WebhookSigner signer;
    private @Nullable RetryPolicy retryPolicy;
    private @Nullable String userAgent;
    private @Nullable ResponseVerifier responses;
    private @Nullable SendListener listener;
    private @Nullable Integer maxResponseBytes;
    private boolean plainHttp;

    private Builder(HttpClient client, WebhookSigner signer) {
      this.client = client;
      this.signer = signer;
    }

    /**
     * Sets when a delivery is tried again.
     *
     * @param policy {@link RetryPolicy#standard} unless set
     * @return this builder
     */
    public Builder retryPolicy(RetryPolicy policy) {
      retryPolicy = once("retryPolicy", retryPolicy, policy);
      return this;
    }

    /**
     * Sets the value of {@code User-Agent}.
     *
     * @param value names the application; its id unless set
     * @return this builder
     * @throws IllegalArgumentException if it is blank, longer than 256 characters or not printable
     *     ASCII
     */
    public Builder userAgent(String value) {
      userAgent = once("userAgent", userAgent, CredentialedRequests.checkedUserAgent(value));
      return this;
    }

    /**
     * Demands that an acknowledgement is signed. One whose signature is missing or wrong is none,
     * and is tried again. Any other answer counts by its status, for receivers do not sign what
     * they refuse. What a signed response does not prove, {@link ResponseVerifier} says.
     *
     * <p>An answer whose body is the delivery's own is never proven: one secret serves both
     * directions, and whoever saw the request could send it back. For an operation that is answered
     * with the delivery's body, {@code v1/confirmationCode}, no proof is possible, so {@link
     * WebhookSender#send} throws an {@link IllegalArgumentException}: use another sender for it. A
     * 204 is signed over the empty body, which is the same for ever: it proves that a holder of the
     * secret once signed one, and nothing of this delivery.
     *
     * @param verifier verifies the answers
     * @return this builder
     */
    public Builder responses(ResponseVerifier verifier) {
      responses = once("responses", responses, verifier);
      return this;
    }

    /**
     * Sets who is told of each attempt.
     *
     * @param told the listener
     * @return this builder
     */
    public Builder listener(SendListener told) {
      listener = once("listener", listener, told);
      return this;
    }

    /**
     * Sets how much of an answer's body is read; what is beyond is dropped with the connection.
     *
     * @param bytes 0 or more; 65536 unless set
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public Builder maxResponseBytes(int bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException("maxResponseBytes is " + bytes + "; make it 0 or more.");
      }
      maxResponseBytes = once("maxResponseBytes", maxResponseBytes, bytes);
      return this;
    }

    /**
     * Lets plain HTTP do as well. Whoever is on the way then reads body and signature, which is all
     * it takes to send the webhook again: for this machine, and for networks that encrypt by other
     * means.
     *
     * @return this builder
     */
    public Builder insecurelyAllowPlainHttp() {
      plainHttp = true;
      return this;
    }

    /**
     * Returns the sender.
     *
     * @return the sender
     */
    public WebhookSender build() {
      return new WebhookSender(this);
    }
  }
}
