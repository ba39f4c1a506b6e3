package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * An application that goes on asynchronously finds the body there too, and is told of it in order.
 */
@EachContainer
class AsyncReplayTest {

  private final Stage stage;

  AsyncReplayTest(ContainerKind kind) {
    this.stage =
        Stage.shared(
            "async " + kind,
            () ->
                Stage.on(kind)
                    .filter(Stage::standardRoutes)
                    .servlet("/inner", new Handler())
                    .start());
  }

  private Call genuine(String body, Handler.Deed deed) {
    return Sender.APPLICATION.post("/hook", body).header(Handler.DO, stage.handler.deed(deed));
  }

  /** Sends a request and takes its outcome, so that it is not taken for the next one's. */
  private Answer exchange(Call call) throws Exception {
    Answer answer = stage.exchange(call);
    WebhookOutcome outcome = stage.outcomes.next();
    assertEquals("accepted", Outcomes.word(outcome));
    assertEquals(answer.status(), outcome.status());
    return answer;
  }

  private String text(Call call) throws Exception {
    Answer answer = exchange(call);
    assertEquals(200, answer.status(), answer::toString);
    return answer.text();
  }

  /** Reads as the servlet specification's example does, and answers with what it saw. */
  private static class Collector implements ReadListener {

    final AsyncContext context;
    final ServletInputStream in;
    final ByteArrayOutputStream body = new ByteArrayOutputStream();
    final AtomicInteger ends = new AtomicInteger();

    Collector(AsyncContext context, ServletInputStream in) {
      this.context = context;
      this.in = in;
    }

    @Override
    public void onDataAvailable() throws IOException {
      byte[] buffer = new byte[64];
      while (in.isReady()) {
        int count = in.read(buffer);
        if (count < 0) {
          return;
        }
        body.write(buffer, 0, count);
      }
    }

    @Override
    public void onAllDataRead() throws IOException {
      ends.incrementAndGet();
      Handler.answer(
          (HttpServletResponse) context.getResponse(),
          Handler.hash(body.toByteArray()) + " ended " + ends);
      context.complete();
    }

    @Override
    public void onError(Throwable failure) {
      ((HttpServletResponse) context.getResponse()).setStatus(500);
      context.complete();
    }
  }

  private static final Handler.Deed COLLECT =
      (request, response) -> {
        AsyncContext context = request.startAsync();
        ServletInputStream in = request.getInputStream();
        in.setReadListener(new Collector(context, in));
      };

  @Test
  void readListener_isGivenTheWholeBodyAndItsEndOnce() throws Exception {
    for (int length : new int[] {1, 7, 63, 64, 65, 200_000}) {
      byte[] body = new byte[length];
      new Random(length).nextBytes(body);
      Call call =
          Sender.APPLICATION.post("/hook", body).header(Handler.DO, stage.handler.deed(COLLECT));
      assertEquals(Handler.hash(body) + " ended 1", text(call), "length " + length);
      Call chunked =
          Sender.APPLICATION.post("/hook", body).header(Handler.DO, stage.handler.deed(COLLECT));
      assertEquals(Handler.hash(body) + " ended 1", text(chunked.chunked(999, 1)), "chunks");
    }
  }

