package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lacre.verifier.RejectionReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each {@code --break} is refused for its own reason: by {@code lacre serve}, which names it, and
 * by a receiver that shares no code with Lacre, which does not.
 */
final class SendBreakTest {

  /** Both credential models, an allowlist behind a proxy, and every way to name the store. */
  private static final String CONFIG =
      """
      {
        "credentials": [
          { "appId": "%s", "model": "client_credentials_application",
            "secrets": [ {"insecureLiteral": "%s"}, {"insecureLiteral": "%s"} ],
            "merchants": ["store-a", "store-b"] },
          { "appId": "%s", "model": "client_credentials_merchant",
            "merchants": { "store-x": { "secrets": [ {"insecureLiteral": "%s"} ] },
                           "store-y": { "secrets": [ {"insecureLiteral": "%s"} ] } } }
        ],
        "addresses": { "allow": ["203.0.113.0/24"], "trustedProxies": ["127.0.0.0/8"],
                       "forwardedHeader": "X-Forwarded-For" },
        "routes": {
          "/events": { "operation": "v2/orderEvent" },
          "/logistics": { "operation": "v1/newLogisticEvent" },
          "/codes": { "operation": "v1/confirmationCode" },
          "/stores/*": { "operation": "ordering-channel",
                         "store": {"pathSegment": 1, "header": "X-Store"} }
        }
      }
      """
          .formatted(
              PlainChecks.APP,
              PlainChecks.SECRET,
              PlainChecks.OLD_SECRET,
              PlainChecks.CHANNEL,
              PlainChecks.X_SECRET,
              PlainChecks.Y_SECRET);

  /** What takes a ledger or other credentials, see {@link SendCredentialsTest}. */
  private static final Set<SendFault> NOT_HERE =
      EnumSet.of(
          SendFault.NO_API_KEY,
          SendFault.WRONG_API_KEY,
          SendFault.NO_TOKEN,
          SendFault.MALFORMED_TOKEN,
          SendFault.CHANGED_TOKEN,
          SendFault.SWAPPED_MERCHANT,
          SendFault.REUSED_EVENT_ID);

  /** What {@link PlainReceiver} knows nothing of. */
  private static final Set<SendFault> NOT_CHECKED_THERE =
      EnumSet.of(
          SendFault.MULTIPART,
          SendFault.MALFORMED_BODY,
          SendFault.OTHER_MERCHANT,
          SendFault.ODD_PATH);

  /** One for all tests: to stop it takes a second. */
  private static Serving serving;

