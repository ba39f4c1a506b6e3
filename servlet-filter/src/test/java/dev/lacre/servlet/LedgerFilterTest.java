package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import dev.lacre.signer.Secret;
import dev.lacre.verifier.ApiKeys;
import dev.lacre.verifier.StoreRule;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each delivery reaches the application once, whatever senders repeat, divert or forge. */
@EachContainer
class LedgerFilterTest {

  private static final String KEY = "key-of-the-application";
  private static final AtomicInteger EVENTS = new AtomicInteger();

  private final ContainerKind kind;
  private final Stage stage;

  LedgerFilterTest(ContainerKind kind) {
    this.kind = kind;
    this.stage =
        Stage.shared(
            "ledger " + kind,
            () ->
                Stage.on(kind)
                    .filter(filter -> routes(filter.ledger(DeliveryLedger.inMemory())))
                    .errorPage(500, "/error-page")
                    .servlet(
                        "/error-page", (request, response) -> Handler.answer(response, "failed"))
                    .start());
  }

  private static void routes(WebhookFilter.Builder filter) {
    for (WebhookOperation operation : WebhookOperation.all()) {
      filter.route("/" + operation.name(), Stage.verifier(operation).build());
    }
    ApiKeys keys =
        ApiKeys.builder()
            .client(
                AppId.of("keyed"),
                List.of(Secret.ofUtf8(KEY)),
                List.of(MerchantId.of("store-1"), MerchantId.of("store-2")))
            .build();
    filter.route(
        "/keyed/*",
        WebhookVerifier.withoutSignature(keys, WebhookOperation.ORDERING_CHANNEL)
            .store(StoreRule.builder().pathSegment(1).build())
            .build());
  }

  private static String event(String id, String rest) {
    return "{\"eventId\":\"" + id + "\",\"x\":\"" + rest + "\"}";
  }

  private static String newId() {
    return "evt-" + EVENTS.incrementAndGet();
  }

  @Test
  void emptyBodiesWithoutASignature_eachReachTheApplication() throws Exception {
    for (String store : List.of("store-1", "store-1", "store-2")) {
      stage.accepts(Call.post("/keyed/" + store, "").header("X-API-KEY", KEY));
    }
  }

  private static Call post(Sender sender, String body) {
    return sender.post("/v1/newEvent", body);
  }

  private Call post(String body, Handler.Deed deed) {
    return post(Sender.APPLICATION, body).header(Handler.DO, stage.handler.deed(deed));
  }

  private void acknowledges(int status, Call call) throws Exception {
    int before = stage.handler.calls();
    stage.outcomes.clear();
    Answer answer = stage.exchange(call);
    assertEquals(status, answer.status(), answer::toString);
    assertEquals("", answer.text());
    stage.await("duplicate");
    assertEquals(before, stage.handler.calls(), "the application was called again");
  }

  @Test
  void sameDelivery_again_isAcknowledgedAsBefore() throws Exception {
    String body = event(newId(), "a");
    Answer first = stage.exchange(post(body, (request, response) -> response.setStatus(202)));
    assertEquals(202, first.status());
    acknowledges(202, post(Sender.APPLICATION, body));
    acknowledges(202, post(Sender.APPLICATION, body).chunked(3));
    assertEquals(List.of(), stage.outcomes.alarms());
  }

  @Test
  void sameDelivery_toAnotherOperation_isAnotherEvent() throws Exception {
    String body = event(newId(), "a");
    stage.accepts(post(Sender.APPLICATION, body));
    stage.accepts(Sender.APPLICATION.post("/v2/orderEvent", body));
  }

  @Test
  void bodyWithoutAnId_isItsOwn() throws Exception {
    String body = "{\"no\":\"" + newId() + "\"}";
    for (String path : List.of("/v2/customerEvent", "/v1/newEvent", "/ordering-channel")) {
      stage.accepts(Sender.APPLICATION.post(path, body));
      acknowledges(200, Sender.APPLICATION.post(path, body));
      stage.accepts(Sender.APPLICATION.post(path, body + " "));
      Answer swapped =
          stage.refuses("merchant-swapped", Sender.APPLICATION.as("store-2").post(path, body));
      assertEquals(403, swapped.status());
    }
  }

