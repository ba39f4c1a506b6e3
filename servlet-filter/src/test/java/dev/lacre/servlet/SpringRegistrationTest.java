package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.ledger.DeliveryLedger;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.boot.web.servlet.ServletContextInitializerBeans;
import org.springframework.boot.web.servlet.filter.OrderedCharacterEncodingFilter;
import org.springframework.boot.web.servlet.filter.OrderedFormContentFilter;
import org.springframework.boot.web.servlet.filter.OrderedHiddenHttpMethodFilter;
import org.springframework.boot.web.servlet.filter.OrderedRequestContextFilter;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.filter.CompositeFilter;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * The filter as Spring Boot registers it: its own code finds the beans, orders them and maps them,
 * among the filters that it has by default.
 */
@EachContainer
class SpringRegistrationTest {

  private static final String FORM = "application/x-www-form-urlencoded";

  private final ContainerKind kind;

  SpringRegistrationTest(ContainerKind kind) {
    this.kind = kind;
  }

  /** Returns an application of these beans and Boot's own, as Boot would start it. */
  private Stage boot(Consumer<GenericWebApplicationContext> beans, Outcomes outcomes) {
    Stage.Builder stage = Stage.on(kind).outcomes(outcomes).errorPage(500, "/oops");
    SpringHooks hooks = new SpringHooks(stage.handler());
    return stage.application(context -> start(context, hooks, beans)).start();
  }

  private static void start(
      ServletContext context, SpringHooks hooks, Consumer<GenericWebApplicationContext> beans) {
    GenericWebApplicationContext application =
        SpringApp.context(context, hooks, SpringApp.PatternPaths.class);
    application.registerBean(DispatcherServlet.class);
    application.registerBean(OrderedCharacterEncodingFilter.class);
    application.registerBean(OrderedHiddenHttpMethodFilter.class);
    application.registerBean(OrderedFormContentFilter.class);
    application.registerBean(OrderedRequestContextFilter.class);
    beans.accept(application);
    application.refresh();
    try {
      for (ServletContextInitializer each :
          new ServletContextInitializerBeans(application.getBeanFactory())) {
        each.onStartup(context);
      }
    } catch (ServletException fault) {
      throw new IllegalStateException(fault);
    }
  }

  private static WebhookFilter filter(Outcomes outcomes) {
    WebhookFilter.Builder filter =
        WebhookFilter.builder().listener(outcomes).ledger(DeliveryLedger.inMemory());
    SpringApp.routes(filter);
    return filter.build();
  }

  /** Each delivery reaches its controller once, whatever it comes through on the way. */
  private void assertWorks(Stage stage) throws Exception {
    stage.accepts(Sender.APPLICATION.post("/hook", "{\"n\":1}"));
    stage.accepts(Sender.APPLICATION.post("/in/callable", "{\"n\":2}"));
    stage.accepts(Sender.APPLICATION.post("/in/deferred", "{\"n\":3}"));
    int before = stage.handler.calls();
    stage.outcomes.clear();
    Answer failed = stage.exchange(Sender.APPLICATION.post("/in/failing", "{\"n\":4}"));
    assertEquals(500, failed.status());
    assertEquals("sorry", failed.text());
    assertEquals(before + 1, stage.handler.calls());
    stage.await("accepted");
    assertEquals(List.of(), stage.outcomes.rest());
    stage.refuses("signature-mismatch", Sender.APPLICATION.forge("/hook", "{}"));
    stage.refuses("header-missing", Call.post("/hook", "{}"));
    Call odd = Sender.APPLICATION.post("//hook", "{}");
    if (kind.name().startsWith("JETTY")) {
      // Refused by the container, so that the filter has nothing to tell.
      stage.neverEnters(odd);
    } else {
      stage.refuses("path-not-canonical", odd);
    }
  }

