package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.ApiKeys;
import dev.lacre.verifier.BearerTokens;
import dev.lacre.verifier.CallerAuthenticator;
import dev.lacre.verifier.CallerVerdict;
import dev.lacre.verifier.InboundWebhook;
import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.TrustedProxies;
import dev.lacre.verifier.Verdict;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.internal.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Random input to what decides behind the wire: a value comes out, and never a wrong yes. */
class VerifierFuzzTest {

  private static final Sender SENDER = Sender.APPLICATION;
  private static final byte[] BODY = "{\"storeId\":\"store-1\"}".getBytes(UTF_8);
  private static final String KEY = "zebra-key-of-the-application";

  /** All spellings of an address of 192.0.2.0/24; a peer's may have brackets and a zone. */
  private static final Pattern ALLOWED =
      Pattern.compile(
          "(?i)\\[?(192\\.0\\.2\\.(0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])"
              + "|[0:]*:ffff:(192\\.0\\.2\\.\\d+|c000:2[0-9a-f]{2}|c000:02[0-9a-f]{2}))(%.*)?\\]?");

  /** The same as a proxy writes it: perhaps named, in quotes or brackets, and with a port. */
  private static final Pattern ALLOWED_HOP =
      Pattern.compile(
          "(?i)\\s*(for=)?\"?\\[?(192\\.0\\.2\\.\\d{1,3}|[0:]*:ffff:(192\\.0\\.2\\.\\d{1,3}"
              + "|c000:0?2[0-9a-f]{2}))\\]?(:(\\d{1,5}|_[-._a-z0-9]+))?\"?\\s*");