  private static Path config;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    config = Files.writeString(folder.resolve("lacre.json"), CONFIG);
    serving = Serving.start(config);
  }

  @AfterAll
  static void stop() throws Exception {
    assertEquals(Lacre.DONE, serving.stop());
  }

  /** No test leaves a verdict to the next. */
  @AfterEach
  void noVerdictIsLeft() {
    assertEquals(List.of(), serving.linesLeft());
  }

  private static Run send(String url, String app, String merchant, String event, String... also) {
    List<String> more = new ArrayList<>(List.of("--event", event));
    more.addAll(List.of(also));
    Run run = Run.given().send(url, config, app, merchant, more.toArray(String[]::new));
    for (String secret :
        List.of(
            PlainChecks.SECRET,
            PlainChecks.OLD_SECRET,
            PlainChecks.X_SECRET,
            PlainChecks.Y_SECRET)) {
      assertTrue(!(run.out() + run.err()).contains(secret), "a secret is shown");
    }
    return run;
  }

  private static JsonNode last(Run run) throws IOException {
    assertEquals(2, run.json().size(), run.out() + run.err());
    return run.lastJson();
  }

  @ParameterizedTest
  @CsvSource({
    "/events, 3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10, store-a, CONFIRMED, OTHER_MERCHANT MALFORMED_BODY",
    "/logistics, 3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10, store-a, ACCEPTED, ''",
    "/codes, channel, store-x, confirmationCode, MALFORMED_BODY",
    "/stores/store-b/orders, 3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10, store-b, CREATED, MALFORMED_BODY",
    "/stores/store-y/orders, channel, store-y, CREATED, MALFORMED_BODY",
  })
  void serve_eachFault_isRefusedForItsOwnReason(
      String path, String app, String merchant, String event, String meaningless) throws Exception {
    Set<String> without = Set.of(meaningless.split(" ", -1));
    String url = serving.address() + path;
    Run genuine = send(url, app, merchant, event, "--check-status");
    assertEquals(Lacre.DONE, genuine.code(), genuine.out() + genuine.err());
    assertEquals("accepted", serving.nextVerdict().path("verdict").textValue());

    List<Executable> checks = new ArrayList<>();
    for (SendFault fault : SendFault.values()) {
      Run run = send(url, app, merchant, event, "--break", fault.code(), "--check-status");
      if (without.contains(fault.name()) || NOT_HERE.contains(fault)) {
        checks.add(() -> assertEquals(Lacre.SET_UP, run.code(), fault + run.out()));
        continue;
      }
      JsonNode verdict = serving.nextVerdict();
      checks.add(
          () -> {
            assertEquals(Lacre.DONE, run.code(), fault + run.out() + run.err() + verdict);
            assertEquals("rejected", verdict.path("verdict").textValue(), fault.name());
            assertEquals(last(run).path("expectedReason"), verdict.path("reason"), fault.name());
            assertEquals(last(run).path("status"), verdict.path("status"), fault.name());
            assertEquals(last(run).path("expectedStatus"), verdict.path("status"));
            assertEquals("refused", last(run).path("result").textValue());
            assertEquals(fault.code(), last(run).path("break").textValue());
          });
    }
    assertAll(checks);
  }

  @Test
  void faults_coverEveryReasonThatASenderCanCause() {
    Set<RejectionReason> caused = EnumSet.noneOf(RejectionReason.class);
    Arrays.stream(SendFault.values()).map(SendFault::usualReason).forEach(caused::add);

    Set<RejectionReason> rest = EnumSet.complementOf(EnumSet.copyOf(caused));

    assertEquals(
        Set.of(
            // Not of this scheme.
            RejectionReason.TIMESTAMP_OUT_OF_TOLERANCE,
            // What the issuer of tokens decides.
            RejectionReason.TOKEN_OUT_OF_TIME,
            RejectionReason.TOKEN_CLAIMS_MISMATCH,
            RejectionReason.SCOPE_MISSING,
            // What an unknown application comes to beside a known key.
            RejectionReason.CREDENTIALS_DISAGREE,
            // What the configuration decides, whatever is sent.
            RejectionReason.MERCHANT_PROOF_TOO_WEAK,
            // What takes two deliveries at once, or much time.
            RejectionReason.DELIVERY_IN_PROGRESS,
            RejectionReason.BODY_TIMEOUT,
            // The receiver's own trouble.
            RejectionReason.LEDGER_UNAVAILABLE,
            RejectionReason.CREDENTIALS_UNAVAILABLE,
            RejectionReason.OVERLOADED,
            RejectionReason.INTERNAL_ERROR),
        rest);
  }

  @Test
  void foreignReceiver_genuineIsTakenAndEachFaultRefused() throws Exception {
    try (PlainReceiver receiver = new PlainReceiver()) {
      Run genuine = send(receiver.url() + "/events", PlainChecks.APP, "store-a", "CONFIRMED");
      assertEquals(Lacre.DONE, genuine.code(), genuine.out() + genuine.err());

      List<Executable> checks = new ArrayList<>();
      for (SendFault fault : SendFault.values()) {
        if (!NOT_CHECKED_THERE.contains(fault) && !NOT_HERE.contains(fault)) {
          Run run =
              send(
                  receiver.url() + "/events",
                  PlainChecks.APP,
                  "store-a",
                  "CONFIRMED",
                  "--break",
                  fault.code());
          JsonNode end = last(run);
          if (fault != SendFault.MALFORMED_MERCHANT_ID) { // there it is any unknown merchant
            checks.add(
                () -> assertEquals(end.path("expectedStatus"), end.path("status"), fault.name()));
          }
          checks.add(() -> assertEquals(Lacre.DONE, run.code(), fault + run.out() + run.err()));
        }
      }
      Run otherStore =
          send(
              receiver.url() + "/stores/store-a/orders",
              PlainChecks.APP,
              "store-a",
              "CREATED",
              "--break",
              "other-merchant");
      checks.add(() -> assertEquals(Lacre.DONE, otherStore.code(), otherStore.out()));
      assertAll(checks);
    }
  }

  @Test
  void wrongReceiver_thatAcceptsAll_isFoundOut() throws Exception {
    try (PlainReceiver receiver = new PlainReceiver(Fault.ACCEPTS_ALL)) {
      assertAll(
          Stream.of("no-signature", "changed-body", "wrong-secret")
              .map(
                  fault ->
                      () -> {
                        Run run =
                            send(
                                receiver.url() + "/events",
                                PlainChecks.APP,
                                "store-a",
                                "CONFIRMED",
                                "--break",
                                fault);
                        assertEquals(Lacre.REFUSED, run.code(), run.out());
                        assertEquals("acknowledged", last(run).path("result").textValue());
                      }));
    }
  }

  @Test
  void wrongStatus_isFoundOutOnlyIfAskedFor() throws Exception {
    try (PlainReceiver receiver = new PlainReceiver(Fault.CODE_REFUSED_WITH_400)) {
      String[] fault = {"--break", "changed-body"};
      Run lax =
          send(receiver.url() + "/codes", PlainChecks.APP, "store-a", "confirmationCode", fault);
      Run strict =
          send(
              receiver.url() + "/codes",
              PlainChecks.APP,
              "store-a",
              "confirmationCode",
              "--break",
              "changed-body",
              "--check-status");

      assertEquals(Lacre.DONE, lax.code(), lax.out());
      assertEquals(Lacre.REFUSED, strict.code(), strict.out());
      assertEquals(400, last(strict).path("status").intValue());
      assertEquals(401, last(strict).path("expectedStatus").intValue());
    }
  }

  @Test
  void breaking_onAnotherMachine_needsLeave() throws Exception {
    // An address for documentation, which nothing is sent to.
    send(
            "https://203.0.113.7/events",
            PlainChecks.APP,
            "store-a",
            "CONFIRMED",
            "--break",
            "no-signature")
        .assertUsageFault();
  }
}
