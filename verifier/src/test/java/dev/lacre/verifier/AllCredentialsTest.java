package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.MERCHANT_ID;
import static dev.lacre.verifier.Delivery.SECRET;
import static dev.lacre.verifier.Delivery.SISTER;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.outcome;
import static dev.lacre.verifier.Delivery.signed;
import static dev.lacre.verifier.Delivery.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A route that demands several credentials takes all of them, and never one for another. */
class AllCredentialsTest {

  private static final String KEY = "key-of-the-application-7f3a";
  private static final String OTHER_KEY = "key-of-another-application";
  private static final AppId OTHER_APP = AppId.of("another-application");
  private static final WebhookOperation CHANNEL = WebhookOperation.ORDERING_CHANNEL;

  private static final ApiKeys KEYS =
      ApiKeys.builder()
          .client(APP, List.of(Secret.ofUtf8(KEY)), List.of(STORE, SISTER))
          .client(OTHER_APP, List.of(Secret.ofUtf8(OTHER_KEY)), List.of(STORE, SISTER))
          .build();

  private static final BearerTokens TOKENS =
      Token.accepted()
          .client(OTHER_APP, List.of(STORE))
          .algorithm("HS256")
          .sharedSecrets(List.of(Token.SHARED))
          .scopes(List.of("od.orders"))
          .build();

  /** What becomes of one credential. */
  enum State {
    RIGHT,
    WRONG,
    MISSING
  }

  private static WebhookVerifier all() {
    return Delivery.verifier(CHANNEL).alsoRequire(KEYS).alsoRequire(TOKENS).build();
  }