  @Test
  void idThatIsNone_isNotTakenForOne() throws Exception {
    for (String id : List.of("17", "null", "\"\"", "\"a b\"", "\"" + "x".repeat(129) + "\"")) {
      String body = "{\"eventId\":" + id + ",\"x\":\"" + newId();
      stage.accepts(post(Sender.APPLICATION, body + "\"}"));
      stage.accepts(post(Sender.APPLICATION, body + " \"}"));
      acknowledges(200, post(Sender.APPLICATION, body + "\"}"));
    }
  }

  @Test
  void bodyThatIsNoStrictJson_isRefused_forTheApplicationCouldReadAnotherId() throws Exception {
    String twice = "{\"eventId\":\"a-1\",\"eventId\":\"a-2\"}";
    assertEquals(400, stage.refuses("body-malformed", post(Sender.APPLICATION, twice)).status());
    assertEquals(
        415,
        stage
            .refuses(
                "media-type-unsupported",
                post(Sender.APPLICATION, event(newId(), "a")).header("Content-Type", "text/plain"))
            .status());
  }

  @Test
  void otherBytes_underTheSameId_areNotAcknowledged() throws Exception {
    String id = newId();
    stage.accepts(post(Sender.APPLICATION, event(id, "a")));
    Answer answer = stage.refuses("event-id-reused", post(Sender.APPLICATION, event(id, "b")));
    assertEquals(409, answer.status());
    acknowledges(200, post(Sender.APPLICATION, event(id, "a")));
  }

  @Test
  void sameBytes_underAnotherMerchant_areRefused_withAnAlarm() throws Exception {
    String body = event(newId(), "a");
    stage.accepts(post(Sender.APPLICATION, body));
    Answer answer = stage.refuses("merchant-swapped", post(Sender.APPLICATION.as("store-2"), body));
    assertEquals(403, answer.status());
    assertEquals(List.of("merchant-swapped store-1"), stage.outcomes.alarms());
    acknowledges(200, post(Sender.APPLICATION, body));
  }

  @Test
  void sameBytes_underAnotherMerchant_areRefused_evenAfterAFailure() throws Exception {
    String body = event(newId(), "a");
    assertEquals(500, stage.exchange(post(body, (rq, rs) -> rs.setStatus(500))).status());
    stage.refuses("merchant-swapped", post(Sender.APPLICATION.as("store-2"), body));
    stage.accepts(post(Sender.APPLICATION, body));
  }

  @Test
  void otherBytes_underAnotherMerchant_areAnotherEvent() throws Exception {
    String id = newId();
    stage.accepts(post(Sender.APPLICATION, event(id, "a")));
    stage.accepts(post(Sender.APPLICATION.as("store-2"), event(id, "b")));
  }

  @Test
  void sameId_ofAnotherOwner_isAnotherEvent() throws Exception {
    String body = event(newId(), "a");
    stage.accepts(post(Sender.APPLICATION, body));
    stage.accepts(post(Sender.MERCHANT, body));
  }

  @Test
  void forgery_poisonsNothing() throws Exception {
    String body = event(newId(), "a");
    stage.refuses("signature-mismatch", Sender.APPLICATION.forge("/v1/newEvent", body));
    stage.refuses("unknown-sender", post(Sender.STRANGER, body));
    stage.refuses("merchant-not-authorised", post(Sender.APPLICATION.as("store-7"), body));
    stage.accepts(post(Sender.APPLICATION, body));
  }

