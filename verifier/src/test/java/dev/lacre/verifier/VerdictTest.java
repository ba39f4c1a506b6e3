package dev.lacre.verifier;

import static dev.lacre.verifier.Delivery.APP;
import static dev.lacre.verifier.Delivery.EVENT;
import static dev.lacre.verifier.Delivery.STORE;
import static dev.lacre.verifier.Delivery.genuine;
import static dev.lacre.verifier.Delivery.outcome;
import static dev.lacre.verifier.Delivery.verifier;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes in and what comes out: requests, verdicts and verified webhooks. */
class VerdictTest {

  @Test
  void accepted_tellsAllThatIsKnown() throws IOException {
    Verdict verdict = genuine().to(verifier());
    VerifiedWebhook webhook = verdict.orElseThrow();
    assertSame(webhook, ((Verdict.Accepted) verdict).webhook());
    assertSame(WebhookOperation.V1_NEW_EVENT, webhook.operation());
    assertEquals(APP, webhook.appId());
    assertEquals(STORE, webhook.merchantId());
    assertSame(MerchantProof.ASSERTED, webhook.merchantProof());
    assertEquals(APP.value(), webhook.owner());
    assertEquals(0, webhook.secretPosition());
    assertEquals("203.0.113.7", webhook.address().orElseThrow().toString());
    assertEquals(EVENT.length, webhook.bodyLength());
    assertArrayEquals(EVENT, webhook.body());
    assertArrayEquals(EVENT, webhook.bodyStream().readAllBytes());
    byte[] buffered = new byte[EVENT.length];
    ByteBuffer buffer = webhook.bodyBuffer();
    buffer.get(buffered);
    assertArrayEquals(EVENT, buffered);
    assertEquals(0, buffer.remaining());
  }

  @Test
  void accepted_itsBodyCannotBeChangedThroughIt() {
    VerifiedWebhook webhook = genuine().acceptedBy(verifier());
    webhook.body()[0] = 'X';
    assertNotSame(webhook.body(), webhook.body());
    assertArrayEquals(EVENT, webhook.body());
    assertTrue(webhook.bodyBuffer().isReadOnly());
  }

  @Test
  void accepted_streamedBodyShorterThanItsBuffer_showsNoByteMore() throws IOException {
    Verification verification = verifier().begin(genuine().build());
    verification.update(ByteBuffer.wrap(EVENT));
    VerifiedWebhook webhook = verification.finish().orElseThrow();
    assertArrayEquals(EVENT, webhook.body());
    assertArrayEquals(EVENT, webhook.bodyStream().readAllBytes());
    assertEquals(EVENT.length, webhook.bodyBuffer().remaining());
    assertEquals(EVENT.length, webhook.bodyBuffer().capacity());
  }

  @Test
  void accepted_toString_tellsNothingOfTheBody() {
    assertEquals(
        "VerifiedWebhook[v1/newEvent, app "
            + APP.value()
            + ", merchant store-123 (asserted), "
            + EVENT.length
            + " bytes]",
        genuine().acceptedBy(verifier()).toString());
  }

  @Test
  void rejected_orElseThrow_throwsTheReasonAndNothingElse() {
    Verdict verdict = genuine().header(Delivery.SIGNATURE, "0".repeat(64)).to(verifier());
    WebhookRejectedException thrown =
        assertThrows(WebhookRejectedException.class, verdict::orElseThrow);
    assertSame(RejectionReason.SIGNATURE_MISMATCH, thrown.reason());
    assertEquals("The webhook was refused: signature-mismatch", thrown.getMessage());
    assertEquals("Rejected[signature-mismatch]", verdict.toString());
  }

  @Test
  void rejected_unknownPeer_hasNoAddress() {
    assertTrue(
        genuine()
            .peer("unix:/run/x.sock")
            .header(Delivery.SIGNATURE)
            .refusedBy(verifier(), RejectionReason.HEADER_MISSING)
            .address()
            .isEmpty());
  }