  private static Delivery delivery(State signature, State key, State token) {
    Delivery delivery = Delivery.genuine();
    switch (signature) {
      case WRONG -> delivery.body(utf8("{\"another\":\"body\"}"));
      case MISSING -> delivery.header(Delivery.SIGNATURE);
      case RIGHT -> {}
    }
    switch (key) {
      case WRONG -> delivery.header("X-API-KEY", KEY + "x");
      case MISSING -> {}
      case RIGHT -> delivery.header("X-API-KEY", KEY);
    }
    switch (token) {
      case WRONG -> delivery.header("Authorization", bearer(Token.hs256().mac(new byte[32])));
      case MISSING -> {}
      case RIGHT -> delivery.header("Authorization", bearer(Token.hs256().signed()));
    }
    return delivery;
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static Delivery complete() {
    return delivery(State.RIGHT, State.RIGHT, State.RIGHT);
  }

  static Stream<List<State>> everyCombination() {
    List<List<State>> all = new ArrayList<>();
    for (State signature : State.values()) {
      for (State key : State.values()) {
        for (State token : State.values()) {
          all.add(List.of(signature, key, token));
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("everyCombination")
  void onlyAllRightCredentials_areAccepted_andAllRefusalsLookAlike(List<State> states) {
    WebhookVerifier verifier = all();
    Verdict verdict = delivery(states.get(0), states.get(1), states.get(2)).to(verifier);
    boolean right = states.stream().allMatch(State.RIGHT::equals);
    assertEquals(right, verdict instanceof Verdict.Accepted, outcome(verdict));
    if (verdict instanceof Verdict.Rejected rejected) {
      Refusal refusal = verifier.operation().refusal(rejected.reason());
      Refusal first = verifier.operation().refusal(RejectionReason.SIGNATURE_MISMATCH);
      assertEquals(401, refusal.status());
      assertEquals(first.headers(), refusal.headers());
      assertArrayEquals(first.body(), refusal.body());
    }
  }

  /** The same with two of the three, so that what is not demanded cannot help either. */
  @ParameterizedTest
  @MethodSource("everyCombination")
  void credentialThatIsNotDemanded_neitherHelpsNorHarms(List<State> states) {
    Delivery delivery = delivery(states.get(0), states.get(1), states.get(2));
    delivery.header("X-Store", STORE.value());
    StoreRule rule = StoreRule.builder().header("X-Store").build();
    boolean signed = states.get(0) == State.RIGHT;
    boolean key = states.get(1) == State.RIGHT;
    boolean token = states.get(2) == State.RIGHT;
    Map<WebhookVerifier, Boolean> expected =
        Map.of(
            Delivery.verifier(CHANNEL).build(),
            signed,
            Delivery.verifier(CHANNEL).alsoRequire(KEYS).build(),
            signed && key,
            Delivery.verifier(CHANNEL).alsoRequire(TOKENS).build(),
            signed && token,
            WebhookVerifier.withoutSignature(KEYS, CHANNEL).store(rule).build(),
            key,
            WebhookVerifier.withoutSignature(TOKENS, CHANNEL).store(rule).build(),
            token,
            WebhookVerifier.withoutSignature(TOKENS, CHANNEL).alsoRequire(KEYS).store(rule).build(),
            key && token);
    expected.forEach(
        (verifier, accepted) ->
            assertEquals(
                accepted, delivery.to(verifier) instanceof Verdict.Accepted, verifier::toString));
  }

  @Test
  void rightCredentialsOfDifferentApplications_areRefused() {
    String otherToken =
        bearer(Token.hs256().claim("client_id", Token.quoted(OTHER_APP.value())).signed());
    WebhookVerifier verifier = all();
    RejectionReason disagree = RejectionReason.CREDENTIALS_DISAGREE;
    complete().header("X-API-KEY", OTHER_KEY).refusedBy(verifier, disagree);
    complete().header("Authorization", otherToken).refusedBy(verifier, disagree);
    complete()
        .header("Authorization", otherToken)
        .header("X-API-KEY", OTHER_KEY)
        .refusedBy(verifier, disagree);
    WebhookVerifier unsigned =
        WebhookVerifier.withoutSignature(KEYS, CHANNEL)
            .alsoRequire(TOKENS)
            .store(StoreRule.builder().header("X-Store").build())
            .build();
    Delivery two = complete().header("X-Store", STORE.value());
    two.acceptedBy(unsigned);
    two.header("X-API-KEY", OTHER_KEY).refusedBy(unsigned, disagree);
    two.header(Delivery.APP_ID).refusedBy(unsigned, disagree);
    two.header("Authorization", otherToken).acceptedBy(unsigned);
    two.header(Delivery.APP_ID, APP.value()).refusedBy(unsigned, disagree);
  }

  @Test
  void merchantThatAnyCredentialMayNotSpeakFor_isForbidden() {
    BearerTokens narrow =
        BearerTokens.builder()
            .issuer(Token.ISSUER)
            .audience(Token.AUDIENCE)
            .clock(Token.CLOCK)
            .algorithm("HS256")
            .sharedSecrets(List.of(Token.SHARED))
            .client(APP, List.of(SISTER))
            .build();
    WebhookVerifier verifier =
        Delivery.verifier(CHANNEL).alsoRequire(KEYS).alsoRequire(narrow).build();
    Verdict.Rejected refused =
        complete().refusedBy(verifier, RejectionReason.MERCHANT_NOT_AUTHORISED);
    assertEquals(403, verifier.operation().refusal(refused.reason()).status());
    complete().header(MERCHANT_ID, SISTER.value()).acceptedBy(verifier);
    delivery(State.WRONG, State.RIGHT, State.RIGHT)
        .refusedBy(verifier, RejectionReason.SIGNATURE_MISMATCH);
  }

  @Test
  void missingScope_isForbidden_butToldOnlyToThoseWhoAreGenuine() {
    Token token = Token.hs256().claim("scope", "\"od.menu\"");
    Delivery delivery = complete().header("Authorization", bearer(token.signed()));
    delivery.refusedBy(all(), RejectionReason.SCOPE_MISSING);
    delivery.header("X-API-KEY", "wrong").refusedBy(all(), RejectionReason.UNKNOWN_API_KEY);
    complete()
        .header("Authorization", bearer(token.signed()))
        .body(utf8("{}"))
        .refusedBy(all(), RejectionReason.SIGNATURE_MISMATCH);
    WebhookVerifier first =
        Delivery.verifier(CHANNEL).alsoRequire(TOKENS).alsoRequire(KEYS).build();
    delivery.refusedBy(first, RejectionReason.UNKNOWN_API_KEY);
    WebhookVerifier unsigned =
        WebhookVerifier.withoutSignature(TOKENS, CHANNEL)
            .store(StoreRule.builder().pathSegment(1).build())
            .build();
    assertTrue(unsigned.begin(delivery.build()).refusal().isPresent());
    delivery.refusedBy(unsigned, RejectionReason.SCOPE_MISSING);
  }

  @Test
  void forgedHead_isRefusedBeforeTheBody_andBeforeTheDirectoryIsAsked() {
    AtomicInteger asked = new AtomicInteger();
    CredentialDirectory directory =
        (app, merchant) -> {
          asked.incrementAndGet();
          return Delivery.directory().find(app, merchant);
        };
    WebhookVerifier verifier =
        WebhookVerifier.builder(Delivery.SCHEME, directory, CHANNEL)
            .alsoRequire(KEYS)
            .maxBodyBytes(100)
            .build();
    Verification begun =
        verifier.begin(delivery(State.RIGHT, State.WRONG, State.MISSING).declared(5000).build());
    assertEquals(RejectionReason.UNKNOWN_API_KEY, begun.refusal().orElseThrow().reason());
    assertEquals(0, asked.get());
    Verification tooLong =
        verifier.begin(delivery(State.RIGHT, State.RIGHT, State.MISSING).declared(5000).build());
    assertEquals(RejectionReason.BODY_TOO_LARGE, tooLong.refusal().orElseThrow().reason());
    assertEquals(0, asked.get());
  }

  @Test
  void address_isJudgedBeforeAnyCredential() {
    AtomicInteger asked = new AtomicInteger();
    WebhookVerifier verifier =
        WebhookVerifier.withoutSignature(
                head -> {
                  asked.incrementAndGet();
                  return CallerVerdict.known(APP, List.of(STORE));
                },
                CHANNEL)
            .store(StoreRule.builder().header("X-Store").build())
            .allowlist(AddressAllowlist.none())
            .build();
    complete().refusedBy(verifier, RejectionReason.ADDRESS_NOT_ALLOWED);
    assertEquals(0, asked.get());
  }

  @Test
  void ownAuthenticator_seesTheHead_andItsFailureIsNoVerdict() {
    WebhookVerifier own =
        Delivery.verifier(CHANNEL)
            .alsoRequire(
                head ->
                    head.headers().of("x-gateway").equals(List.of("yes"))
                            && head.path().equals("/v1/newEvent")
                            && head.peerAddress()
                                .equals(java.util.Optional.of(IpAddress.of("203.0.113.7")))
                        ? CallerVerdict.known(APP, List.of(STORE))
                        : CallerVerdict.refused(RejectionReason.UNKNOWN_SENDER))
            .build();
    Delivery.genuine().header("X-Gateway", "yes").acceptedBy(own);
    Delivery.genuine().refusedBy(own, RejectionReason.UNKNOWN_SENDER);
    Delivery.genuine()
        .header("X-Gateway", "yes")
        .peer("203.0.113.8")
        .refusedBy(own, RejectionReason.UNKNOWN_SENDER);

    IllegalStateException down = new IllegalStateException("down");
    WebhookVerifier broken =
        Delivery.verifier(CHANNEL)
            .alsoRequire(
                head -> {
                  throw down;
                })
            .build();
    Verdict.Rejected refused =
        Delivery.genuine().refusedBy(broken, RejectionReason.CREDENTIALS_UNAVAILABLE);
    assertEquals(down, refused.cause().orElseThrow());
    assertEquals(503, broken.operation().refusal(refused.reason()).status());
  }

  @Test
  @SuppressWarnings("NullAway") // What a careless implementation returns.
  void authenticatorWithoutVerdict_acceptsNobody() {
    WebhookVerifier none = Delivery.verifier(CHANNEL).alsoRequire(head -> null).build();
    Delivery.genuine().refusedBy(none, RejectionReason.CREDENTIALS_UNAVAILABLE);
  }

  @ParameterizedTest
  @EnumSource(RejectionReason.class)
  void refusalByAnAuthenticator_isOfAKindThatIsAboutCallers(RejectionReason reason) {
    boolean fits =
        switch (reason.kind()) {
          case UNAUTHENTICATED, FORBIDDEN, UNAVAILABLE -> true;
          default -> false;
        };
    if (fits) {
      assertEquals(new CallerVerdict.Refused(reason), CallerVerdict.refused(reason));
    } else {
      assertThrows(IllegalArgumentException.class, () -> CallerVerdict.refused(reason));
    }
    WebhookVerifier verifier =
        Delivery.verifier(CHANNEL).alsoRequire(head -> CallerVerdict.refused(reason)).build();
    Delivery.genuine().refusedBy(verifier, fits ? reason : RejectionReason.CREDENTIALS_UNAVAILABLE);
  }

  @Test
  void challenge_namesAllThatTheRouteDemands() {
    assertEquals("Signature realm=\"webhooks\"", challenge(Delivery.verifier(CHANNEL)));
    assertEquals(
        "Signature realm=\"webhooks\", ApiKey realm=\"webhooks\", Bearer realm=\"webhooks\"",
        challenge(Delivery.verifier(CHANNEL).alsoRequire(KEYS).alsoRequire(TOKENS)));
    assertEquals(
        "Bearer realm=\"webhooks\"",
        challenge(
            WebhookVerifier.withoutSignature(
                    TOKENS, WebhookOperation.named("ordering-channel").orElseThrow())
                .store(StoreRule.builder().pathSegment(0).build())));
    assertEquals(
        "Custom realm=\"webhooks\"",
        challenge(
            WebhookVerifier.withoutSignature(
                    head -> CallerVerdict.known(APP, List.of(STORE)),
                    CHANNEL.withSuccessStatus(202))
                .store(StoreRule.builder().pathSegment(0).build())));
    for (String bad : List.of("", "Bearer\r\nX: y", "caf\u00e9")) {
      CallerAuthenticator odd =
          new CallerAuthenticator() {
            @Override
            public CallerVerdict authenticate(InboundWebhook head) {
              return CallerVerdict.known(APP, List.of(STORE));
            }

            @Override
            public String challenge() {
              return bad;
            }
          };
      assertThrows(
          IllegalArgumentException.class,
          () -> Delivery.verifier(CHANNEL).alsoRequire(odd).build());
    }
  }

  private static String challenge(WebhookVerifier.Builder builder) {
    WebhookOperation operation = builder.build().operation();
    assertEquals("ordering-channel", operation.name());
    return operation.refusal(RejectionReason.HEADER_MISSING).headers().stream()
        .filter(header -> header.getKey().equals("WWW-Authenticate"))
        .map(Map.Entry::getValue)
        .reduce((one, other) -> "several")
        .orElse("none");
  }

  @Test
  void signatureProof_isNotRaisedByAnotherCredential() {
    ApiKeys one =
        ApiKeys.builder().client(APP, List.of(Secret.ofUtf8(KEY)), List.of(STORE)).build();
    WebhookVerifier verifier = Delivery.verifier(CHANNEL).alsoRequire(one).build();
    VerifiedWebhook webhook =
        signed(APP, STORE, SECRET, EVENT).header("X-API-KEY", KEY).acceptedBy(verifier);
    assertEquals(MerchantProof.ASSERTED, webhook.merchantProof());
    assertEquals(APP.value(), webhook.owner());
    assertTrue(webhook.isSigned());
  }

  @Test
  void verifier_showsWhatItDemands_andNoKey() {
    String text = all().toString();
    assertTrue(text.contains("ApiKeys[X-API-KEY, 2 clients]"), text);
    assertTrue(text.contains("BearerTokens["), text);
    assertFalse(text.contains(KEY), text);
    assertEquals(MerchantId.of("store-123"), STORE);
  }
}