  @Test
  void readListenerThatReadsALittleAtATime_isCalledUntilTheEnd() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          ServletInputStream in = request.getInputStream();
          in.setReadListener(
              new Collector(context, in) {
                @Override
                public void onDataAvailable() throws IOException {
                  body.write(in.read());
                }
              });
        };
    assertEquals(
        Handler.hash("abcdefg".getBytes(UTF_8)) + " ended 1", text(genuine("abcdefg", deed)));
  }

  @Test
  void readListener_isNotCalledBeforeTheServletReturns() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          AtomicBoolean returned = new AtomicBoolean();
          AsyncContext context = request.startAsync();
          ServletInputStream in = request.getInputStream();
          AtomicBoolean early = new AtomicBoolean();
          in.setReadListener(
              new Collector(context, in) {
                @Override
                public void onDataAvailable() throws IOException {
                  early.compareAndSet(false, !returned.get());
                  super.onDataAvailable();
                }

                @Override
                public void onAllDataRead() throws IOException {
                  Handler.answer(response, "early " + early);
                  context.complete();
                }
              });
          Thread.sleep(100);
          returned.set(true);
        };
    assertEquals("early false", text(genuine("abc", deed)));
  }

  @Test
  void readListenerSetAfterADispatch_isNotCalledBeforeTheServletReturnsEither() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          if (request.getDispatcherType() != DispatcherType.ASYNC) {
            context.dispatch();
            return;
          }
          AtomicBoolean returned = new AtomicBoolean();
          ServletInputStream in = request.getInputStream();
          in.setReadListener(
              new Collector(context, in) {
                @Override
                public void onAllDataRead() throws IOException {
                  Handler.answer(response, "early " + !returned.get() + " " + body.size());
                  context.complete();
                }
              });
          Thread.sleep(100);
          returned.set(true);
        };
    assertEquals("early false 3", text(genuine("abc", deed)));
  }

  @Test
  void readListenerSetOnAnotherThreadLater_isCalled() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.start(
              () -> {
                try {
                  Thread.sleep(100);
                  ServletInputStream in = request.getInputStream();
                  in.setReadListener(new Collector(context, in));
                } catch (IOException | InterruptedException failure) {
                  throw new IllegalStateException(failure);
                }
              });
        };
    assertEquals(Handler.hash("abc".getBytes(UTF_8)) + " ended 1", text(genuine("abc", deed)));
  }

  @Test
  void readListenerOutOfPlace_isRefusedAsContainersDo() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          ServletInputStream in = request.getInputStream();
          ReadListener[] listeners = new ReadListener[1];
          String blocking =
              nameOf(() -> in.setReadListener(new Collector(request.getAsyncContext(), in)));
          AsyncContext context = request.startAsync();
          listeners[0] =
              new Collector(context, in) {
                @Override
                public void onAllDataRead() throws IOException {
                  context.complete();
                }
              };
          String nothing = nameOf(() -> in.setReadListener(nullListener()));
          in.setReadListener(listeners[0]);
          String twice = nameOf(() -> in.setReadListener(listeners[0]));
          Handler.answer(response, blocking + " " + nothing + " " + twice);
        };
    assertEquals(
        "IllegalStateException NullPointerException IllegalStateException",
        text(genuine("abc", deed)));
  }

  @Test
  void requestThatEndsBeforeItsReadListenerIsCalled_isAnsweredAsTheApplicationSays()
      throws Exception {
    Handler.Deed completed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          ServletInputStream in = request.getInputStream();
          in.setReadListener(new Collector(context, in));
          response.setStatus(202);
          context.complete();
        };
    assertEquals(202, exchange(genuine("abc", completed)).status());
    assertEquals(List.of(), stage.outcomes.rest());
  }

  @SuppressWarnings("NullAway") // what an application may do against the contract
  private static ReadListener nullListener() {
    return null;
  }

  private static String nameOf(Runnable action) {
    try {
      action.run();
      return "nothing";
    } catch (RuntimeException failure) {
      return failure.getClass().getSimpleName();
    }
  }

  @Test
  void readListenerThatThrows_isToldOnceAndTheRequestEnds() throws Exception {
    for (Throwable failure :
        List.of(new IOException("x"), new IllegalStateException("x"), new AssertionError("x"))) {
      AtomicInteger errors = new AtomicInteger();
      Handler.Deed deed =
          (request, response) -> {
            AsyncContext context = request.startAsync();
            ServletInputStream in = request.getInputStream();
            in.setReadListener(
                new Collector(context, in) {
                  @Override
                  public void onDataAvailable() throws IOException {
                    AsyncReplayTest.<RuntimeException>raise(failure);
                  }

                  @Override
                  public void onError(Throwable told) {
                    // and nothing else: whoever pumps must end the request
                    errors.incrementAndGet();
                  }
                });
          };
      Answer answer = exchange(genuine("abc", deed));
      assertEquals(500, answer.status(), failure::toString);
      assertEquals(1, errors.get());
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void raise(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void requestOfTheAsyncContext_holdsTheWholeBody() throws Exception {
    Handler.Deed withoutArguments =
        (request, response) -> readOnAnotherThread(request.startAsync());
    Handler.Deed withArguments =
        (request, response) -> readOnAnotherThread(request.startAsync(request, response));
    String expected = Handler.hash("abc".getBytes(UTF_8));
    assertEquals(expected, text(genuine("abc", withoutArguments)));
    assertEquals(expected, text(genuine("abc", withArguments)));
  }

  private static void readOnAnotherThread(AsyncContext context) {
    Thread worker =
        new Thread(
            () -> {
              try {
                HttpServletRequest request = (HttpServletRequest) context.getRequest();
                VerifiedWebhooks.from(request);
                Handler.answer(
                    (HttpServletResponse) context.getResponse(),
                    Handler.hash(request.getInputStream().readAllBytes()));
              } catch (IOException failure) {
                throw new IllegalStateException(failure);
              } finally {
                context.complete();
              }
            });
    worker.start();
  }

  @Test
  void dispatchBack_verifiesOnceAndKeepsTheBody() throws Exception {
    for (boolean withArguments : new boolean[] {false, true}) {
      Handler.Deed deed =
          (request, response) -> {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
              Handler.answer(
                  response,
                  VerifiedWebhooks.from(request).merchantId().value()
                      + Handler.hash(request.getInputStream().readAllBytes()));
            } else {
              AsyncContext context =
                  withArguments ? request.startAsync(request, response) : request.startAsync();
              context.dispatch();
            }
          };
      int before = stage.handler.calls();
      assertEquals("store-1" + Handler.hash("abc".getBytes(UTF_8)), text(genuine("abc", deed)));
      assertEquals(before + 2, stage.handler.calls(), "both passes");
      assertEquals(List.of(), stage.outcomes.rest());
    }
  }

  @Test
  void dispatchToAnotherServlet_keepsTheBody() throws Exception {
    Handler.Deed deed = (request, response) -> request.startAsync().dispatch("/inner");
    assertEquals(Handler.hash("abc".getBytes(UTF_8)), text(genuine("abc", deed)));
    assertEquals(List.of(), stage.outcomes.rest());
  }

  @Test
  void severalStarts_areOneOutcomeWithTheFinalStatus() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          Object passes = request.getAttribute("passes");
          int pass = passes == null ? 1 : (Integer) passes + 1;
          request.setAttribute("passes", pass);
          AsyncContext context = request.startAsync();
          if (pass < 3) {
            context.dispatch();
          } else {
            context.start(
                () -> {
                  ((HttpServletResponse) context.getResponse()).setStatus(503);
                  context.complete();
                });
          }
        };
    assertEquals(503, exchange(genuine("abc", deed)).status());
    assertEquals(List.of(), stage.outcomes.rest());
  }

  @Test
  void timeout_isOneOutcomeOnceTheRequestIsComplete() throws Exception {
    Handler.Deed deed = (request, response) -> request.startAsync().setTimeout(200);
    Answer answer = exchange(genuine("abc", deed));
    assertFalse(answer.isSuccess(), answer::toString);
    assertEquals(List.of(), stage.outcomes.rest());
  }
}
