package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.verifier.AddressAllowlist;
import dev.lacre.verifier.TrustedProxies;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.filters.RemoteIpFilter;
import org.junit.jupiter.api.Test;
import org.springframework.web.filter.CharacterEncodingFilter;
import org.springframework.web.filter.CommonsRequestLoggingFilter;
import org.springframework.web.filter.FormContentFilter;
import org.springframework.web.filter.ForwardedHeaderFilter;
import org.springframework.web.filter.HiddenHttpMethodFilter;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingRequestWrapper;

/** Filters of Spring's and Tomcat's before this one, where they should not be. */
@EachContainer
class SpringFiltersTest {

  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FORWARDED = "X-Forwarded-For";
  private static final String ALLOWED = "203.0.113.7";
  private static final String OTHER = "198.51.100.7";

  private final ContainerKind kind;

  SpringFiltersTest(ContainerKind kind) {
    this.kind = kind;
  }

  private Stage behind(Filter earlier) {
    return Stage.on(kind).filter(Stage::standardRoutes).before("earlier", earlier).start();
  }

  private static Call form(String body) {
    return Sender.APPLICATION.post("/hook", body).header("Content-Type", FORM);
  }

  /** A form whose parameters were read is refused, even under the signature of no bytes. */
  private static void assertConsumedFormsNeverEnter(Stage stage) throws Exception {
    Call ofNothing =
        Sender.APPLICATION
            .post("/hook", "a=1".getBytes(UTF_8), Sender.APPLICATION.signature(new byte[0]))
            .header("Content-Type", FORM);
    for (Call call : List.of(form("a=1&b=2"), form("a=1&b=2").chunked(2), ofNothing)) {
      stage.neverEnters(call);
    }
  }

  @Test
  void hiddenMethodFilter_isAFailureForForms_andNeverALeak() throws Exception {
    try (Stage stage = behind(new HiddenHttpMethodFilter())) {
      assertConsumedFormsNeverEnter(stage);
      stage.neverEnters(form("_method=PUT&a=1"));
      stage.accepts(Sender.APPLICATION.post("/hook", "{}"));
      // It makes another method of it, which no route takes.
      assertEquals(
          405, stage.neverEnters(Sender.APPLICATION.post("/hook?_method=PUT", "{}")).status());
      stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/hook", "{}"));
    }
  }

  @Test
  void formContentFilter_isNoHindrance_forItTakesOtherMethods() throws Exception {
    try (Stage stage = behind(new FormContentFilter())) {
      for (String method : List.of("PUT", "PATCH", "DELETE")) {
        byte[] body = "a=1".getBytes(UTF_8);
        Call call =
            Call.of(method, "/hook")
                .body(body)
                .header("Content-Type", FORM)
                .header("X-App-Id", Sender.APPLICATION.app())
                .header("X-App-MerchantId", Sender.APPLICATION.merchant())
                .header("X-App-Signature", Sender.APPLICATION.signature(body));
        assertEquals(405, stage.neverEnters(call).status());
      }
      stage.accepts(Sender.APPLICATION.post("/hook", "{}"));
    }
  }

  @Test
  void filterThatReadsParameters_isAFailureForForms_andNeverALeak() throws Exception {
    Filter reading =
        new OncePerRequestFilter() {
          @Override
          protected void doFilterInternal(
              HttpServletRequest request, HttpServletResponse response, FilterChain chain)
              throws ServletException, IOException {
            request.getParameter("_csrf");
            chain.doFilter(request, response);
          }
        };
    try (Stage stage = behind(reading)) {
      assertConsumedFormsNeverEnter(stage);
      stage.accepts(Sender.APPLICATION.post("/hook", "{}"));
    }
  }

  @Test
  void characterEncodingFilter_doesNotTouchTheBytes() throws Exception {
    try (Stage stage = behind(new CharacterEncodingFilter("UTF-16", true))) {
      stage.accepts(Sender.APPLICATION.post("/hook", new byte[] {(byte) 0xc3, 0x28, (byte) 0xff}));
      stage.accepts(Sender.APPLICATION.post("/hook", "{}").header("Content-Type", "text/plain"));
      stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/hook", "{}"));
    }
  }

