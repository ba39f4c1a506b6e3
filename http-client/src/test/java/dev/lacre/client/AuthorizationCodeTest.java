package dev.lacre.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.client.Partner.Reply;
import dev.lacre.signer.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 6749 section 4.1.3 and section 6, and PKCE. */
@Timeout(60)
class AuthorizationCodeTest {

  private static final String VERIFIER = "v".repeat(43);
  private static final URI REDIRECT = URI.create("https://pos.example/back?x=1&y=%20z");
  private static final String ODD = "s%c+r e&t=ö§:/\"-and-longer";

  private final TestClock clock = new TestClock();
  private final List<String> issued = new ArrayList<>();
  private final TokenCache tokens = Calls.cache(clock).build();
  private Partner partner;

  @BeforeEach
  void start() throws Exception {
    partner = new Partner(clock);
    partner.tokens = call -> withRefresh("refresh-" + partner.tokenCalls.size());
  }

  @AfterEach
  void stop() {
    partner.close();
  }

  private Reply withRefresh(String refreshToken) {
    return Reply.of(
        200,
        "{\"accessToken\":\"%s\",\"expiresIn\":3600,\"refreshToken\":\"%s\"}"
            .formatted(partner.mint(), refreshToken));
  }

  private CallCredential exchanged() throws Exception {
    return tokens.exchange(
        partner.client().scopes("od.orders").build(),
        AuthorizationCode.withVerifier("a code/+", REDIRECT, VERIFIER),
        issued::add);
  }

  @Test
  void code_isExchanged_withItsVerifier() throws Exception {
    HttpClient client = Calls.client(partner, exchanged());
    assertEquals(200, Calls.call(client, partner).statusCode());
    assertEquals(1, partner.tokenCalls.size());
    assertEquals(
        Map.of(
            "grant_type",
            "authorization_code",
            "code",
            "a code/+",
            "redirect_uri",
            REDIRECT.toString(),
            "code_verifier",
            VERIFIER),
        partner.tokenCalls.get(0).form());
    assertEquals("my-pos/1", partner.tokenCalls.get(0).userAgent());
    assertEquals(List.of("refresh-1"), issued);
  }

  @Test
  void refreshToken_isSpent_andReplaced() throws Exception {
    HttpClient client = Calls.client(partner, exchanged());
    for (int hour = 1; hour <= 3; hour++) {
      clock.advance(Duration.ofHours(1));
      assertEquals(200, Calls.call(client, partner).statusCode());
      assertEquals(
          Map.of("grant_type", "refresh_token", "refresh_token", "refresh-" + hour),
          partner.tokenCalls.get(hour).form());
    }
    assertEquals(List.of("refresh-1", "refresh-2", "refresh-3", "refresh-4"), issued);
  }

  @Test
  void refreshToken_afterARestart_goesOn() throws Exception {
    HttpClient client =
        Calls.client(
            partner,
            tokens.refreshing(
                partner.client().build(), Secret.ofUtf8("kept-refresh-token"), issued::add));
    assertEquals(200, Calls.call(client, partner).statusCode());
    assertEquals("kept-refresh-token", partner.tokenCalls.get(0).form().get("refresh_token"));
    assertEquals(List.of("refresh-1"), issued);
  }

  @Test
  void grantThatIsOver_asksNobodyAnyMore() throws Exception {
    HttpClient client = Calls.client(partner, exchanged());
    partner.tokens = call -> Reply.of(400, "{\"error\":\"invalid_grant\"}");
    clock.advance(Duration.ofHours(1));
    for (int i = 0; i < 3; i++) {
      assertThrows(CredentialUnavailableException.class, () -> Calls.call(client, partner));
      clock.advance(Duration.ofHours(1));
    }
    var told =
        assertThrows(CredentialUnavailableException.class, () -> Calls.call(client, partner));
    assertTrue(told.toString().contains("authorise"), told::getMessage);
    assertEquals(2, partner.tokenCalls.size());
  }