  private static void assertTakesForms(Stage stage) throws Exception {
    Call form =
        Sender.APPLICATION.post("/in/form?a=Q", "a=1&_method=PUT").header("Content-Type", FORM);
    // The hidden method comes after the verdict, and leads to another controller.
    assertEquals("anything", stage.exchange(form).text());
    Call plain = Sender.APPLICATION.post("/in/form?a=Q", "a=1").header("Content-Type", FORM);
    assertEquals("[Q, 1]", stage.exchange(plain).text());
  }

  @Test
  void documentedRegistration_works_asDocumented() throws Exception {
    WebhookVerifier verifier = Stage.verifier(WebhookOperation.V1_NEW_EVENT).build();
    try (Stage stage =
        boot(
            beans -> {
              beans.registerBean(WebhookVerifier.class, () -> verifier);
              beans.registerBean(SpringReceiver.WebhookConfiguration.class);
              beans.registerBean(SpringReceiver.EventController.class);
            },
            new Outcomes())) {
      Call genuine = Sender.APPLICATION.post("/v1/newEvent", "{\"eventId\":\"e\"}");
      assertEquals("store-1 sent 15 bytes", stage.exchange(genuine).text());
      // The operation's own refusal.
      assertEquals(403, stage.exchange(Sender.APPLICATION.forge("/v1/newEvent", "{}")).status());
      assertEquals(400, stage.exchange(Sender.APPLICATION.post("/v1//newEvent", "{}")).status());
    }
  }

  @Test
  void registrationBeforeAllOthers_works_formsToo() throws Exception {
    Outcomes outcomes = new Outcomes();
    try (Stage stage =
        boot(
            beans ->
                beans.registerBean(
                    "webhooks",
                    FilterRegistrationBean.class,
                    () -> {
                      FilterRegistrationBean<WebhookFilter> bean =
                          new FilterRegistrationBean<>(filter(outcomes));
                      bean.setOrder(Integer.MIN_VALUE);
                      return bean;
                    }),
            outcomes)) {
      assertWorks(stage);
      assertTakesForms(stage);
    }
  }

  @Test
  void plainBean_works_butForForms_forItComesLast() throws Exception {
    Outcomes outcomes = new Outcomes();
    try (Stage stage =
        boot(beans -> beans.registerBean(WebhookFilter.class, () -> filter(outcomes)), outcomes)) {
      assertWorks(stage);
      // The hidden method filter has read the parameters, and with them the body.
      Call form = Sender.APPLICATION.post("/in/form", "a=1").header("Content-Type", FORM);
      stage.neverEnters(form);
    }
  }

  @Test
  void delegatingProxy_works() throws Exception {
    Outcomes outcomes = new Outcomes();
    try (Stage stage =
        boot(
            beans -> {
              beans.registerBean("webhookFilter", WebhookFilter.class, () -> filter(outcomes));
              beans.registerBean(
                  "proxy",
                  DelegatingFilterProxyRegistrationBean.class,
                  () -> {
                    var proxy = new DelegatingFilterProxyRegistrationBean("webhookFilter");
                    proxy.setOrder(Integer.MIN_VALUE);
                    return proxy;
                  });
            },
            outcomes)) {
      assertWorks(stage);
      assertTakesForms(stage);
    }
  }

  @Test
  void beanThatStandsInAnotherChainToo_callsTheControllerOnce() throws Exception {
    Outcomes outcomes = new Outcomes();
    WebhookFilter filter = filter(outcomes);
    CompositeFilter chain = new CompositeFilter();
    chain.setFilters(List.of(filter));
    try (Stage stage =
        boot(
            beans -> {
              beans.registerBean(WebhookFilter.class, () -> filter);
              beans.registerBean(
                  "chain",
                  FilterRegistrationBean.class,
                  () -> {
                    FilterRegistrationBean<CompositeFilter> bean =
                        new FilterRegistrationBean<>(chain);
                    bean.setOrder(-100);
                    return bean;
                  });
            },
            outcomes)) {
      assertWorks(stage);
      stage.accepts(Sender.APPLICATION.post("/hook", "{\"n\":5}"));
      assertEquals(List.of(), outcomes.rest(), "not a duplicate of itself");
    }
  }
}
