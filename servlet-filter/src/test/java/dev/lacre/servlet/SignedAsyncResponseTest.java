package dev.lacre.servlet;

import static dev.lacre.servlet.Signed.assertSigned;
import static dev.lacre.servlet.Signed.assertUnsigned;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Responses that are signed, of an application that goes on asynchronously. */
@EachContainer
class SignedAsyncResponseTest {

  private static final int BOUND = 10_000;
  private static final String HASH = Handler.hash("abc".getBytes(UTF_8));

  private final ContainerKind kind;
  private final Stage stage;

  SignedAsyncResponseTest(ContainerKind kind) {
    this.kind = kind;
    this.stage =
        Stage.shared(
            "signed async " + kind,
            () ->
                Stage.on(kind)
                    .filter(
                        routes -> {
                          Stage.standardRoutes(routes);
                          routes.signResponses("/hook").maxSignedResponseBytes(BOUND);
                        })
                    .servlet("/inner", new Handler())
                    .servlet(
                        "/error",
                        (request, response) ->
                            Handler.answer(
                                response,
                                "page for "
                                    + request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)))
                    .errorPage(418, "/error")
                    .start());
  }

  private Call genuine(Handler.Deed deed) {
    return Sender.APPLICATION.post("/hook", "abc").header(Handler.DO, stage.handler.deed(deed));
  }

  private Answer signed(Handler.Deed deed) throws Exception {
    stage.outcomes.clear();
    Answer answer = assertSigned(stage.exchange(genuine(deed)));
    WebhookOutcome outcome = stage.outcomes.next();
    assertEquals(answer.status(), outcome.status());
    return answer;
  }

  /** The same of a request with several passes, or ends, of which each might be told. */
  private Answer signedAndToldOnce(Handler.Deed deed) throws Exception {
    Answer answer = signed(deed);
    assertEquals(List.of(), stage.outcomes.rest());
    return answer;
  }

  private static void elsewhere(AsyncContext context, Handler.Deed deed) {
    new Thread(
            () -> {
              try {
                deed.run(
                    (jakarta.servlet.http.HttpServletRequest) context.getRequest(),
                    (HttpServletResponse) context.getResponse());
              } catch (Exception failure) {
                Logs.add(failure);
              }
              context.complete();
            })
        .start();
  }

  @Test
  void completion_signsWhateverFormTheStartHad() throws Exception {
    Handler.Deed answer = (request, response) -> Handler.answer(response, "done");
    assertEquals("done", signed((r, s) -> elsewhere(r.startAsync(), answer)).text());
    assertEquals("done", signed((r, s) -> elsewhere(r.startAsync(r, s), answer)).text());
    assertEquals(
        "done",
        signed((r, s) -> r.startAsync().start(() -> elsewhere(r.getAsyncContext(), answer)))
            .text());
  }

  @Test
  void startWithTheUnwrappedResponse_isSignedStill() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          ServletResponse raw = response;
          while (raw instanceof jakarta.servlet.ServletResponseWrapper wrapper) {
            raw = wrapper.getResponse();
          }
          elsewhere(
              request.startAsync(request, raw),
              (r, s) -> Handler.answer(s, "not round the filter"));
        };
    assertEquals("not round the filter", signed(deed).text());
  }

  @Test
  void completionWithinTheServlet_takesInWhatIsWrittenBehindIt() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          response.getOutputStream().print("before");
          context.complete();
          response.getOutputStream().print(" and behind");
        };
    assertEquals("before and behind", signed(deed).text());
  }

  @Test
  void completionOnAnotherThreadWhileTheServletRuns_isOneSignedResponse() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          Thread other = new Thread(context::complete);
          response.setStatus(202);
          other.start();
          other.join();
        };
    assertEquals(202, signedAndToldOnce(deed).status());
  }

  @Test
  void dispatchBack_signsWhatTheLastPassLeaves() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          Object passes = request.getAttribute("passes");
          int pass = passes == null ? 1 : (Integer) passes + 1;
          request.setAttribute("passes", pass);
          response.getOutputStream().print("pass " + pass + ",");
          if (pass < 3) {
            request.startAsync().dispatch();
          }
        };
    assertEquals("pass 1,pass 2,pass 3,", signedAndToldOnce(deed).text());
  }

  @Test
  void completionAfterADispatchThatWasRefused_isSigned() throws Exception {
    Assumptions.assumeFalse(kind.name().startsWith("JETTY"), "it refuses no path at once");
    Answer answer =
        signedAndToldOnce(
            (request, response) -> {
              AsyncContext context = request.startAsync();
              context.start(
                  () -> {
                    try {
                      context.dispatch("no/path");
                      throw new AssertionError("the dispatch was not refused");
                    } catch (RuntimeException refused) {
                      elsewhere(context, (r, s) -> Handler.answer(s, "not dispatched"));
                    }
                  });
            });
    assertEquals("not dispatched", answer.text());
  }

  @Test
  void dispatchElsewhere_isSigned() throws Exception {
    assertEquals(HASH, signedAndToldOnce((r, s) -> r.startAsync().dispatch("/inner")).text());
    assertEquals(HASH, signedAndToldOnce((r, s) -> r.startAsync(r, s).dispatch("/inner")).text());
    Handler.Deed toAnotherRoute =
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            Handler.answer(response, "another route");
          } else {
            request.startAsync().dispatch("/other");
          }
        };
    assertEquals("another route", assertSigned(stage.exchange(genuine(toAnotherRoute))).text());
    Answer refused =
        assertSigned(stage.exchange(genuine((r, s) -> r.startAsync().dispatch("/stores/store-2"))));
    stage.outcomes.next(4);
    stage.outcomes.rest();
    assertEquals("403 " + Stage.FORBIDDEN, refused.status() + " " + refused.text());
  }

  /** Does one thing on a timeout, by what the event names. */
  private record OnTimeout(java.util.function.Consumer<AsyncContext> action)
      implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) throws IOException {
      Handler.answer((HttpServletResponse) event.getAsyncContext().getResponse(), "late");
      action.accept(event.getAsyncContext());
    }

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  @Test
  void timeoutThatAListenerCompletes_isSigned() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.setTimeout(100);
          context.addListener(new OnTimeout(AsyncContext::complete));
        };
    assertEquals("late", signedAndToldOnce(deed).text());
  }

  @Test
  void timeoutThatNobodyCompletes_isTheContainersAndUnsigned() throws Exception {
    stage.outcomes.clear();
    List<HttpServletResponse> kept = new ArrayList<>();
    Handler.Deed deed =
        (request, response) -> {
          request.startAsync().setTimeout(100);
          response.getOutputStream().print("dropped");
          kept.add(response);
        };
    Answer answer = assertUnsigned(stage.exchange(genuine(deed)));
    assertFalse(answer.isSuccess(), answer::toString);
    assertFalse(answer.text().contains("dropped"));
    stage.outcomes.next();
    assertEquals(List.of(), stage.outcomes.rest());
    SignedResponse signed = SignedResponse.find(kept.get(0));
    assertTrue(signed != null && signed.body().size() == 0, "the buffer is free");
  }

  @Test
  void errorSentAsynchronously_isSignedIfThePageIsTheApplications() throws Exception {
    Handler.Deed deed =
        (request, response) -> elsewhere(request.startAsync(), (r, s) -> s.sendError(418));
    Answer answer = signedAndToldOnce(deed);
    assertEquals("418 page for 418", answer.status() + " " + answer.text());
  }

  @Test
  void responseLongerThanTheBound_isAnswered500() throws Exception {
    Handler.Deed deed =
        (request, response) ->
            elsewhere(
                request.startAsync(), (r, s) -> s.getOutputStream().write(new byte[BOUND + 1]));
    assertEquals(500, signed(deed).status());
  }

  /** Writes as the servlet specification's example does, then completes. */
  private static class Pieces implements WriteListener {

    final AsyncContext context;
    final ServletOutputStream out;
    int left = 50;

    Pieces(AsyncContext context, ServletOutputStream out) {
      this.context = context;
      this.out = out;
    }

    @Override
    public void onWritePossible() throws IOException {
      while (out.isReady()) {
        if (left-- == 0) {
          context.complete();
          return;
        }
        out.write("piece ".getBytes(UTF_8));
      }
    }

    @Override
    public void onError(Throwable failure) {
      Logs.add(failure);
      context.complete();
    }
  }

  @Test
  void writeListener_isSigned_andNotCalledBeforeTheServletReturns() throws Exception {
    AtomicBoolean early = new AtomicBoolean();
    Handler.Deed deed =
        (request, response) -> {
          AtomicBoolean returned = new AtomicBoolean();
          AsyncContext context = request.startAsync();
          ServletOutputStream out = response.getOutputStream();
          out.setWriteListener(
              new Pieces(context, out) {
                @Override
                public void onWritePossible() throws IOException {
                  early.compareAndSet(false, !returned.get());
                  super.onWritePossible();
                }
              });
          Thread.sleep(100);
          returned.set(true);
        };
    assertEquals("piece ".repeat(50), signed(deed).text());
    assertFalse(early.get(), "called early");
  }

  @Test
  void writeListenerSetLater_orAfterADispatch_isCalled() throws Exception {
    Handler.Deed later =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          context.start(
              () -> {
                try {
                  Thread.sleep(100);
                  ServletOutputStream out = response.getOutputStream();
                  out.setWriteListener(new Pieces(context, out));
                } catch (IOException | InterruptedException failure) {
                  throw new IllegalStateException(failure);
                }
              });
        };
    Handler.Deed dispatched =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          if (request.getDispatcherType() == DispatcherType.ASYNC) {
            ServletOutputStream out = response.getOutputStream();
            out.setWriteListener(new Pieces(context, out));
          } else {
            context.dispatch();
          }
        };
    assertEquals("piece ".repeat(50), signed(later).text());
    assertEquals("piece ".repeat(50), signedAndToldOnce(dispatched).text());
  }

  @Test
  void readAndWriteListeners_neverRunAtOnce() throws Exception {
    AtomicInteger running = new AtomicInteger();
    AtomicBoolean atOnce = new AtomicBoolean();
    Handler.Deed deed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          ServletInputStream in = request.getInputStream();
          ServletOutputStream out = response.getOutputStream();
          in.setReadListener(
              new ReadListener() {
                @Override
                public void onDataAvailable() throws IOException {
                  running.incrementAndGet();
                  in.readAllBytes();
                  out.setWriteListener(
                      new Pieces(context, out) {
                        @Override
                        public void onWritePossible() throws IOException {
                          atOnce.set(running.get() > 0);
                          super.onWritePossible();
                        }
                      });
                }

                @Override
                public void onAllDataRead() {
                  try {
                    Thread.sleep(100);
                  } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                  }
                  running.decrementAndGet();
                }

                @Override
                public void onError(Throwable failure) {
                  Logs.add(failure);
                }
              });
        };
    assertEquals("piece ".repeat(50), signed(deed).text());
    assertFalse(atOnce.get(), "both listeners ran at once");
  }

  @Test
  void writeListenerThatFails_isToldOnceAndTheRequestEnds() throws Exception {
    AtomicInteger errors = new AtomicInteger();
    Handler.Deed deed =
        (request, response) -> {
          AsyncContext context = request.startAsync();
          ServletOutputStream out = response.getOutputStream();
          out.setWriteListener(
              new Pieces(context, out) {
                @Override
                public void onWritePossible() throws IOException {
                  out.print("dropped");
                  out.write(new byte[BOUND]);
                }

                @Override
                public void onError(Throwable failure) {
                  errors.incrementAndGet();
                }
              });
        };
    Answer answer = signedAndToldOnce(deed);
    assertEquals("500 ", answer.status() + " " + answer.text());
    assertEquals(1, errors.get());
  }

  @Test
  void writeListenerOutOfPlace_isRefusedAsContainersDo() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          ServletOutputStream out = response.getOutputStream();
          String blocking = nameOf(() -> out.setWriteListener(new Pieces(noContext(), out)));
          AsyncContext context = request.startAsync();
          String nothing = nameOf(() -> out.setWriteListener(noListener()));
          out.setWriteListener(
              new Pieces(context, out) {
                @Override
                public void onWritePossible() {
                  context.complete();
                }
              });
          String twice = nameOf(() -> out.setWriteListener(new Pieces(context, out)));
          out.print(blocking + " " + nothing + " " + twice);
        };
    assertEquals(
        "IllegalStateException NullPointerException IllegalStateException", signed(deed).text());
  }

  @SuppressWarnings("NullAway") // what an application may do against the contract
  private static WriteListener noListener() {
    return null;
  }

  @SuppressWarnings("NullAway") // never used
  private static AsyncContext noContext() {
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
  void requestThatIsUnwrappedAndCompletedBehindTheFilter_isNeverSentWithAFalseSignature()
      throws Exception {
    stage.outcomes.clear();
    Handler.Deed deed =
        (request, response) -> {
          jakarta.servlet.ServletRequest raw = request;
          while (raw instanceof ServletRequestWrapper wrapper) {
            raw = wrapper.getRequest();
          }
          AsyncContext context = raw.startAsync(raw, response);
          elsewhere(context, (r, s) -> Handler.answer(s, "round the filter"));
        };
    Answer answer = stage.exchange(genuine(deed));
    stage.outcomes.next();
    // The application may be done before the filter is left; then its answer is signed as any.
    if (answer.header("X-App-Signature").isEmpty()) {
      assertEquals("", answer.text());
    } else {
      assertEquals(Sender.APPLICATION.signature(answer.body()), answer.header("X-App-Signature"));
    }
  }
}