  @Test
  void withoutARefreshToken_theMerchantIsAskedAgain() throws Exception {
    partner.tokens = call -> partner.minted();
    HttpClient client = Calls.client(partner, exchanged());
    assertEquals(200, Calls.call(client, partner).statusCode());
    clock.advance(Duration.ofHours(1));
    var told =
        assertThrows(CredentialUnavailableException.class, () -> Calls.call(client, partner));
    assertTrue(told.toString().contains("authorise"), told::getMessage);
    assertEquals(1, partner.tokenCalls.size());
    assertEquals(List.of(), issued);
  }

  @Test
  void strayRefusal_withoutARefreshToken_doesNotEndTheGrant() throws Exception {
    partner.tokens = call -> partner.minted();
    HttpClient client = Calls.client(partner, exchanged());
    partner.refusesAll = true;
    assertEquals(401, Calls.call(client, partner).statusCode());
    assertEquals(1, partner.apiCalls.size());
    partner.refusesAll = false;
    assertEquals(200, Calls.call(client, partner).statusCode());
    assertEquals(1, partner.tokenCalls.size());
  }

  @Test
  void refreshToken_besideATokenOfNoUse_isKept() throws Exception {
    HttpClient client = Calls.client(partner, exchanged());
    partner.tokens = call -> unusable("rotated");
    clock.advance(Duration.ofHours(1));
    assertThrows(CredentialUnavailableException.class, () -> Calls.call(client, partner));
    assertEquals(List.of("refresh-1", "rotated"), issued);
    partner.tokens = call -> withRefresh("after");
    clock.advance(Duration.ofMinutes(1));
    assertEquals(200, Calls.call(client, partner).statusCode());
    assertEquals("rotated", partner.tokenCalls.get(2).form().get("refresh_token"));
  }

  @Test
  void refreshToken_besideATokenOfNoUse_isToldWhenTheCodeIsExchanged() {
    partner.tokens = call -> unusable("first");
    assertThrows(CredentialUnavailableException.class, this::exchanged);
    assertEquals(List.of("first"), issued);
  }

  private static Reply unusable(String refreshToken) {
    return Reply.of(
        200, "{\"access_token\":\"with a blank\",\"refresh_token\":\"" + refreshToken + "\"}");
  }

  @Test
  void refusedCode_isToldAtOnce() throws Exception {
    partner.tokens = call -> Reply.of(400, "{\"error\":\"invalid_grant\",\"x\":\"a code/+\"}");
    var told = assertThrows(CredentialUnavailableException.class, this::exchanged);
    assertTrue(told.toString().contains("400 (invalid_grant)"), told::getMessage);
    assertFalse(told.toString().contains("a code"));
  }

  @Test
  void malformedVerifier_isNotQuoted() {
    var fault =
        assertThrows(
            IllegalArgumentException.class,
            () -> AuthorizationCode.withVerifier("code", REDIRECT, "marker-short"));
    assertFalse(fault.toString().contains("marker"));
    assertNull(fault.getCause());
  }

  @Test
  void oddCharacters_surviveFormAndHeader() throws Exception {
    for (boolean inForm : new boolean[] {true, false}) {
      OAuthClient.Builder odd =
          OAuthClient.builder(partner.at("/token"), "id:with &=%+odd", Secret.ofUtf8(ODD))
              .scopes("od.orders", "a+b&c=d%2F")
              .plainHttpInsecurely();
      CallCredential credential =
          tokens.clientCredentials(
              (inForm ? odd.secretInForm().merchant(dev.lacre.signer.MerchantId.of("x")) : odd)
                  .build());
      Calls.call(Calls.client(partner, credential), partner);
      Partner.TokenCall call = partner.tokenCalls.get(partner.tokenCalls.size() - 1);
      assertEquals("client_credentials", call.form().get("grant_type"));
      assertEquals("a+b&c=d%2F od.orders", call.form().get("scope"));
      if (inForm) {
        assertNull(call.authorization());
        assertEquals("id:with &=%+odd", call.form().get("client_id"));
        assertEquals(ODD, call.form().get("client_secret"));
      } else {
        assertEquals(List.of("id:with &=%+odd", ODD), call.basic());
        assertFalse(call.form().containsKey("client_secret"));
      }
    }
  }
}
