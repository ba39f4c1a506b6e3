package dev.lacre.verifier;

import static dev.lacre.verifier.Token.OTHER_RSA;
import static dev.lacre.verifier.Token.RSA;
import static dev.lacre.verifier.Token.at;
import static dev.lacre.verifier.Token.base64;
import static dev.lacre.verifier.Token.es256;
import static dev.lacre.verifier.Token.hs256;
import static dev.lacre.verifier.Token.jwk;
import static dev.lacre.verifier.Token.quoted;
import static dev.lacre.verifier.Token.rs256;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are taken, and which of the many that must not be are not. */
class BearerTokensTest {

  @TempDir private static Path folder;

  private static BearerTokens rsa;
  private static BearerTokens ec;
  private static BearerTokens shared;

  @BeforeAll
  static void configure() throws IOException {
    rsa = rsa(Token.accepted()).build();
    ec = Token.accepted().algorithm("ES256").keysFromFile(keySet(Token.keySet())).build();
    shared = Token.accepted().algorithm("HS256").sharedSecrets(List.of(Token.SHARED)).build();
  }

  private static Path keySet(String json) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "keys", ".json"), json);
  }

  private static BearerTokens.Builder rsa(BearerTokens.Builder tokens) throws IOException {
    return tokens.algorithm("RS256").keysFromFile(keySet(Token.keySet()));
  }

  private static String outcome(CallerAuthenticator tokens, String token) {
    return Token.outcome(tokens, "Bearer " + token);
  }

  private static void accepts(CallerAuthenticator tokens, String token) {
    assertEquals("known", outcome(tokens, token));
  }

  private static void refuses(String reason, CallerAuthenticator tokens, String token) {
    assertEquals(reason, outcome(tokens, token));
  }

  @Test
  void genuineToken_isOfItsApplication_andOfTheMerchantsOfTheConfiguration() {
    for (var each : Map.of(rsa, rs256(), ec, es256(), shared, hs256()).entrySet()) {
      InboundWebhook head =
          InboundWebhook.builder()
              .header(
                  "authorization",
                  "bearer " + each.getValue().claim("merchants", "[\"x\"]").signed())
              .build();
      assertEquals(
          CallerVerdict.known(Token.APP, Set.of(Token.STORE, Token.SISTER)),
          each.getKey().authenticate(head));
    }
  }

  @Test
  void scheme_isComparedWithoutRegardToCase_andNothingElseIsTaken() {
    String token = rs256().signed();
    for (String good : List.of("Bearer ", "bearer ", "BEARER ", "bEaReR    ", "  Bearer ")) {
      assertEquals("known", Token.outcome(rsa, good + token + " "));
    }
    for (String bad :
        List.of("", "Basic ", "Bearer", "Bearer\t", "Bearer: ", "Token ", "Signature ")) {
      assertEquals("header-malformed", Token.outcome(rsa, bad + token), bad);
    }
    assertEquals("header-malformed", Token.outcome(rsa, "Bearer"));
    assertEquals("header-malformed", Token.outcome(rsa, "Bearer   "));
  }

  @Test
  void authorization_mustStandExactlyOnce() {
    String good = "Bearer " + rs256().signed();
    assertEquals("header-missing", Token.outcome(rsa));
    assertEquals("header-missing", Token.outcome(rsa, ""));
    assertEquals("header-repeated", Token.outcome(rsa, good, good));
    assertEquals("header-repeated", Token.outcome(rsa, good, "Bearer x.y.z"));
    assertEquals("header-repeated", Token.outcome(rsa, "Bearer x.y.z", good));
    assertEquals("token-malformed", Token.outcome(rsa, good + ", " + good));
    assertEquals("token-malformed", Token.outcome(rsa, good + " " + rs256().signed()));
  }

  @Test
  void algorithmNone_isRefused_howeverItIsWritten() {
    for (String none : List.of("none", "None", "NONE", "nOnE", "")) {
      Token token = rs256().header("alg", quoted(none));
      refuses(none.equals("none") ? "token-malformed" : reasonOf(token), rsa, token.signed(RSA));
      for (BearerTokens each : List.of(rsa, ec, shared)) {
        assertFalse(outcome(each, token.signingInput() + ".").equals("known"));
        assertFalse(outcome(each, token.signingInput() + ".AA").equals("known"));
        assertFalse(outcome(each, token.signingInput()).equals("known"));
      }
    }
    refuses("token-malformed", rsa, rs256().header("alg", null).signed(RSA));
    refuses("token-malformed", rsa, rs256().header("alg", "null").signed(RSA));
    refuses("token-malformed", rsa, rs256().header("alg", "[\"RS256\"]").signed(RSA));
  }

  /** To the library any other word is an algorithm that it does not know. */
  private static String reasonOf(Token token) {
    return outcome(rsa, token.signed(RSA)).equals("token-malformed")
        ? "token-malformed"
        : "token-signature-mismatch";
  }

  @Test
  void publicKeyAsSecretOfAnHmac_isRefused() {
    byte[] der = RSA.getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----";
    List<byte[]> secrets =
        List.of(
            der,
            pem.getBytes(UTF_8),
            (pem + "\n").getBytes(UTF_8),
            jwk("rsa-1", RSA).getBytes(UTF_8),
            Token.keySet().getBytes(UTF_8));
    for (byte[] secret : secrets) {
      refuses("token-signature-mismatch", rsa, rs256().header("alg", "\"HS256\"").mac(secret));
      refuses("token-signature-mismatch", rsa, rs256().mac(secret));
      refuses("token-signature-mismatch", ec, es256().header("alg", "\"HS256\"").mac(secret));
      refuses("token-signature-mismatch", shared, hs256().mac(secret));
    }
  }

  @Test
  void otherAlgorithmThanTheConfigured_isRefused_evenWithARightKey() {
    refuses("token-signature-mismatch", rsa, es256().signed());
    refuses("token-signature-mismatch", ec, rs256().signed());
    refuses("token-signature-mismatch", shared, rs256().signed());
    refuses("token-signature-mismatch", rsa, hs256().signed());
    for (String other : List.of("RS384", "RS512", "PS256", "HS256", "EdDSA", "rs256", "RS256 ")) {
      refuses("token-signature-mismatch", rsa, rs256().header("alg", quoted(other)).signed(RSA));
    }
  }

  @Test
  void keyThatIsNotOfTheSet_isRefused() {
    refuses("token-signature-mismatch", rsa, rs256().signed(OTHER_RSA));
    refuses("token-signature-mismatch", rsa, rs256().header("kid", "\"rsa-2\"").signed());
    refuses("token-signature-mismatch", rsa, rs256().header("kid", "\"\"").signed());
    refuses("token-signature-mismatch", rsa, rs256().header("kid", "\"ec-1\"").signed());
    refuses(
        "token-signature-mismatch",
        rsa,
        rs256().header("kid", "\"../../dev/null\"").signed(OTHER_RSA));
    accepts(rsa, rs256().header("kid", null).signed());
    refuses("token-signature-mismatch", rsa, rs256().header("kid", null).signed(OTHER_RSA));
    refuses(
        "token-signature-mismatch",
        shared,
        hs256().mac("another secret, as long as the issuer's".getBytes(UTF_8)));
    refuses("token-signature-mismatch", shared, hs256().mac(new byte[1]));
  }

  @Test
  void keysThatTheTokenBrings_areNotUsed() throws IOException {
    String own = jwk("rsa-1", OTHER_RSA);
    refuses("token-signature-mismatch", rsa, rs256().header("jwk", own).signed(OTHER_RSA));
    refuses(
        "token-signature-mismatch",
        rsa,
        rs256().header("kid", null).header("jwk", own).signed(OTHER_RSA));
    try (ServerSocket server = new ServerSocket(0)) {
      server.setSoTimeout(50);
      String url = "\"http://127.0.0.1:" + server.getLocalPort() + "/keys\"";
      for (String parameter : List.of("jku", "x5u")) {
        refuses("token-signature-mismatch", rsa, rs256().header(parameter, url).signed(OTHER_RSA));
        accepts(rsa, rs256().header(parameter, url).signed());
      }
      assertThrows(SocketTimeoutException.class, server::accept, "somebody called");
    }
  }

  @Test
  void criticalOrUnencodedParameters_areRefused() {
    for (String critical : List.of("[\"exp\"]", "[\"b64\"]", "[\"http://x\"]", "[]", "\"exp\"")) {
      String outcome = outcome(rsa, rs256().header("crit", critical).signed());
      assertTrue(
          outcome.equals("token-malformed") || outcome.equals("token-signature-mismatch"), outcome);
    }
    refuses("token-malformed", rsa, rs256().header("crit", "[\"exp\"]").signed());
    refuses(
        "token-malformed",
        rsa,
        rs256().header("crit", "[\"b64\"]").header("b64", "false").signed());
    refuses("token-malformed", rsa, rs256().header("b64", "false").signed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"})
  void knownTypes_areTaken(String type) {
    accepts(rsa, rs256().header("typ", quoted(type)).signed());
    accepts(rsa, rs256().header("typ", null).signed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout+jwt", "dpop+jwt", "secevent+jwt", "JOSE", "", "id_token"})
  void otherTypes_areRefused(String type) {
    refuses("token-malformed", rsa, rs256().header("typ", quoted(type)).signed());
  }

  @ParameterizedTest
  @CsvSource({
    "exp, 1, known",
    "exp, -59, known",
    "exp, -60, token-out-of-time",
    "exp, -61, token-out-of-time",
    "exp, -86400, token-out-of-time",
    "nbf, -1, known",
    "nbf, 59, known",
    "nbf, 60, token-out-of-time",
    "nbf, 61, token-out-of-time"
  })
  void times_areHeldAgainstTheClock_withAMinuteOfSkew(String claim, long seconds, String outcome) {
    refuses(outcome, rsa, rs256().claim(claim, at(seconds)).signed());
  }

  @Test
  void skew_isWhatWasConfigured() throws IOException {
    BearerTokens exact = rsa(Token.accepted()).clockSkew(Duration.ZERO).build();
    refuses("token-out-of-time", exact, rs256().claim("exp", at(0)).signed());
    accepts(exact, rs256().claim("exp", at(1)).signed());
    refuses("token-out-of-time", exact, rs256().claim("nbf", at(1)).signed());
    BearerTokens loose = rsa(Token.accepted()).clockSkew(BearerTokens.MAX_CLOCK_SKEW).build();
    accepts(loose, rs256().claim("exp", at(-299)).signed());
    refuses("token-out-of-time", loose, rs256().claim("exp", at(-300)).signed());
  }

  @Test
  void missingOrOddExpiry_isRefused() {
    refuses("token-out-of-time", rsa, rs256().claim("exp", null).signed());
    refuses("token-out-of-time", rsa, rs256().claim("exp", "null").signed());
    refuses("token-malformed", rsa, rs256().claim("exp", quoted(at(300))).signed());
    refuses("token-malformed", rsa, rs256().claim("exp", "[" + at(300) + "]").signed());
    refuses("token-malformed", rsa, rs256().claim("exp", "true").signed());
    refuses("token-out-of-time", rsa, rs256().claim("exp", "0").signed());
    refuses("token-out-of-time", rsa, rs256().claim("exp", "-1").signed());
    accepts(rsa, rs256().claim("exp", at(300) + ".5").signed());
  }

  @Test
  void issuer_isComparedExactly() {
    for (String other :
        List.of(
            Token.ISSUER + "/",
            Token.ISSUER.toUpperCase(java.util.Locale.ROOT),
            Token.ISSUER + ".evil.example",
            " " + Token.ISSUER,
            "")) {
      refuses("token-claims-mismatch", rsa, rs256().claim("iss", quoted(other)).signed());
    }
    refuses("token-claims-mismatch", rsa, rs256().claim("iss", null).signed());
    refuses("token-claims-mismatch", rsa, rs256().claim("iss", "null").signed());
    refuses(
        "token-malformed", rsa, rs256().claim("iss", "[" + quoted(Token.ISSUER) + "]").signed());
  }

  @Test
  void audience_isOneOfTheTokens_comparedExactly() {
    String mine = quoted(Token.AUDIENCE);
    accepts(rsa, rs256().claim("aud", "[" + mine + "]").signed());
    accepts(rsa, rs256().claim("aud", "[\"other\"," + mine + "]").signed());
    for (String other : List.of("\"other\"", "[]", "[\"other\"]", "\"\"", "null", "[null]")) {
      refuses("token-claims-mismatch", rsa, rs256().claim("aud", other).signed());
    }
    refuses("token-claims-mismatch", rsa, rs256().claim("aud", null).signed());
    refuses(
        "token-claims-mismatch", rsa, rs256().claim("aud", quoted(Token.AUDIENCE + "/")).signed());
  }

  @Test
  void application_isNamedByTheConfiguredClaim() throws IOException {
    String app = quoted(Token.APP.value());
    accepts(rsa, rs256().claim("client_id", null).claim("azp", app).signed());
    refuses(
        "token-claims-mismatch", rsa, rs256().claim("client_id", null).claim("sub", app).signed());
    refuses(
        "unknown-sender",
        rsa,
        rs256().claim("client_id", "\"stranger\"").claim("azp", app).signed());
    for (String odd : List.of("\"\"", "7", "[" + app + "]", "\"a b\"")) {
      refuses(
          "token-claims-mismatch", rsa, rs256().claim("client_id", odd).claim("azp", app).signed());
    }
    BearerTokens bySubject = rsa(Token.accepted()).appIdClaim("sub").build();
    accepts(bySubject, rs256().claim("sub", app).claim("client_id", "\"stranger\"").signed());
    refuses("token-claims-mismatch", bySubject, rs256().signed());
    refuses("unknown-sender", bySubject, rs256().claim("sub", "\"stranger\"").signed());
  }

  @Test
  void scopes_mustAllBeGranted() throws IOException {
    BearerTokens one = rsa(Token.accepted()).scopes(List.of("od.orders")).build();
    BearerTokens two = rsa(Token.accepted()).scopes(List.of("od.orders", "od.crm")).build();
    BearerTokens own = rsa(Token.accepted()).scopes(List.of("partner.write")).build();
    for (String name : List.of("scope", "scp", "scopes")) {
      for (String good :
          List.of(
              "\"od.orders\"",
              "\"x od.orders y\"",
              "[\"od.orders\"]",
              "\"od.all\"",
              "[\"x\",\"od.all\"]")) {
        accepts(one, rs256().claim("scope", null).claim(name, good).signed());
      }
      for (String bad :
          List.of(
              "\"\"",
              "\"od.order\"",
              "\"od.orders2\"",
              "\"OD.ORDERS\"",
              "[]",
              "[\"od.menu\"]",
              "null",
              "7",
              "[7]",
              "\"od.orders,od.menu\"",
              "[\"od.orders od.menu\"]")) {
        refuses("scope-missing", one, rs256().claim("scope", null).claim(name, bad).signed());
      }
    }
    refuses("scope-missing", one, rs256().claim("scope", null).signed());
    refuses("scope-missing", two, rs256().claim("scope", "\"od.orders\"").signed());
    accepts(two, rs256().claim("scope", "\"od.crm od.orders\"").signed());
    accepts(two, rs256().claim("scope", "\"od.all\"").signed());
    refuses("scope-missing", own, rs256().claim("scope", "\"od.all\"").signed());
    accepts(own, rs256().claim("scope", "\"partner.write\"").signed());
  }

  @Test
  void scopes_areNotToldToThoseWhoAreNotGenuine() throws IOException {
    BearerTokens one = rsa(Token.accepted()).scopes(List.of("od.crm")).build();
    refuses("token-signature-mismatch", one, rs256().signed(OTHER_RSA));
    refuses("token-out-of-time", one, rs256().claim("exp", at(-300)).signed());
    refuses("unknown-sender", one, rs256().claim("client_id", "\"stranger\"").signed());
  }

  @Test
  void tokenThatIsTooLong_isNotLookedAt() {
    int length = rs256().claim("pad", "\"\"").signed().length();
    int room = (BearerTokens.MAX_TOKEN_LENGTH - length) * 3 / 4;
    accepts(rsa, rs256().claim("pad", quoted("x".repeat(room - 2))).signed());
    refuses("token-malformed", rsa, rs256().claim("pad", quoted("x".repeat(room + 4))).signed());
  }

  static Stream<String> oddTokens() {
    String good = rs256().signed();
    String[] parts = good.split("\\.", -1);
    String deep = base64("{\"alg\":\"RS256\",\"x\":" + "[".repeat(5000));
    List<String> odd =
        new ArrayList<>(List.of("x", ".", "..", "...", "x.y", "x.y.z", "ey..", "=.=.="));
    odd.add(parts[0] + "." + parts[1]);
    odd.add(parts[0] + "." + parts[1] + ".");
    odd.add("." + parts[1] + "." + parts[2]);
    odd.add(parts[0] + ".." + parts[2]);
    odd.add(good + "." + parts[2]);
    odd.add(good + ".x.y");
    odd.add(good + "=");
    odd.add(good + "A");
    odd.add(good.replace('.', ','));
    odd.add(deep + "." + parts[1] + "." + parts[2]);
    odd.add(base64("[]") + "." + parts[1] + "." + parts[2]);
    odd.add(base64("\"RS256\"") + "." + parts[1] + "." + parts[2]);
    odd.add(base64("{\"alg\":\"RS256\",\"alg\":\"none\"}") + "." + parts[1] + "." + parts[2]);
    odd.add(base64(new byte[] {(byte) 0xC3, 0x28}) + "." + parts[1] + "." + parts[2]);
    odd.add(good.substring(0, good.length() - 2));
    odd.add(parts[0] + "." + parts[1] + "." + base64(new byte[256]));
    odd.add(parts[0] + "." + parts[1] + "." + base64(new byte[1]));
    odd.add("\u00e9" + good);
    return odd.stream();
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("oddTokens")
  void oddToken_isRefusedAndNeverAFault(String odd) {
    for (BearerTokens each : List.of(rsa, ec, shared)) {
      assertTrue(
          List.of("token-malformed", "token-signature-mismatch").contains(outcome(each, odd)), odd);
    }
  }

  @Test
  void genuineTokenWithoutClaims_isRefused() {
    for (String payload : List.of("", "[]", "null", "\"text\"", "{", "{}x", "[".repeat(3000))) {
      assertFalse(outcome(shared, macOver(payload)).equals("known"), payload);
    }
    refuses("token-claims-mismatch", shared, macOver("{}"));
  }

  private static String macOver(String payload) {
    String header = base64("{\"alg\":\"HS256\"}");
    String input = header + "." + base64(payload);
    byte[] mac =
        dev.lacre.signer.internal.SignerAccess.key(
                Token.SHARED, dev.lacre.signer.MacAlgorithm.HMAC_SHA256)
            .mac(input.getBytes(UTF_8), 0, input.length());
    return input + "." + base64(mac);
  }

  @Test
  void severalSharedSecrets_areAllTried() {
    Secret old = Secret.ofUtf8("the old secret of the issuer, 0123456789");
    BearerTokens both =
        Token.accepted().algorithm("HS256").sharedSecrets(List.of(Token.SHARED, old)).build();
    accepts(both, hs256().signed());
    accepts(both, hs256().mac("the old secret of the issuer, 0123456789".getBytes(UTF_8)));
    refuses(
        "token-signature-mismatch",
        shared,
        hs256().mac("the old secret of the issuer, 0123456789".getBytes(UTF_8)));
  }

  @Test
  void weakRsaKey_isNotUsed() throws IOException {
    KeyPair weak = Token.rsa(1024);
    Path both = keySet(Token.keySet(Map.of("rsa-1", RSA, "weak", weak)));
    BearerTokens tokens = Token.accepted().algorithm("RS256").keysFromFile(both).build();
    accepts(tokens, rs256().signed());
    refuses("token-signature-mismatch", tokens, rs256().header("kid", "\"weak\"").signed(weak));
    refuses("token-signature-mismatch", tokens, rs256().header("kid", null).signed(weak));
  }

  @Test
  void nothingShown_holdsAToken() {
    assertEquals(
        "BearerTokens[https://auth.partner.example, HS256, scopes [], 1 clients]",
        shared.toString());
    assertFalse(new JwtKeys.Shared(List.of(Token.SHARED)).toString().contains("issuer"));
  }

  private static void fault(String expected, org.junit.jupiter.api.function.Executable building) {
    RuntimeException fault = assertThrows(RuntimeException.class, building);
    assertTrue(
        fault instanceof IllegalArgumentException || fault instanceof IllegalStateException,
        fault::toString);
    assertTrue(String.valueOf(fault.getMessage()).contains(expected), fault.getMessage());
  }

  @Test
  void whatIsNotSaid_isAFault() throws IOException {
    Path keys = keySet(Token.keySet());
    fault("issuer", () -> BearerTokens.builder().client(Token.APP, List.of(Token.STORE)).build());
    BearerTokens.Builder noClient =
        BearerTokens.builder().issuer("i").audience("a").algorithm("RS256").keysFromFile(keys);
    fault("add a client", noClient::build);
    fault(
        "audience",
        () ->
            rsa(BearerTokens.builder().issuer("i"))
                .client(Token.APP, List.of(Token.STORE))
                .build());
    fault("algorithm", () -> Token.accepted().keysFromFile(keys).build());
    fault("key source", () -> Token.accepted().algorithm("RS256").build());
    fault("blank", () -> BearerTokens.builder().issuer(" "));
    fault("blank", () -> BearerTokens.builder().audience(""));
    fault("set already", () -> Token.accepted().issuer("again"));
    fault(
        "set already",
        () -> Token.accepted().keysFromFile(keys).keysFromUrl(URI.create("https://x/")));
    fault("no merchant", () -> BearerTokens.builder().client(AppId.of("a"), List.of()));
    fault("stands twice", () -> Token.accepted().client(Token.APP, List.of(Token.STORE)));
  }

  @Test
  void keyOnAnotherCurve_isNone() throws IOException {
    String other = Token.jwk("ec-384", Token.ec("secp384r1"));
    Path both = keySet("{\"keys\":[" + other + "," + Token.jwk("ec-1", Token.EC) + "]}");
    BearerTokens tokens = Token.accepted().algorithm("ES256").keysFromFile(both).build();
    assertEquals("known", outcome(tokens, Token.es256().header("kid", null).signed()));
    assertEquals("known", outcome(tokens, Token.es256().signed()));
    assertEquals(
        "token-signature-mismatch",
        outcome(tokens, Token.es256().header("kid", "\"ec-384\"").signed()));
    Path small = keySet(Token.keySet());
    fault(
        "no key for ES384", () -> Token.accepted().algorithm("ES384").keysFromFile(small).build());
  }

  @Test
  void algorithmsAndKeysThatDoNotFit_areAFault() throws IOException {
    Path keys = keySet(Token.keySet(Map.of("rsa-1", RSA)));
    for (String none : List.of("none", "RS1", "rs256", "", "EdDSA", "dir", "ES256K")) {
      fault("is no algorithm", () -> BearerTokens.builder().algorithm(none));
    }
    fault(
        "shared with the issuer",
        () -> Token.accepted().algorithm("HS256").keysFromFile(keys).build());
    fault(
        "public keys",
        () -> Token.accepted().algorithm("RS256").sharedSecrets(List.of(Token.SHARED)).build());
    fault("no key for ES256", () -> Token.accepted().algorithm("ES256").keysFromFile(keys).build());
    fault(
        "needs at least 64",
        () -> Token.accepted().algorithm("HS512").sharedSecrets(List.of(Token.SHARED)).build());
    fault(
        "needs at least 48",
        () -> Token.accepted().algorithm("HS384").sharedSecrets(List.of(Token.SHARED)).build());
    fault("0 secrets", () -> Token.accepted().algorithm("HS256").sharedSecrets(List.of()).build());
    Secret short31 = Secret.ofUtf8("x".repeat(31));
    fault(
        "needs at least 32",
        () -> Token.accepted().algorithm("HS256").sharedSecrets(List.of(short31)).build());
    Token.accepted()
        .algorithm("HS256")
        .sharedSecrets(List.of(Secret.ofUtf8("x".repeat(32))))
        .build();
  }

  @Test
  void keySetsThatCannotBeUsed_areAFault() throws IOException {
    String oct = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0LXplYnJh\"}]}";
    for (String[] each :
        new String[][] {
          {"{", "no JWK set"},
          {"", "no JWK set"},
          {"{\"keys\":[]}", "no key for RS256"},
          {oct, "private or secret key"},
          {"x".repeat(300_000), "longer than"}
        }) {
      Path file = keySet(each[0]);
      fault(each[1], () -> Token.accepted().algorithm("RS256").keysFromFile(file).build());
    }
    fault(
        "cannot be read",
        () -> Token.accepted().algorithm("RS256").keysFromFile(folder.resolve("absent")).build());
  }

  @Test
  void urlsThatAreNotSafe_areAFault() {
    fault("not https", () -> BearerTokens.builder().keysFromUrl(URI.create("http://x/keys")));
    for (String bad :
        List.of("file:///etc/keys", "ftp://x/", "/keys", "https:///x", "https://u:p@x/")) {
      fault("no https URL", () -> BearerTokens.builder().keysFromUrl(URI.create(bad)));
      fault("no https URL", () -> BearerTokens.builder().keysFromInsecureUrl(URI.create(bad)));
    }
    for (Duration bad :
        List.of(Duration.ofSeconds(-1), Duration.ofSeconds(301), Duration.ofMillis(1))) {
      fault("clock skew", () -> BearerTokens.builder().clockSkew(bad));
    }
    for (String bad : List.of("", "a b", "é", "\t")) {
      fault("is no scope", () -> BearerTokens.builder().scopes(List.of(bad)));
    }
  }
}
