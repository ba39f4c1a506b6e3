package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Other filters in the chain, this one's twin among them. */
@EachContainer
class SeveralFiltersTest {

  private static final String FORM = "application/x-www-form-urlencoded";

  private static final Handler.Deed PARAMETERS =
      (request, response) ->
          Handler.answer(response, Arrays.toString(request.getParameterValues("a")));

  private final ContainerKind kind;

  SeveralFiltersTest(ContainerKind kind) {
    this.kind = kind;
  }

  private static void assertWorks(Stage stage) throws Exception {
    stage.accepts(Sender.APPLICATION.post("/hook", "{}"));
    stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/hook", "{}"));
    String dispatching =
        stage.handler.deed(
            (request, response) -> {
              if (request.isAsyncStarted() || request.getAttribute("again") != null) {
                Handler.answer(response, Handler.hash(request.getInputStream().readAllBytes()));
              } else {
                request.setAttribute("again", true);
                request.startAsync().dispatch();
              }
            });
    Call call = Sender.APPLICATION.post("/hook", "abc").header(Handler.DO, dispatching);
    assertEquals(Handler.hash("abc".getBytes(UTF_8)), stage.exchange(call).text());
    Call form =
        Sender.APPLICATION
            .post("/hook?a=Q", "a=1")
            .header("Content-Type", FORM)
            .header(Handler.DO, stage.handler.deed(PARAMETERS));
    assertEquals("[Q, 1]", stage.exchange(form).text());
  }

  @Test
  void twoFiltersOnOneRoute_callTheApplicationOnce() throws Exception {
    WebhookFilter twin = WebhookFilter.builder().route("/hook", Stage.hook()).build();
    try (Stage stage =
        Stage.on(kind)
            .filter(routes -> routes.route("/hook", Stage.hook()))
            .after("twin", twin)
            .start()) {
      assertWorks(stage);
    }
  }

  @Test
  void secondFilterWithOtherRules_decidesForItself() throws Exception {
    WebhookVerifier stricter =
        Stage.verifier(WebhookOperation.ORDERING_CHANNEL)
            .allowlist(AddressAllowlist.none())
            .build();
    WebhookFilter second = WebhookFilter.builder().route("/hook", stricter).build();
    try (Stage stage =
        Stage.on(kind)
            .filter(routes -> routes.route("/hook", Stage.hook()))
            .after("second", second)
            .start()) {
      Answer answer = stage.neverEnters(Sender.APPLICATION.post("/hook", "{}"));
      assertEquals(403, answer.status());
      assertEquals(Stage.FORBIDDEN, answer.text());
    }
  }

  @Test
  void oneFilterTwiceInTheChain_callsTheApplicationOnce() throws Exception {
    Outcomes outcomes = new Outcomes();
    WebhookFilter filter =
        WebhookFilter.builder().route("/hook", Stage.hook()).listener(outcomes).build();
    try (Stage stage =
        Stage.on(kind)
            .registration(context -> Stage.register(context, "first", filter))
            .after(
                "second", (request, response, chain) -> filter.doFilter(request, response, chain))
            .start()) {
      int before = stage.handler.calls();
      Answer answer = stage.exchange(Sender.APPLICATION.post("/hook", "abc"));
      assertEquals(Handler.hash("abc".getBytes(UTF_8)), answer.text());
      assertEquals(before + 1, stage.handler.calls());
      assertEquals("accepted", Outcomes.word(outcomes.next()));
      assertEquals(List.of(), outcomes.rest());
      stage.neverEnters(Sender.APPLICATION.forge("/hook", "abc"));
    }
  }

  @Test
  void filterThatIsMappedToRequestsOnly_keepsTheBodyThroughDispatches() throws Exception {
    WebhookFilter filter = WebhookFilter.builder().route("/hook", Stage.hook()).build();
    try (Stage stage =
        Stage.on(kind)
            .registration(
                context -> {
                  FilterRegistration.Dynamic registration = context.addFilter("lacre", filter);
                  registration.setAsyncSupported(true);
                  registration.addMappingForUrlPatterns(null, true, "/*");
                })
            .start()) {
      String name =
          stage.handler.deed(
              (request, response) -> {
                if (request.getAttribute("again") == null) {
                  request.setAttribute("again", true);
                  request.startAsync().dispatch();
                } else {
                  Handler.answer(response, Handler.hash(request.getInputStream().readAllBytes()));
                }
              });
      Call call = Sender.APPLICATION.post("/hook", "abc").header(Handler.DO, name);
      assertEquals(Handler.hash("abc".getBytes(UTF_8)), stage.exchange(call).text());
    }
  }

