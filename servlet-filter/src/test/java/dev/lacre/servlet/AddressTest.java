package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.TrustedProxies;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom the connection comes from, and whom a named proxy says it comes from. */
@EachContainer
class AddressTest {

  private static final String ALLOWED = "203.0.113.7";
  private static final String OTHER = "198.51.100.7";

  private final Stage stage;

  AddressTest(ContainerKind kind) {
    this.stage =
        Stage.shared("addresses " + kind, () -> Stage.on(kind).filter(AddressTest::routes).start());
  }

  private static void routes(WebhookFilter.Builder filter) {
    TrustedProxies here = TrustedProxies.of(List.of("127.0.0.1"), "X-Forwarded-For");
    AddressAllowlist one = AddressAllowlist.of(List.of(ALLOWED));
    filter
        .route("/stranger", verifier().allowlist(one).build())
        .route("/proxied", verifier().allowlist(one).trustedProxies(here).build())
        .route("/local", verifier().allowlist(AddressAllowlist.of(List.of("127.0.0.0/8"))).build())
        .route("/none", verifier().allowlist(AddressAllowlist.none()).build())
        .route("/any", verifier().trustedProxies(here).build());
  }

  private static WebhookVerifier.Builder verifier() {
    return Stage.verifier(WebhookOperation.ORDERING_CHANNEL);
  }

  private static Call genuine(String path, String... forwarded) {
    Call call = Sender.APPLICATION.post(path, "{}");
    for (String line : forwarded) {
      call.header("X-Forwarded-For", line);
    }
    return call;
  }

  private void forbidden(Call call) throws Exception {
    Answer answer = stage.refuses("address-not-allowed", call);
    assertEquals(403, answer.status());
    assertEquals(Stage.FORBIDDEN, answer.text());
  }

  @Test
  void forwardedAddressFromAPeerWhoIsNoProxy_isIgnored() throws Exception {
    forbidden(genuine("/stranger"));
    forbidden(genuine("/stranger", ALLOWED));
    forbidden(
        genuine("/stranger")
            .header("X-Real-IP", ALLOWED)
            .header("Forwarded", "for=" + ALLOWED)
            .header("True-Client-IP", ALLOWED)
            .header("CF-Connecting-IP", ALLOWED)
            .header("X-Client-IP", ALLOWED));
    stage.accepts(genuine("/local", OTHER));
    stage.accepts(genuine("/local"));
  }

  @Test
  void addressThatTheProxySaw_decides() throws Exception {
    stage.accepts(genuine("/proxied", ALLOWED));
    stage.accepts(genuine("/proxied", OTHER + ", " + ALLOWED));
    stage.accepts(genuine("/proxied", OTHER, ALLOWED));
    stage.accepts(genuine("/proxied", "nonsense, " + ALLOWED + ":8080"));
    forbidden(genuine("/proxied", ALLOWED + ", " + OTHER));
    forbidden(genuine("/proxied", ALLOWED, OTHER));
    forbidden(genuine("/proxied", ALLOWED + ", unknown"));
    forbidden(genuine("/proxied", ALLOWED + ", "));
    forbidden(genuine("/proxied", "localhost"));
    forbidden(genuine("/proxied"));
  }

  @Test
  void listener_isToldTheClientsAddress() throws Exception {
    stage.outcomes.clear();
    stage.exchange(genuine("/any", OTHER));
    WebhookOutcome outcome = stage.outcomes.next();
    assertEquals(OTHER, outcome.verdict().orElseThrow().address().orElseThrow().toString());
  }

  @Test
  void address_isJudgedBeforeAnythingElse() throws Exception {
    forbidden(Call.post("/none", "unsigned"));
    forbidden(Sender.APPLICATION.forge("/none", "{}"));
    stage.outcomes.clear();
    int before = stage.handler.calls();
    try (Wire wire = stage.connect()) {
      wire.send(Sender.APPLICATION.post("/none", new byte[100_000]).head());
      // One who waited for the body would wait for longer than this does for the answer.
      Answer answer = wire.receive();
      assertEquals(403, answer.status());
      assertEquals(Stage.FORBIDDEN, answer.text());
    }
    stage.await("address-not-allowed");
    assertEquals(before, stage.handler.calls());
  }

  @Test
  void refusedAddress_isAnsweredAsTheRouteRefusesAMerchant() throws Exception {
    Answer address = stage.refuses("address-not-allowed", genuine("/stranger"));
    Answer merchant =
        stage.refuses(
            "merchant-not-authorised",
            Sender.APPLICATION.as("store-3").post("/local", "{}".getBytes(UTF_8)));
    assertEquals(merchant.withoutDate(), address.withoutDate());
  }
}
