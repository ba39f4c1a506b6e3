package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.verifier.ApiKeys;
import dev.lacre.verifier.BearerTokens;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** API keys and bearer tokens, alone and together with a signature, on a container. */
@EachContainer
class OtherCredentialsTest {

  private static final String KEY = "zebra-key-of-the-application";
  private static final String TOKEN_SECRET = "zebra secret of the issuer of tokens, 01234";
  private static final Sender SENDER = Sender.APPLICATION;
  private static final String BODY = "{\"marker\":1}";

  private final Stage stage;

  OtherCredentialsTest(ContainerKind kind) {
    this.stage =
        Stage.shared(
            "other credentials " + kind,
            () -> Stage.on(kind).filter(OtherCredentialsTest::routes).start());
  }

  private static void routes(WebhookFilter.Builder filter) {
    AppId app = AppId.of(SENDER.app());
    List<MerchantId> merchants = List.of(MerchantId.of("store-1"), MerchantId.of("store-2"));
    ApiKeys keys = ApiKeys.builder().client(app, List.of(Secret.ofUtf8(KEY)), merchants).build();
    BearerTokens tokens =
        BearerTokens.builder()
            .issuer("https://auth.example")
            .audience("us")
            .algorithm("HS256")
            .sharedSecrets(List.of(Secret.ofUtf8(TOKEN_SECRET)))
            .scopes(List.of("od.orders"))
            .client(app, merchants)
            .build();
    WebhookOperation channel = WebhookOperation.ORDERING_CHANNEL;
    StoreRule store = StoreRule.builder().pathSegment(1).build();
    filter
        .route("/key/*", WebhookVerifier.withoutSignature(keys, channel).store(store).build())
        .route("/token/*", WebhookVerifier.withoutSignature(tokens, channel).store(store).build())
        .route("/all", Stage.verifier(channel).alsoRequire(keys).alsoRequire(tokens).build())
        .route("/signed", Stage.hook())
        .route(
            "/down/*",
            WebhookVerifier.withoutSignature(
                    head -> {
                      throw new IllegalStateException("the gateway is down");
                    },
                    channel)
                .store(store)
                .build());
  }

