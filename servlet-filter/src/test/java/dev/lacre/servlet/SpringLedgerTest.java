package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.verifier.ledger.DeliveryLedger;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

/** Deliveries that come more than once to Spring's controllers. */
@EachContainer
class SpringLedgerTest {

  private final ContainerKind kind;

  SpringLedgerTest(ContainerKind kind) {
    this.kind = kind;
  }

  private static void acknowledges(Stage stage, Call call) throws Exception {
    int before = stage.handler.calls();
    stage.outcomes.clear();
    Answer answer = stage.exchange(call);
    assertEquals(200, answer.status(), answer::toString);
    assertEquals("", answer.text());
    stage.await("duplicate");
    assertEquals(before, stage.handler.calls());
  }

  @Test
  void repeatedDelivery_reachesTheControllerOnce_unlessItFailed() throws Exception {
    Stage.Builder builder = Stage.on(kind).filter(SpringLedgerTest::routes);
    SpringHooks hooks = new SpringHooks(builder.handler());
    try (Stage stage =
        builder
            .application(
                context -> SpringApp.register(context, SpringApp.PatternPaths.class, hooks))
            .start()) {
      stage.accepts(Sender.APPLICATION.post("/in/bytes", "{\"a\":1}"));
      acknowledges(stage, Sender.APPLICATION.post("/in/bytes", "{\"a\":1}"));
      stage.accepts(Sender.APPLICATION.post("/in/callable", "{\"a\":2}"));
      acknowledges(stage, Sender.APPLICATION.post("/in/callable", "{\"a\":2}"));

      Call moody = Sender.APPLICATION.post("/in/moody", "{\"a\":3}");
      for (HttpStatus failure :
          new HttpStatus[] {HttpStatus.INTERNAL_SERVER_ERROR, HttpStatus.CONFLICT}) {
        hooks.mood = failure;
        int before = stage.handler.calls();
        stage.outcomes.clear();
        assertEquals(failure.value(), stage.exchange(moody).status());
        // The sender may have its answer before the container tells of the end.
        stage.await("accepted");
        assertEquals(before + 1, stage.handler.calls());
      }
      hooks.mood = HttpStatus.OK;
      stage.accepts(moody);
      acknowledges(stage, moody);
    }
  }

  private static void routes(WebhookFilter.Builder filter) {
    SpringApp.routes(filter.ledger(DeliveryLedger.inMemory()));
  }
}