  @Test
  void earlierFilterThatReadsParameters_isAFailureAndNeverALeak() throws Exception {
    Filter greedy =
        (request, response, chain) -> {
          request.getParameter("_method");
          chain.doFilter(request, response);
        };
    try (Stage stage =
        Stage.on(kind).before("greedy", greedy).filter(Stage::standardRoutes).start()) {
      for (Call call :
          List.of(
              Sender.APPLICATION.post("/hook", "a=1&b=2"),
              Sender.APPLICATION.post("/hook", "a=1&b=2").chunked(2),
              Sender.APPLICATION.post(
                  "/hook", "a=1".getBytes(UTF_8), Sender.APPLICATION.signature(new byte[0])),
              Sender.APPLICATION
                  .post("/hook", "a=1".getBytes(UTF_8), Sender.APPLICATION.signature(new byte[0]))
                  .chunked(1))) {
        stage.neverEnters(call.header("Content-Type", FORM));
      }
      // Parameters of the query alone leave the body as it is.
      stage.accepts(
          Sender.APPLICATION.post("/hook?_method=GET", "{}").header("Content-Type", "text/plain"));
    }
  }

  @Test
  void earlierFilterThatReadsTheBody_isAFailureAndNeverALeak() throws Exception {
    List<Filter> greedy =
        List.of(
            (request, response, chain) -> {
              request.getReader().read();
              chain.doFilter(request, response);
            },
            (request, response, chain) -> {
              request.getInputStream().read();
              chain.doFilter(request, response);
            },
            (request, response, chain) -> {
              request.getInputStream().readAllBytes();
              chain.doFilter(request, response);
            });
    for (Filter filter : greedy) {
      try (Stage stage =
          Stage.on(kind).before("greedy", filter).filter(Stage::standardRoutes).start()) {
        stage.neverEnters(Sender.APPLICATION.post("/hook", "abc"));
        stage.neverEnters(Sender.APPLICATION.post("/hook", "abc").chunked(3));
        stage.neverEnters(
            Sender.APPLICATION.post(
                "/hook", "abc".getBytes(UTF_8), Sender.APPLICATION.signature(new byte[0])));
      }
    }
  }

  @Test
  void restOfABodyThatAnEarlierFilterBeganToRead_isNotTakenForTheWhole() throws Exception {
    Filter nibbling =
        (request, response, chain) -> {
          request.getInputStream().read();
          chain.doFilter(request, response);
        };
    try (Stage stage =
        Stage.on(kind).before("nibbling", nibbling).filter(Stage::standardRoutes).start()) {
      byte[] body = "?{}".getBytes(UTF_8);
      String ofTheRest = Sender.APPLICATION.signature("{}".getBytes(UTF_8));
      Answer answer =
          stage.refuses("body-incomplete", Sender.APPLICATION.post("/hook", body, ofTheRest));
      assertEquals(400, answer.status());
    }
  }

  @Test
  void earlierFilterThatTookTheWriter_doesNotChangeTheRefusal() throws Exception {
    Filter writing =
        (request, response, chain) -> {
          response.getWriter().print("of an earlier filter");
          chain.doFilter(request, response);
        };
    try (Stage stage =
        Stage.on(kind).before("writing", writing).filter(Stage::standardRoutes).start()) {
      Answer answer =
          stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/hook", "{}"));
      // Undertow does not forget the charset of the writer; the body is ASCII.
      assertEquals(
          "application/json" + (kind == ContainerKind.UNDERTOW_2_3 ? "; charset=ISO-8859-1" : ""),
          answer.header("Content-Type"));
      assertEquals("no-store", answer.header("Cache-Control"));
    }
  }