  private static String token(String app, long lifetime, String scope, String secret) {
    String claims =
        "{\"iss\":\"https://auth.example\",\"aud\":\"us\",\"client_id\":\"%s\",\"exp\":%d,\"scope\":\"%s\"}"
            .formatted(app, Instant.now().getEpochSecond() + lifetime, scope);
    String input =
        base64("{\"alg\":\"HS256\",\"typ\":\"at+jwt\"}".getBytes(UTF_8))
            + "."
            + base64(claims.getBytes(UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return input + "." + base64(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String token() {
    return token(SENDER.app(), 300, "od.orders", TOKEN_SECRET);
  }

  private static Call keyed(String path, String key) {
    return Call.post(path, BODY).header("x-api-key", key);
  }

  private static Call bearing(String path, String token) {
    return Call.post(path, BODY).header("Authorization", "Bearer " + token);
  }

  private static Call complete() {
    return SENDER
        .post("/all", BODY)
        .header("X-API-KEY", KEY)
        .header("Authorization", "Bearer " + token());
  }

  @Test
  void routeWithAnApiKey_takesTheKeyAlone() throws Exception {
    stage.accepts(keyed("/key/store-1", KEY));
    stage.accepts(keyed("/key/store-2", KEY).chunked(3));
    stage.accepts(Call.post("/key/store-1", "").header("X-API-KEY", KEY));
    stage.unauthorized("unknown-api-key", keyed("/key/store-1", KEY + "x"));
    stage.unauthorized("header-missing", Call.post("/key/store-1", BODY));
    stage.unauthorized("header-repeated", keyed("/key/store-1", KEY).header("X-API-KEY", KEY));
    stage.unauthorized("header-missing", SENDER.post("/key/store-1", BODY));
    stage.unauthorized("header-missing", bearing("/key/store-1", token()));
    assertEquals(
        403, stage.refuses("merchant-not-authorised", keyed("/key/store-9", KEY)).status());
  }

  @Test
  void keyInTheQuery_countsForNothing() throws Exception {
    for (String name : List.of("X-API-KEY", "x-api-key", "api_key", "apikey", "key")) {
      stage.unauthorized("header-missing", Call.post("/key/store-1?" + name + "=" + KEY, BODY));
    }
    stage.unauthorized(
        "header-missing",
        Call.post("/key/store-1", "X-API-KEY=" + KEY)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", "X-API-KEY=" + KEY));
    stage.unauthorized(
        "header-missing", Call.post("/key/store-1", BODY).chunked(4).trailer("X-API-KEY", KEY));
  }

  @Test
  void routeWithAToken_takesTheTokenAlone() throws Exception {
    stage.accepts(bearing("/token/store-1", token()));
    stage.unauthorized("header-missing", Call.post("/token/store-1", BODY));
    stage.unauthorized("header-missing", keyed("/token/store-1", KEY));
    stage.unauthorized(
        "token-out-of-time",
        bearing("/token/store-1", token(SENDER.app(), -300, "od.orders", TOKEN_SECRET)));
    stage.unauthorized(
        "token-signature-mismatch",
        bearing("/token/store-1", token(SENDER.app(), 300, "od.orders", TOKEN_SECRET + "x")));
    stage.unauthorized(
        "unknown-sender", bearing("/token/store-1", token("x", 300, "od.orders", TOKEN_SECRET)));
    stage.unauthorized(
        "header-repeated",
        bearing("/token/store-1", token()).header("authorization", "Bearer " + token()));
    stage.unauthorized("header-missing", Call.post("/token/store-1?access_token=" + token(), BODY));
    Answer narrow =
        stage.refuses(
            "scope-missing",
            bearing("/token/store-1", token(SENDER.app(), 300, "od.menu", TOKEN_SECRET)));
    assertEquals(403, narrow.status());
    assertEquals(Stage.FORBIDDEN, narrow.text());
  }

  @Test
  void routeWithAllThree_takesNoneForAnother_andRefusalsAreAlike() throws Exception {
    stage.accepts(complete());
    stage.accepts(SENDER.post("/signed", BODY));
    List<Answer> refused = new ArrayList<>();
    refused.add(stage.unauthorized("header-missing", complete().without("X-App-Signature")));
    refused.add(stage.unauthorized("header-missing", complete().without("X-API-KEY")));
    refused.add(stage.unauthorized("header-missing", complete().without("Authorization")));
    refused.add(
        stage.unauthorized(
            "signature-mismatch", complete().body("{\"marker\":2}".getBytes(UTF_8))));
    refused.add(
        stage.unauthorized(
            "unknown-api-key", complete().without("X-API-KEY").header("X-API-KEY", "other")));
    refused.add(
        stage.unauthorized(
            "token-malformed",
            complete().without("Authorization").header("Authorization", "Bearer x")));
    refused.add(
        stage.unauthorized(
            "header-malformed",
            complete().without("Authorization").header("Authorization", "Basic eDp5")));
    for (Answer each : refused) {
      assertEquals(refused.get(0).withoutDate(), each.withoutDate());
    }
    String challenges = refused.get(0).withoutDate();
    assertTrue(
        challenges.contains(
            "WWW-Authenticate: Signature realm=\"webhooks\", ApiKey realm=\"webhooks\", Bearer"
                + " realm=\"webhooks\""),
        challenges);
  }

  @Test
  void challenge_fitsTheRoute() throws Exception {
    assertTrue(
        stage
            .exchange(Call.post("/token/store-1", BODY))
            .withoutDate()
            .contains("WWW-Authenticate: Bearer realm=\"webhooks\"\n"));
    assertTrue(
        stage
            .exchange(Call.post("/key/store-1", BODY))
            .withoutDate()
            .contains("WWW-Authenticate: ApiKey realm=\"webhooks\"\n"));
    assertTrue(
        stage
            .exchange(Call.post("/signed", BODY))
            .withoutDate()
            .contains("WWW-Authenticate: Signature realm=\"webhooks\"\n"));
  }

  @Test
  void forgedCall_isRefusedWithoutItsBody() throws Exception {
    stage.outcomes.clear();
    try (Wire wire = stage.connect()) {
      wire.send(Call.post("/key/store-1", new byte[100_000]).header("X-API-KEY", "wrong").head());
      assertEquals(401, wire.receive().status());
    }
    stage.await("unknown-api-key");
  }

  @Test
  void authenticatorThatFails_isAnswered503() throws Exception {
    Answer answer = stage.refuses("credentials-unavailable", Call.post("/down/store-1", BODY));
    assertEquals(503, answer.status());
    assertFalse(answer.text().contains("gateway"), answer.text());
  }

  @Test
  void nothingLogged_holdsAKeyOrAToken() throws Exception {
    String token = token();
    stage.accepts(bearing("/token/store-1", token));
    stage.accepts(keyed("/key/store-1", KEY));
    stage.unauthorized("unknown-api-key", keyed("/key/store-1", "zebra-wrong-key"));
    stage.unauthorized("token-signature-mismatch", bearing("/token/store-1", token + "A"));
    String logs = Logs.text();
    assertTrue(logs.contains("unknown-api-key"), "nothing was logged");
    assertFalse(logs.contains("zebra"), "a key or secret in the logs");
    assertFalse(logs.contains(token.substring(token.lastIndexOf('.'))), "a token in the logs");
  }
}
