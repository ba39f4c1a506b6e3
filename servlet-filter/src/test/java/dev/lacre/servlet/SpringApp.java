package dev.lacre.servlet;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import org.springframework.context.annotation.AnnotationConfigUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A Spring MVC application in the filter's test containers: {@link SpringHooks}, made in code. */
final class SpringApp {

  private SpringApp() {}

  /** Returns a stage whose filter has the standard routes and those of the controllers. */
  static Stage.Builder on(ContainerKind kind) {
    return on(kind, PatternPaths.class);
  }

  static Stage.Builder on(ContainerKind kind, Class<?> paths) {
    Stage.Builder stage = Stage.on(kind).filter(SpringApp::routes).errorPage(500, "/oops");
    return stage.application(context -> register(context, paths, new SpringHooks(stage.handler())));
  }

  static void routes(WebhookFilter.Builder filter) {
    Stage.standardRoutes(filter);
    filter.route("/in/*", Stage.hook());
  }

  static void register(ServletContext context, Class<?> paths, SpringHooks hooks) {
    GenericWebApplicationContext application = context(context, hooks, paths);
    application.refresh();
    DispatcherServlet dispatcher = new DispatcherServlet(application);
    ServletRegistration.Dynamic registration = context.addServlet("dispatcher", dispatcher);
    registration.setLoadOnStartup(1);
    registration.setAsyncSupported(true);
    registration.addMapping("/");
  }

  /** Returns a context of these controllers and configurations, not yet refreshed. */
  static GenericWebApplicationContext context(
      ServletContext context, SpringHooks hooks, Class<?>... configurations) {
    GenericWebApplicationContext application = new GenericWebApplicationContext(context);
    AnnotationConfigUtils.registerAnnotationConfigProcessors(application);
    application.registerBean(SpringHooks.class, () -> hooks);
    for (Class<?> configuration : configurations) {
      application.registerBean(configuration);
    }
    return application;
  }

  /** Spring as it comes: paths are matched by {@code PathPatternParser}. */
  @Configuration(proxyBeanMethods = false)
  @EnableWebMvc
  static class PatternPaths {}

  /** Spring as it was: {@code AntPathMatcher}, and {@code UrlPathHelper} with its defaults. */
  @Configuration(proxyBeanMethods = false)
  @EnableWebMvc
  static class AntPaths implements WebMvcConfigurer {
    @Override
    public void configurePathMatch(PathMatchConfigurer configurer) {
      configurer.setPatternParser(null);
    }
  }
}