  @Test
  void earlierFilterThatCommittedTheResponse_isNoSuccess() throws Exception {
    Filter committing =
        (request, response, chain) -> {
          response.getOutputStream().print("too early");
          response.flushBuffer();
          chain.doFilter(request, response);
        };
    try (Stage stage =
        Stage.on(kind).before("committing", committing).filter(Stage::standardRoutes).start()) {
      int before = stage.handler.calls();
      stage.outcomes.clear();
      try (Wire wire = stage.connect()) {
        // The status is out of the filter's hands; that the answer breaks off is not.
        wire.send(Sender.APPLICATION.forge("/hook", "{}").bytes());
        Answer answer = wire.receive();
        if (kind == ContainerKind.UNDERTOW_2_3) {
          // It ends the earlier filter's answer as if nothing had been thrown.
          assertEquals("too early", answer.text());
        } else {
          assertEquals(0, answer.status(), "a whole response");
        }
      }
      stage.await("signature-mismatch");
      assertEquals(before, stage.handler.calls());
    }
  }

  @Test
  void earlierWrapperThatKeepsTheBody_isNoHindrance() throws Exception {
    Filter caching =
        (request, response, chain) -> {
          HttpServletRequest http = (HttpServletRequest) request;
          chain.doFilter(new Kept(http, http.getInputStream().readAllBytes()), response);
        };
    try (Stage stage =
        Stage.on(kind).before("caching", caching).filter(Stage::standardRoutes).start()) {
      stage.accepts(Sender.APPLICATION.post("/hook", "{\"a\":1}"));
      stage.accepts(Sender.APPLICATION.post("/hook", "{\"a\":1}").chunked(2));
      stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/hook", "{}"));
    }
  }

  @Test
  void laterWrapper_seesTheVerifiedBody() throws Exception {
    Filter counting =
        (request, response, chain) -> {
          HttpServletRequest http = (HttpServletRequest) request;
          byte[] body = http.getInputStream().readAllBytes();
          chain.doFilter(new Kept(http, body), response);
        };
    try (Stage stage =
        Stage.on(kind).filter(Stage::standardRoutes).after("counting", counting).start()) {
      stage.accepts(Sender.APPLICATION.post("/hook", "{\"a\":1}"));
    }
  }

  @Test
  void earlierFilterWhoseRequestFails_isAnsweredAsAFaultOfTheReceiver() throws Exception {
    Filter failing =
        (request, response, chain) ->
            chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                  @Override
                  public Enumeration<String> getHeaders(String name) {
                    throw new IllegalStateException("the wrapper's own fault");
                  }
                },
                response);
    try (Stage stage =
        Stage.on(kind).before("failing", failing).filter(Stage::standardRoutes).start()) {
      Answer answer = stage.refuses("internal-error", Sender.APPLICATION.post("/hook", "{}"));
      assertEquals(500, answer.status());
      assertEquals(
          "{\"error\":\"Internal Server Error\",\"message\":\"Something went wrong\"}",
          answer.text());
      assertTrue(answer.header("Cache-Control").contains("no-store"));
    }
  }

  @Test
  void bodyThatTheContainerTookAway_isIncomplete() throws Exception {
    assertEquals(400, reading("body-incomplete", false, false));
  }

  @Test
  void bodyReadByAnEarlierFilter_isAFaultOfTheReceiver() throws Exception {
    assertEquals(500, reading("internal-error", true, false));
    assertEquals(500, reading("internal-error", false, true));
  }

  /** Reads a body whose stream is refused, or throws when read, as if the state were wrong. */
  private int reading(String reason, boolean refused, boolean async) throws Exception {
    ServletInputStream failing =
        new ServletInputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("the buffer was freed");
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            return read();
          }

          @Override
          public boolean isFinished() {
            return false;
          }

          @Override
          public boolean isReady() {
            return true;
          }

          @Override
          public void setReadListener(ReadListener listener) {}
        };
    Filter earlier =
        (request, response, chain) ->
            chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                  @Override
                  public ServletInputStream getInputStream() {
                    if (refused) {
                      throw new IllegalStateException("the reader was taken");
                    }
                    return failing;
                  }

                  @Override
                  public boolean isAsyncStarted() {
                    return async;
                  }
                },
                response);
    try (Stage stage =
        Stage.on(kind).before("earlier", earlier).filter(Stage::standardRoutes).start()) {
      return stage.refuses(reason, Sender.APPLICATION.post("/hook", "{}")).status();
    }
  }

  /** A request with its body kept by somebody else. */
  private static final class Kept extends HttpServletRequestWrapper {

    private final byte[] body;

    Kept(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = body;
    }

    @Override
    public ServletInputStream getInputStream() {
      ByteArrayInputStream bytes = new ByteArrayInputStream(body);
      return new ServletInputStream() {
        @Override
        public int read() {
          return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
          return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
          return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }
}