  @Test
  void wrapperThatCachesTheBody_isNoHindrance() throws Exception {
    Filter caching =
        (request, response, chain) ->
            chain.doFilter(
                new ContentCachingRequestWrapper((HttpServletRequest) request, 10), response);
    CommonsRequestLoggingFilter logging = new CommonsRequestLoggingFilter();
    logging.setIncludePayload(true);
    for (Filter earlier : List.of(caching, logging)) {
      try (Stage stage = SpringApp.on(kind).before("earlier", earlier).start()) {
        stage.accepts(Sender.APPLICATION.post("/hook", "{\"a\":1}"));
        stage.accepts(Sender.APPLICATION.post("/hook", "{\"a\":1}").chunked(2));
        stage.accepts(Sender.APPLICATION.post("/in/callable", "{\"a\":1}"));
        Answer form =
            stage.exchange(
                Sender.APPLICATION.post("/in/form?a=Q", "a=1").header("Content-Type", FORM));
        assertEquals("[Q, 1]", form.text());
        stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/hook", "{}"));
      }
    }
  }

  private static WebhookVerifier.Builder one() {
    return Stage.verifier(WebhookOperation.ORDERING_CHANNEL)
        .allowlist(AddressAllowlist.of(List.of(ALLOWED)));
  }

  private Stage behindRewriting(Filter earlier) {
    TrustedProxies here = TrustedProxies.of(List.of("127.0.0.1"), FORWARDED);
    Stage.Builder stage = Stage.on(kind).before("rewriting", earlier);
    return stage
        .filter(
            filter ->
                filter
                    .route("/stranger", one().build())
                    .route("/proxied", one().trustedProxies(here).build()))
        .application(
            context ->
                SpringApp.register(
                    context, SpringApp.PatternPaths.class, new SpringHooks(stage.handler())))
        .start();
  }

  private static Call from(String path, String forwarded) {
    return Sender.APPLICATION.post(path, "{}").header(FORWARDED, forwarded);
  }

  private static void assertForbidden(Stage stage, Call call) throws Exception {
    assertEquals(403, stage.refuses("address-not-allowed", call).status());
  }

  @Test
  void forwardedHeaderFilter_letsEveryClientChooseItsAddress_andTheStartWarnsOfIt()
      throws Exception {
    int before = Logs.length();
    try (Stage stage = behindRewriting(new ForwardedHeaderFilter())) {
      String warning = Logs.textFrom(before);
      assertTrue(warning.contains("WARN"), warning);
      assertTrue(warning.contains("ForwardedHeaderFilter"), warning);
      // The documented incompatibility: it believes whoever writes the header.
      stage.accepts(from("/stranger", ALLOWED));
      stage.accepts(from("/stranger", ALLOWED + ", " + OTHER));
      // And it takes the header away from the one who would read it rightly.
      assertForbidden(stage, from("/proxied", OTHER + ", " + ALLOWED));
      assertForbidden(stage, from("/proxied", "localhost"));
    }
  }

  @Test
  void withoutSuchAFilter_theStartWarnsOfNothing() throws Exception {
    int before = Logs.length();
    try (Stage stage = behindRewriting(new CharacterEncodingFilter("UTF-8"))) {
      assertFalse(Logs.textFrom(before).contains("peer's address"));
      assertForbidden(stage, from("/stranger", ALLOWED));
      stage.accepts(from("/proxied", OTHER + ", " + ALLOWED));
    }
  }

  @Test
  void remoteIpFilter_isNotWalkedTwice_andTheStartWarnsOfIt() throws Exception {
    RemoteIpFilter rewriting = new RemoteIpFilter();
    rewriting.setInternalProxies("127\\.0\\.0\\.1");
    int before = Logs.length();
    try (Stage stage = behindRewriting(rewriting)) {
      assertTrue(Logs.textFrom(before).contains("RemoteIpFilter"));
      for (String path : List.of("/stranger", "/proxied")) {
        // The peer is the client by now, and no header is left to move it further.
        stage.accepts(from(path, ALLOWED));
        stage.accepts(from(path, OTHER + ", " + ALLOWED));
        assertForbidden(stage, from(path, OTHER));
        assertForbidden(stage, from(path, ALLOWED + ", " + OTHER));
        assertForbidden(stage, from(path, "127.0.0.1"));
        assertForbidden(stage, from(path, "nonsense"));
        assertForbidden(stage, from(path, ALLOWED + ", nonsense"));
        assertForbidden(stage, Sender.APPLICATION.post(path, "{}"));
      }
    }
  }
}