  private static Arbitrary<String> text() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60),
        Arbitraries.strings().withCharRange('\u0000', '\u00FF').ofMaxLength(60),
        Arbitraries.of("", " ", ",", "\u0000", "null", "\uD800", "0".repeat(64), "x".repeat(9000)));
  }

  private static Verdict judged(WebhookVerifier verifier, InboundWebhook inbound) {
    Verdict verdict = verifier.verify(inbound);
    if (verdict instanceof Verdict.Rejected rejected) {
      assertFalse(rejected.reason() == RejectionReason.INTERNAL_ERROR, rejected::toString);
    }
    return verdict;
  }

  private static InboundWebhook.Builder genuine(byte[] body) {
    return InboundWebhook.builder()
        .header("X-App-Id", SENDER.app())
        .header("X-App-MerchantId", SENDER.merchant())
        .header("X-App-Signature", SENDER.signature(body))
        .path("/hook")
        .peerAddress("192.0.2.7")
        .body(body);
  }

  @Test
  void anyHeaders_areAcceptedWithAValidMacAlone() throws Exception {
    Arbitrary<List<String>> app = lines(SENDER.app(), Sender.MERCHANT.app());
    Arbitrary<List<String>> merchant = lines("store-1", "store-2", "store-9");
    Arbitrary<List<String>> signature =
        lines(
            SENDER.signature(BODY), Sender.MERCHANT.signature(BODY), SENDER.signature(BODY) + ",");
    Arbitrary<byte[]> body = Arbitraries.of(BODY, "{}".getBytes(UTF_8), new byte[] {0, -1});
    WebhookVerifier verifier = Stage.hook();
    int[] accepted = {0};
    int tried =
        Fuzz.run(
            4000,
            Combinators.combine(app, merchant, signature, body).as(Tuple::of),
            tuple -> {
              InboundWebhook.Builder inbound = InboundWebhook.builder().body(tuple.get4());
              tuple.get1().forEach(line -> inbound.header("X-App-Id", line));
              tuple.get2().forEach(line -> inbound.header("X-App-MerchantId", line));
              tuple.get3().forEach(line -> inbound.header("X-App-Signature", line));
              boolean right =
                  tuple.get1().size() == 1
                      && tuple.get2().size() == 1
                      && tuple
                          .get3()
                          .equals(
                              List.of(
                                  Guarded.mac(
                                      tuple.get1().get(0), tuple.get2().get(0), tuple.get4())));
              boolean yes = judged(verifier, inbound.build()) instanceof Verdict.Accepted;
              assertEquals(right, yes);
              accepted[0] += yes ? 1 : 0;
            });
    assertTrue(accepted[0] > 0 || tried < 1000, "no genuine one among them");
  }

  /** Lines of a header: mostly one, mostly one of these. */
  private static Arbitrary<List<String>> lines(String... known) {
    Arbitrary<String> line =
        Arbitraries.frequencyOf(
            Tuple.of(5, Arbitraries.of(known)),
            Tuple.of(1, text().filter(other -> !List.of(known).contains(other.strip()))));
    return Arbitraries.frequencyOf(
        Tuple.of(5, line.list().ofSize(1)), Tuple.of(1, line.list().ofMaxSize(3)));
  }

  @Test
  void anyPeerAndForwardedLine_isAllowedOnlyIfItIsAnAddressOfTheList() throws Exception {
    AddressAllowlist list = AddressAllowlist.of(List.of("192.0.2.0/24"));
    Arbitrary<String> address =
        Arbitraries.oneOf(
            text(),
            Arbitraries.strings().withChars("0123456789abcdefx.:[]%/ ").ofMaxLength(45),
            Arbitraries.of("192", "192.0.2.", "::ffff:192.0.2.", "0x", "010.", "3221225991")
                .flatMap(
                    start ->
                        Arbitraries.strings()
                            .withChars("0123456789.:%_a")
                            .ofMaxLength(6)
                            .map(start::concat)));
    for (String header : List.of("X-Forwarded-For", "Forwarded")) {
      WebhookVerifier verifier =
          Stage.verifier(WebhookOperation.ORDERING_CHANNEL)
              .allowlist(list)
              .trustedProxies(TrustedProxies.of(List.of("127.0.0.1"), header))
              .build();
      Fuzz.run(
          2000,
          address,
          text -> {
            boolean accepted = accepts(verifier, genuine(BODY).peerAddress(text));
            assertTrue(!accepted || ALLOWED.matcher(text).matches(), text);
            assertTrue(!list.allows(text) || accepted, text);
            for (String hop : List.of(text, "for=" + text, "for=\"" + text + "\"")) {
              InboundWebhook.Builder proxied =
                  genuine(BODY)
                      .peerAddress("127.0.0.1")
                      .header(header, "192.0.2.1")
                      .header(header, hop);
              String last = hop.substring(hop.lastIndexOf(',') + 1);
              assertTrue(!accepts(verifier, proxied) || ALLOWED_HOP.matcher(last).matches(), hop);
            }
            configured(() -> AddressAllowlist.of(List.of(text)));
            configured(() -> TrustedProxies.of(List.of(text), text));
          });
    }
  }

  private static boolean accepts(WebhookVerifier verifier, InboundWebhook.Builder inbound) {
    return judged(verifier, inbound.build()) instanceof Verdict.Accepted;
  }

  /** A configuration fault is told in one way. */
  private static void configured(Runnable build) {
    try {
      build.run();
    } catch (IllegalArgumentException told) {
      assertFalse(String.valueOf(told.getMessage()).isEmpty());
    }
  }

  @Test
  void anySignedBody_isJudgedAndNamesItsStoreIfAccepted() throws Exception {
    Arbitrary<byte[]> pieces =
        Arbitraries.of(
                "{",
                "}",
                "[",
                "]",
                ",",
                ":",
                "\"storeId\"",
                "\"store-1\"",
                "\"store-2\"",
                "null",
                "1e9",
                "\"\\ud800\"",
                "\"\\u0073tore-1\"",
                "\uFEFF",
                " ",
                "\"x\"",
                "tru",
                "//",
                "\u0000",
                "{\"storeId\":\"store-1\"",
                "}")
            .list()
            .ofMinSize(1)
            .ofMaxSize(8)
            .map(list -> String.join("", list).getBytes(UTF_8));
    Arbitrary<byte[]> bodies =
        Arbitraries.oneOf(
            Arbitraries.just(BODY),
            pieces,
            Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(40));
    Arbitrary<String> pointers =
        Arbitraries.frequencyOf(Tuple.of(3, Arbitraries.just("/storeId")), Tuple.of(1, text()));
    int[] accepted = {0};
    int tried =
        Fuzz.run(
            3000,
            Combinators.combine(bodies, pointers).as(Tuple::of),
            tuple -> {
              configured(() -> StoreRule.builder().pointer(tuple.get2()).build());
              WebhookVerifier verifier =
                  Stage.verifier(WebhookOperation.ORDERING_CHANNEL)
                      .store(StoreRule.builder().pointer("/storeId").build())
                      .build();
              InboundWebhook.Builder inbound =
                  genuine(tuple.get1()).header("Content-Type", "application/json");
              if (accepts(verifier, inbound)) {
                accepted[0]++;
                assertTrue(
                    new String(tuple.get1(), UTF_8)
                        .matches(
                            "(?s)\\s*\\{.*\"storeId\"\\s*:\\s*\"(s|\\\\u0073)tore-1\".*\\}\\s*"));
              }
            });
    assertTrue(accepted[0] > 0 || tried < 1000, "no body among them names its store");
  }

  @Test
  void anyPath_thatALenientReaderTakesForARoute_isOneOrFoldsToOne() throws Exception {
    RouteTable<String> table = RouteTable.of(Map.of("/hook", "hook", "/stores/*", "stores"));
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.of(
                "/",
                "hook",
                "stores",
                "x",
                ".",
                "..",
                "%2e",
                "%2F",
                "%5c",
                "\\",
                ";",
                ";a=b",
                "%00",
                "%68ook",
                "%2568ook",
                "HOOK",
                "%c0%af",
                "%",
                "%zz"),
            Arbitraries.strings().ofMaxLength(4));
    Fuzz.run(
        4000,
        piece.list().ofMaxSize(7).map(list -> "/" + String.join("", list)),
        path -> {
          RouteTable.Match<String> match = table.match(path);
          if (Guarded.isRoute(Guarded.lenient(path.replace("+", "%2B")))) {
            assertTrue(match.route() != null || match.folds(), path);
          }
        });
  }

  @Test
  void anyKeyOrToken_isRefusedButTheOneThatIsKnown() throws Exception {
    AppId app = AppId.of(SENDER.app());
    List<MerchantId> merchants = List.of(MerchantId.of("store-1"));
    CallerAuthenticator keys =
        ApiKeys.builder().client(app, List.of(Secret.ofUtf8(KEY)), merchants).build();
    CallerAuthenticator tokens =
        BearerTokens.builder()
            .issuer("https://auth.example")
            .audience("us")
            .algorithm("HS256")
            .sharedSecrets(List.of(Secret.ofUtf8("zebra secret of the issuer, 0123456789")))
            .client(app, merchants)
            .build();
    Arbitrary<String> part =
        Arbitraries.of(
            "Bearer ",
            "bearer ",
            "Basic ",
            ".",
            "..",
            "eyJhbGciOiJub25lIn0",
            "eyJhbGciOiJIUzI1NiJ9",
            "e30",
            "eyJzdWIiOiJhcHAtb2YtbWFueSJ9",
            "=",
            "-_",
            "\u00E9",
            KEY,
            " ",
            "{}",
            "bnVsbA",
            "W10");
    Arbitrary<String> value =
        Arbitraries.oneOf(
            text(),
            part.list().ofMaxSize(7).map(list -> String.join("", list)),
            part.list().ofMaxSize(6).map(list -> "Bearer " + String.join(".", list)));
    Fuzz.run(
        3000,
        value.list().ofMaxSize(2),
        lines -> {
          InboundWebhook.Builder inbound = InboundWebhook.builder();
          lines.forEach(line -> inbound.header("X-API-KEY", line).header("Authorization", line));
          InboundWebhook head = inbound.build();
          boolean known = lines.size() == 1 && lines.get(0).strip().equals(KEY);
          assertEquals(known, keys.authenticate(head) instanceof CallerVerdict.Known);
          assertFalse(tokens.authenticate(head) instanceof CallerVerdict.Known);
        });
  }

  @Test
  void anyBytes_areNoSignatureOfOtherBytes() throws Exception {
    Fuzz.run(
        3000,
        Mutation.some(),
        mutations -> {
          byte[] changed = Mutation.all(mutations, BODY);
          InboundWebhook.Builder inbound =
              InboundWebhook.builder()
                  .header("X-App-Id", SENDER.app())
                  .header("X-App-MerchantId", SENDER.merchant())
                  .header("X-App-Signature", SENDER.signature(BODY))
                  .body(changed);
          boolean same = new String(changed, ISO_8859_1).equals(new String(BODY, ISO_8859_1));
          assertEquals(same, accepts(Stage.hook(), inbound));
        });
  }
}
