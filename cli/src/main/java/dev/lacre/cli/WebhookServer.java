package dev.lacre.cli;

import dev.lacre.servlet.VerificationListener;
import dev.lacre.servlet.WebhookFilter;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadingConfig;
import dev.lacre.verifier.config.RouteConfig;
import jakarta.servlet.DispatcherType;
import java.net.BindException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** A Jetty that listens: the webhook filter in front of {@link AcknowledgingServlet}. */
final class WebhookServer implements AutoCloseable {

  /** A slow body holds a thread; this many may be slow before others wait. */
  private static final int MOST_THREADS = 1_000;

  private static final long STOP_TIMEOUT_MILLIS = 5_000;
  private static final Duration SHORTEST_IDLE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_IDLE_TIMEOUT = Duration.ofSeconds(30);

  private final Server server;
  private final AcknowledgingServlet servlet;
  private final String url;

  private WebhookServer(Server server, AcknowledgingServlet servlet, String url) {
    this.server = server;
    this.servlet = servlet;
    this.url = url;
  }

  /**
   * Starts to listen.
   *
   * @param host a name or an address; IPv6 with brackets or without
   * @param port 0 for a free one
   * @throws Failure if the configuration cannot be served or the port not be had
   */
  static WebhookServer start(
      LacreConfig config, String host, int port, VerificationListener listener) {
    return start(config, WebhookFilter.builder(config), host, port, listener);
  }

  /**
   * Starts to listen, with a configuration that may change. How long a silent connection may last
   * is settled by the one in force now.
   *
   * @param host a name or an address; IPv6 with brackets or without
   * @param port 0 for a free one
   * @throws Failure if the configuration cannot be served or the port not be had
   */
  static WebhookServer start(
      ReloadingConfig config, String host, int port, VerificationListener listener) {
    return start(config.get(), WebhookFilter.builder(config), host, port, listener);
  }

  private static WebhookServer start(
      LacreConfig config,
      WebhookFilter.Builder filter,
      String host,
      int port,
      VerificationListener listener) {
    Server server = new Server(new QueuedThreadPool(MOST_THREADS));
    ServerConnector connector = connector(server, config.routes().values());
    String bare = host.startsWith("[") && host.endsWith("]") ? inner(host) : host;
    connector.setHost(bare);
    connector.setPort(port);
    server.addConnector(connector);
    AcknowledgingServlet servlet = new AcknowledgingServlet();
    server.setHandler(new GracefulHandler(application(filter(filter, listener), servlet)));
    server.setErrorHandler(new EmptyErrors());
    server.setStopTimeout(STOP_TIMEOUT_MILLIS);
    String authority = bare.contains(":") ? "[" + bare + "]" : bare;
    try {
      server.start();
    } catch (Exception failure) {
      stop(server);
      throw Failure.setUp(
          "Cannot listen on "
              + authority
              + ":"
              + port
              + " ("
              + reason(failure)
              + "); name another --host or --port, or --port 0 for a free one.");
    }
    return new WebhookServer(
        server, servlet, "http://" + authority + ":" + connector.getLocalPort());
  }

  private static WebhookFilter filter(
      WebhookFilter.Builder builder, VerificationListener listener) {
    try {
      return builder.listener(listener).build();
    } catch (IllegalArgumentException fault) {
      throw Failure.setUp(Failure.messageOf(fault));
    }
  }

  /** Every path comes through to the filter, however odd, for it is the filter that judges them. */
  private static ServletContextHandler application(
      WebhookFilter filter, AcknowledgingServlet acknowledging) {
    ServletContextHandler context = new ServletContextHandler("/");
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
    ServletHolder servlet = new ServletHolder(acknowledging);
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/*");
    context.getServletHandler().setDecodeAmbiguousURIs(true);
    context.setErrorHandler(new EmptyErrors());
    return context;
  }

  private static ServerConnector connector(Server server, Collection<RouteConfig> routes) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setUriCompliance(UriCompliance.UNSAFE);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setIdleTimeout(idleTimeout(routes).toMillis());
    return connector;
  }

  /** The filter's own deadline shows only when bytes arrive; this one ends a peer's silence. */
  private static Duration idleTimeout(Collection<RouteConfig> routes) {
    Duration shortest =
        routes.stream()
            .map(RouteConfig::bodyTimeout)
            .min(Comparator.naturalOrder())
            .orElse(LONGEST_IDLE_TIMEOUT);
    if (shortest.compareTo(SHORTEST_IDLE_TIMEOUT) < 0) {
      return SHORTEST_IDLE_TIMEOUT;
    }
    return shortest.compareTo(LONGEST_IDLE_TIMEOUT) > 0 ? LONGEST_IDLE_TIMEOUT : shortest;
  }

  private static String inner(String bracketed) {
    return bracketed.substring(1, bracketed.length() - 1);
  }

  private static String reason(Exception failure) {
    for (Throwable each = failure; each != null; each = cause(each)) {
      if (each instanceof BindException) {
        return String.valueOf(each.getMessage());
      }
    }
    return Failure.messageOf(failure);
  }

  private static @Nullable Throwable cause(Throwable failure) {
    return failure.getCause();
  }

  /** Returns the address to send to, {@code http://HOST:PORT}. */
  String url() {
    return url;
  }

  /** Returns how many webhooks have reached the application so far. */
  long applicationCalls() {
    return servlet.calls();
  }

  /** Waits until the server has stopped. */
  void join() throws InterruptedException {
    server.join();
  }

  /** Lets requests in flight end, for some seconds, and stops. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException("the server did not stop in good order", failure);
    }
  }
}