  @Test
  void rejectedForItsAddress_claimsNothing() {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_EVENT).allowlist(AddressAllowlist.none()).build();
    Verdict.Rejected rejected = genuine().refusedBy(verifier, RejectionReason.ADDRESS_NOT_ALLOWED);
    assertTrue(rejected.claimedAppId().isEmpty());
    assertTrue(rejected.claimedMerchantId().isEmpty());
    assertEquals("203.0.113.7", rejected.address().orElseThrow().toString());
  }

  @Test
  void verifiedWebhookAndRejected_canBeMadeByTheVerifierOnly() {
    for (Class<?> type :
        List.of(VerifiedWebhook.class, Verdict.Rejected.class, Verification.class)) {
      assertTrue(Modifier.isFinal(type.getModifiers()));
      for (var constructor : type.getDeclaredConstructors()) {
        assertEquals(0, constructor.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED));
      }
    }
    assertTrue(Verdict.class.isSealed());
    assertEquals(2, Verdict.class.getPermittedSubclasses().length);
  }

  @Test
  void forwardedAddress_countsOnlyFromATrustedProxy() {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_EVENT)
            .allowlist(AddressAllowlist.of(List.of("198.51.100.9")))
            .trustedProxies(TrustedProxies.of(List.of("10.0.0.0/8"), "X-Forwarded-For"))
            .build();
    VerifiedWebhook webhook =
        genuine()
            .peer("10.1.2.3")
            .header("x-forwarded-for", "192.0.2.66, 198.51.100.9")
            .acceptedBy(verifier);
    assertEquals("198.51.100.9", webhook.address().orElseThrow().toString());
    genuine()
        .peer("203.0.113.7")
        .header("X-Forwarded-For", "198.51.100.9")
        .refusedBy(verifier, RejectionReason.ADDRESS_NOT_ALLOWED);
    genuine()
        .peer("10.1.2.3")
        .header("X-Forwarded-For", "198.51.100.9", "192.0.2.66")
        .refusedBy(verifier, RejectionReason.ADDRESS_NOT_ALLOWED);
    genuine()
        .peer("10.1.2.3")
        .header("Forwarded", "for=198.51.100.9")
        .refusedBy(verifier, RejectionReason.ADDRESS_NOT_ALLOWED);
  }

  @Test
  void refuse_beforeAnyStep_tellsTheAddressOnly() {
    WebhookVerifier verifier =
        verifier(WebhookOperation.V1_NEW_EVENT)
            .trustedProxies(TrustedProxies.of(List.of("10.0.0.0/8"), "X-Forwarded-For"))
            .build();
    Verdict.Rejected rejected =
        verifier.refuse(
            genuine().peer("10.0.0.1").header("X-Forwarded-For", "192.0.2.9").build(),
            RejectionReason.METHOD_NOT_ALLOWED);
    assertSame(RejectionReason.METHOD_NOT_ALLOWED, rejected.reason());
    assertEquals("192.0.2.9", rejected.address().orElseThrow().toString());
    assertTrue(rejected.claimedAppId().isEmpty());
    assertTrue(rejected.claimedMerchantId().isEmpty());
    assertTrue(rejected.cause().isEmpty());
  }

  @Test
  void inbound_emptyBuilder_isARequestWithNothingInIt() {
    assertEquals("header-missing", outcome(verifier().verify(InboundWebhook.builder().build())));
    assertEquals("InboundWebhook[/ from null]", InboundWebhook.builder().build().toString());
  }

  @Test
  void inbound_headersOfAServer_areLookedUpByName() {
    Delivery delivery = genuine();
    InboundWebhook direct = delivery.build();
    InboundWebhook bridged = InboundWebhook.builder().headers(direct.headers()).body(EVENT).build();
    assertEquals("accepted", outcome(verifier().verify(bridged)));
    assertEquals(
        List.of(delivery.signature()),
        direct.headers().of(Delivery.SIGNATURE.toLowerCase(Locale.ROOT)));
    assertEquals(List.of(), direct.headers().of("X-Other"));
  }

  @Test
  void inbound_builderUsedAgain_doesNotChangeWhatIsBuilt() {
    InboundWebhook.Builder builder = InboundWebhook.builder().header("A", "1");
    InboundWebhook first = builder.build();
    builder.header("A", "2");
    assertEquals(List.of("1"), first.headers().of("a"));
    assertEquals(List.of("1", "2"), builder.build().headers().of("a"));
  }

  @Test
  void inbound_toString_showsNoHeaderAndNoBody() {
    assertEquals("InboundWebhook[/v1/newEvent from 203.0.113.7]", genuine().build().toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, (1 << 30) + 1, Integer.MAX_VALUE})
  void maxBodyBytes_outOfRange_isRefusedWhenBuilt(int bytes) {
    String message =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> verifier(WebhookOperation.V1_NEW_EVENT).maxBodyBytes(bytes))
                .getMessage());
    assertTrue(message.contains(bytes + " bytes"), message);
    assertTrue(message.contains("1 to 1073741824"), message);
  }

  @Test
  void maxBodyBytes_isOneMebibyteUnlessSaidOtherwise() {
    assertEquals(1_048_576, verifier().maxBodyBytes());
    byte[] longest = new byte[1_048_576];
    Arrays.fill(longest, (byte) 'x');
    genuine(longest).acceptedBy(verifier());
    genuine(Arrays.copyOf(longest, longest.length + 1))
        .refusedBy(verifier(), RejectionReason.BODY_TOO_LARGE);
    assertEquals(
        1 << 30,
        verifier(WebhookOperation.V1_NEW_EVENT).maxBodyBytes(1 << 30).build().maxBodyBytes());
    assertEquals(1, verifier(WebhookOperation.V1_NEW_EVENT).maxBodyBytes(1).build().maxBodyBytes());
  }

  @Test
  void verifierOptions_areSetOnce() {
    WebhookVerifier.Builder builder =
        verifier(WebhookOperation.V1_NEW_EVENT)
            .allowlist(AddressAllowlist.any())
            .trustedProxies(TrustedProxies.none())
            .store(StoreRule.none())
            .merchantProof(MerchantProof.ASSERTED)
            .maxBodyBytes(1)
            .clock(Clock.systemUTC());
    assertThrows(IllegalStateException.class, () -> builder.allowlist(AddressAllowlist.any()));
    assertThrows(IllegalStateException.class, () -> builder.trustedProxies(TrustedProxies.none()));
    assertThrows(IllegalStateException.class, () -> builder.store(StoreRule.none()));
    assertThrows(IllegalStateException.class, () -> builder.merchantProof(MerchantProof.KEY));
    assertThrows(IllegalStateException.class, () -> builder.maxBodyBytes(2));
    assertThrows(IllegalStateException.class, () -> builder.clock(Clock.systemUTC()));
  }

  @Test
  void verifier_toString_showsItsRules() {
    String shown =
        verifier(WebhookOperation.V1_NEW_LOGISTIC_EVENT)
            .merchantProof(MerchantProof.SIGNED_FIELD)
            .maxBodyBytes(77)
            .build()
            .toString();
    for (String rule :
        new String[] {"v1/newLogisticEvent", "open-delivery", "signed-field", "77 bytes"}) {
      assertTrue(shown.contains(rule), shown);
    }
    assertSame(WebhookOperation.V1_NEW_EVENT, verifier().operation());
  }
}
