package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * On a JDK that has virtual threads all suites run on them, and on platform threads on an older.
 */
@EachContainer
class VirtualThreadTest {

  private final Stage stage;

  VirtualThreadTest(ContainerKind kind) {
    this.stage = Stage.standard(kind);
  }

  @Test
  void requests_runOnVirtualThreadsIfTheJdkHasThem() throws Exception {
    String name =
        stage.handler.deed(
            (request, response) ->
                Handler.answer(
                    response, String.valueOf(VirtualThreads.isVirtual(Thread.currentThread()))));
    for (int i = 0; i < 20; i++) {
      Call call = Sender.APPLICATION.post("/hook", "{}").header(Handler.DO, name);
      assertEquals(
          Runtime.version().feature() >= 21 ? "true" : "false", stage.exchange(call).text());
    }
  }
}