  /** What an application may do instead of acknowledging. */
  private static List<Handler.Deed> failures() {
    return List.of(
        (request, response) -> response.setStatus(500),
        (request, response) -> response.sendError(503),
        (request, response) -> response.sendError(404, "no such order"),
        (request, response) -> response.setStatus(422),
        (request, response) -> response.sendRedirect("/elsewhere"),
        (request, response) -> {
          throw new IllegalStateException("the application fails");
        },
        (request, response) -> {
          throw new IOException("the application fails");
        },
        (request, response) -> request.startAsync().start(() -> later(request, 500)),
        (request, response) -> {
          AsyncContext context = request.startAsync(request, response);
          context.setTimeout(150);
        },
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            response.setStatus(500);
          } else {
            request.startAsync().dispatch();
          }
        },
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            throw new IllegalStateException("the application fails in its second pass");
          } else {
            AsyncContext context = request.startAsync(request, response);
            context.start(context::dispatch);
          }
        },
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            request.startAsync().start(() -> later(request, 500));
          } else {
            request.startAsync().dispatch();
          }
        },
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.start(
              () -> {
                try {
                  ((HttpServletResponse) context.getResponse()).sendError(500);
                  context.complete();
                } catch (IOException failure) {
                  throw new IllegalStateException(failure);
                }
              });
        });
  }

  private static void later(HttpServletRequest request, int status) {
    AsyncContext context = request.getAsyncContext();
    ((HttpServletResponse) context.getResponse()).setStatus(status);
    context.complete();
  }

  @Test
  void failedDelivery_reachesTheApplicationAgain() throws Exception {
    int number = 0;
    for (Handler.Deed failure : failures()) {
      String body = event(newId(), "a");
      stage.outcomes.clear();
      Answer answer = stage.exchange(post(body, failure));
      assertFalse(answer.isSuccess(), "failure " + number + " was answered " + answer);
      stage.await("accepted");
      stage.accepts(post(Sender.APPLICATION, body));
      acknowledges(200, post(Sender.APPLICATION, body));
      number++;
    }
  }

  @Test
  void asynchronousDelivery_isDoneAtItsCompletion() throws Exception {
    String body = event(newId(), "a");
    CountDownLatch inProgress = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Call first =
        post(
            body,
            (request, response) -> {
              AsyncContext context = request.startAsync();
              context.start(
                  () -> {
                    inProgress.countDown();
                    awaitLatch(goOn);
                    later(request, 207);
                  });
            });
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      Future<Answer> answer = other.submit(() -> stage.exchange(first));
      assertTrue(inProgress.await(20, TimeUnit.SECONDS));
      Answer twin = stage.refuses("delivery-in-progress", post(Sender.APPLICATION, body));
      assertEquals(503, twin.status());
      assertEquals("5", twin.header("Retry-After"));
      stage.outcomes.clear();
      goOn.countDown();
      assertEquals(207, answer.get(20, TimeUnit.SECONDS).status());
      stage.await("accepted");
      acknowledges(207, post(Sender.APPLICATION, body));
    } finally {
      other.shutdownNow();
    }
  }

  /**
   * Tells when a claim finds the delivery in progress, and lets none ask again before its end is
   * noted: however slow that is, the wait for it is not over.
   */
  private static DeliveryLedger watched(CountDownLatch twinCame) {
    DeliveryLedger memory = DeliveryLedger.inMemory();
    CountDownLatch noted = new CountDownLatch(1);
    return new DeliveryLedger() {
      @Override
      public ClaimResult claim(DeliveryClaim claim) {
        if (twinCame.getCount() == 0) {
          awaitLatch(noted);
        }
        ClaimResult result = memory.claim(claim);
        if (result instanceof ClaimResult.InProgress) {
          twinCame.countDown();
        }
        return result;
      }

      @Override
      public boolean complete(DeliveryClaim claim, int status) {
        try {
          return memory.complete(claim, status);
        } finally {
          noted.countDown();
        }
      }

      @Override
      public boolean release(DeliveryClaim claim) {
        return memory.release(claim);
      }
    };
  }

  @Test
  void deliveryRepeatedOnceItsAnswerIsThere_butNotYetNoted_isAcknowledged() throws Exception {
    CountDownLatch twinCame = new CountDownLatch(1);
    DeliveryLedger ledger = watched(twinCame);
    try (Stage early = Stage.on(kind).filter(filter -> routes(filter.ledger(ledger))).start()) {
      String body = event(newId(), "a");
      Handler.Deed deed =
          (request, response) -> {
            response.setContentLength(2);
            response.getOutputStream().print("ok");
            response.flushBuffer();
            awaitLatch(twinCame);
          };
      Call call = post(Sender.APPLICATION, body).header(Handler.DO, early.handler.deed(deed));
      assertEquals("ok", early.exchange(call).text());
      assertEquals(200, early.exchange(call).status());
      assertEquals(1, early.handler.calls());
      assertEquals(0, twinCame.getCount(), "the repeated one came too late to show anything");
    }
  }

  @Test
  void clientThatLeaves_doesNotChangeWhatTheApplicationDid() throws Exception {
    for (int status : List.of(204, 500)) {
      String body = event(newId(), "a");
      CountDownLatch inProgress = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      Call first =
          post(
              body,
              (request, response) -> {
                inProgress.countDown();
                awaitLatch(goOn);
                response.setStatus(status);
              });
      stage.outcomes.clear();
      try (Wire wire = stage.connect()) {
        wire.send(first.bytes());
        assertTrue(inProgress.await(20, TimeUnit.SECONDS));
      }
      goOn.countDown();
      stage.await("accepted");
      if (status == 204) {
        acknowledges(204, post(Sender.APPLICATION, body));
      } else {
        stage.accepts(post(Sender.APPLICATION, body));
      }
    }
  }

  @Test
  void dispatchedDelivery_isNotItsOwnDuplicate() throws Exception {
    String body = event(newId(), "a");
    AtomicInteger passes = new AtomicInteger();
    stage.outcomes.clear();
    Answer answer =
        stage.exchange(
            post(
                body,
                (request, response) -> {
                  if (passes.incrementAndGet() == 1) {
                    request.startAsync().dispatch();
                  } else {
                    Handler.answer(response, Handler.hash(request.getInputStream().readAllBytes()));
                  }
                }));
    assertEquals(200, answer.status());
    assertEquals(Handler.hash(body.getBytes(UTF_8)), answer.text());
    assertEquals(2, passes.get());
    // The sender may have its answer before the container tells of the end.
    stage.await("accepted");
    acknowledges(200, post(Sender.APPLICATION, body));
  }

  @Test
  void manyAtOnce_theApplicationIsCalledOnce() throws Exception {
    String body = event(newId(), "a");
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Call call =
        post(
            body,
            (request, response) -> {
              runs.incrementAndGet();
              awaitLatch(goOn);
              response.setStatus(204);
            });
    int twins = 20;
    CountDownLatch putOff = new CountDownLatch(twins - 1);
    Callable<Integer> sender =
        () -> {
          int status = stage.exchange(call).status();
          putOff.countDown();
          return status;
        };
    ExecutorService senders = Executors.newFixedThreadPool(twins);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < twins; i++) {
        answers.add(senders.submit(sender));
      }
      assertTrue(putOff.await(20, TimeUnit.SECONDS), "all but one are put off while it runs");
      goOn.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> each : answers) {
        statuses.add(each.get(20, TimeUnit.SECONDS));
      }
      statuses.sort(null);
      assertEquals(204, statuses.get(0), statuses::toString);
      assertEquals(Collections.nCopies(twins - 1, 503), statuses.subList(1, twins));
      assertEquals(1, runs.get());
    } finally {
      goOn.countDown();
      senders.shutdownNow();
    }
    acknowledges(204, post(Sender.APPLICATION, body));
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertTrue(latch.await(20, TimeUnit.SECONDS));
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void confirmationCode_isAnsweredByTheApplicationEachTime() throws Exception {
    String body = "{\"orderId\":\"" + newId() + "\",\"deliveryCode\":\"735194\"}";
    Call call = Sender.APPLICATION.post("/v1/confirmationCode", body);
    stage.accepts(call);
    stage.accepts(call);
    stage.accepts(call);
    stage.refuses(
        "merchant-swapped", Sender.APPLICATION.as("store-2").post("/v1/confirmationCode", body));
  }

  @Test
  void ledgerThatFails_putsTheSenderOff_unlessToldToProceed() throws Exception {
    DeliveryLedger broken =
        new DeliveryLedger() {
          @Override
          public ClaimResult claim(DeliveryClaim claim) {
            throw new IllegalStateException("the store is down");
          }

          @Override
          public boolean complete(DeliveryClaim claim, int status) {
            throw new IllegalStateException("the store is down");
          }

          @Override
          public boolean release(DeliveryClaim claim) {
            throw new IllegalStateException("the store is down");
          }
        };
    String body = event(newId(), "a");
    try (Stage down = Stage.on(kind).filter(filter -> routes(filter.ledger(broken))).start()) {
      Answer answer = down.refuses("ledger-unavailable", post(Sender.APPLICATION, body));
      assertEquals(503, answer.status());
      assertEquals(1, down.outcomes.errors().size());
      down.refuses("signature-mismatch", Sender.APPLICATION.forge("/v1/newEvent", body));
    }
    try (Stage open =
        Stage.on(kind)
            .filter(filter -> routes(filter.ledger(broken).insecurelyProceedWithoutLedger()))
            .start()) {
      open.accepts(post(Sender.APPLICATION, body));
    }
  }

  @Test
  void ledgerThatFailsAfterwards_doesNotHarmTheAnswer() throws Exception {
    DeliveryLedger memory = DeliveryLedger.inMemory();
    DeliveryLedger forgetful =
        new DeliveryLedger() {
          @Override
          public ClaimResult claim(DeliveryClaim claim) {
            return memory.claim(claim);
          }

          @Override
          public boolean complete(DeliveryClaim claim, int status) {
            throw new IllegalStateException("the store went down");
          }

          @Override
          public boolean release(DeliveryClaim claim) {
            return memory.release(claim);
          }
        };
    try (Stage down = Stage.on(kind).filter(filter -> routes(filter.ledger(forgetful))).start()) {
      down.accepts(post(Sender.APPLICATION, event(newId(), "a")));
      assertEquals(1, down.outcomes.errors().size());
    }
  }

  /** What a store or a listener may throw that its signature does not name. */
  private static List<Throwable> undeclared() {
    return List.of(new SQLException("the store is down"), new NoClassDefFoundError("a driver"));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable, T> T raise(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void ledgerThatThrowsWhatItDoesNotDeclare_isOneThatCannotTell() throws Exception {
    for (Throwable failure : undeclared()) {
      DeliveryLedger broken = failing(failure, failure);
      try (Stage down = Stage.on(kind).filter(filter -> routes(filter.ledger(broken))).start()) {
        Answer answer =
            down.refuses("ledger-unavailable", post(Sender.APPLICATION, event(newId(), "a")));
        assertEquals(503, answer.status());
      }
      DeliveryLedger forgetful = failing(null, failure);
      try (Stage down = Stage.on(kind).filter(filter -> routes(filter.ledger(forgetful))).start()) {
        down.accepts(post(Sender.APPLICATION, event(newId(), "a")));
        assertEquals(1, down.outcomes.errors().size());
      }
    }
  }

  private static DeliveryLedger failing(@Nullable Throwable claiming, Throwable completing) {
    return new DeliveryLedger() {
      @Override
      public ClaimResult claim(DeliveryClaim claim) {
        return claiming == null
            ? new ClaimResult.Granted()
            : LedgerFilterTest.<RuntimeException, ClaimResult>raise(claiming);
      }

      @Override
      public boolean complete(DeliveryClaim claim, int status) {
        return LedgerFilterTest.<RuntimeException, Boolean>raise(completing);
      }

      @Override
      public boolean release(DeliveryClaim claim) {
        return true;
      }
    };
  }

  @Test
  void listenerThatThrowsWhatItDoesNotDeclare_changesNoAnswer() throws Exception {
    for (Throwable failure : undeclared()) {
      VerificationListener failing =
          VerificationListener.ofOutcomes(
              outcome -> LedgerFilterTest.<RuntimeException, Object>raise(failure));
      try (Stage other =
          Stage.on(kind)
              .filter(filter -> routes(filter.ledger(DeliveryLedger.inMemory()).listener(failing)))
              .start()) {
        String body = event(newId(), "a");
        other.accepts(post(Sender.APPLICATION, body));
        assertEquals(200, other.exchange(post(Sender.APPLICATION, body)).status());
        other.await("duplicate");
        other.refuses("signature-mismatch", Sender.APPLICATION.forge("/v1/newEvent", body));
        other.refuses("event-id-reused", post(Sender.APPLICATION, body.replace("a\"}", "b\"}")));
        assertEquals(List.of(), other.outcomes.rest(), "told more than once");
      }
    }
  }

  @Test
  void deliveryThatFailsWithItsAnswerBegun_reachesTheApplicationAgain() throws Exception {
    String body = event(newId(), "a");
    stage.outcomes.clear();
    Handler.Deed failure =
        (request, response) -> {
          response.getOutputStream().print("half an answer");
          response.flushBuffer();
          throw new IllegalStateException("the application fails");
        };
    stage.exchange(post(body, failure));
    stage.await("accepted");
    stage.accepts(post(Sender.APPLICATION, body));
    acknowledges(200, post(Sender.APPLICATION, body));
  }

  @Test
  void duplicateThatIsIncluded_leavesTheIncludersAnswerAlone() throws Exception {
    try (Stage including =
        Stage.on(kind)
            .filter(filter -> routes(filter.ledger(DeliveryLedger.inMemory())))
            .servlet(
                "/open",
                (request, response) -> {
                  response.getOutputStream().print("head,");
                  request.getRequestDispatcher("/v1/newEvent").include(request, response);
                  response.getOutputStream().print("tail");
                })
            .start()) {
      Call call = Sender.APPLICATION.post("/open", event(newId(), "a"));
      including.exchange(call);
      int before = including.handler.calls();
      assertEquals("head,tail", including.exchange(call).text());
      assertEquals(before, including.handler.calls());
    }
  }

  @Test
  void twoFiltersWithOneLedger_inOneChain_areOneDelivery() throws Exception {
    DeliveryLedger shared = DeliveryLedger.inMemory();
    WebhookFilter.Builder second = WebhookFilter.builder().ledger(shared);
    routes(second);
    try (Stage twice =
        Stage.on(kind)
            .filter(filter -> routes(filter.ledger(shared)))
            .after("second", second.build())
            .start()) {
      String body = event(newId(), "a");
      twice.accepts(post(Sender.APPLICATION, body));
      assertEquals(200, twice.exchange(post(Sender.APPLICATION, body)).status());
      assertEquals(1, twice.handler.calls());
    }
  }

  @Test
  void twoNodesOverOneDatabase_processEachDeliveryOnce() throws Exception {
    DeliveryLedger database = LedgerKind.DATABASE.create(Clock.systemUTC());
    AtomicInteger runs = new AtomicInteger();
    try (Stage one = Stage.on(kind).filter(filter -> routes(filter.ledger(database))).start();
        Stage two = Stage.on(kind).filter(filter -> routes(filter.ledger(database))).start()) {
      ExecutorService senders = Executors.newFixedThreadPool(16);
      try {
        for (int round = 0; round < 5; round++) {
          String body = event(newId(), "a");
          Handler.Deed deed =
              (request, response) -> {
                runs.incrementAndGet();
                response.setStatus(204);
              };
          String name = one.handler.deed(deed);
          assertEquals(name, two.handler.deed(deed));
          Call call = post(Sender.APPLICATION, body).header(Handler.DO, name);
          List<Future<Answer>> answers = new ArrayList<>();
          for (int i = 0; i < 16; i++) {
            Stage node = i % 2 == 0 ? one : two;
            answers.add(senders.submit((Callable<Answer>) () -> node.exchange(call)));
          }
          for (Future<Answer> each : answers) {
            int status = each.get(20, TimeUnit.SECONDS).status();
            assertTrue(status == 204 || status == 503, () -> "answered " + status);
          }
          assertEquals(round + 1, runs.get());
          assertEquals(204, one.exchange(call).status());
          assertEquals(round + 1, runs.get());
        }
      } finally {
        senders.shutdownNow();
      }
    }
  }
}
