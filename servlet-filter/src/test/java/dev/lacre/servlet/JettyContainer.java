package dev.lacre.servlet;

import jakarta.servlet.ServletContainerInitializer;
import java.util.concurrent.ExecutorService;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Jetty, with one of its servlet environments. Those are alike but for the names of their packages,
 * so the few methods that are not Jetty's core are called by reflection.
 */
final class JettyContainer implements Container {

  private final Server server;
  private final ServerConnector connector;
  private final boolean up;
  private final @Nullable ExecutorService threads;

  private JettyContainer(
      Server server, ServerConnector connector, boolean up, @Nullable ExecutorService threads) {
    this.server = server;
    this.connector = connector;
    this.up = up;
    this.threads = threads;
  }

  static Container start(WebApp app, String environment) throws Exception {
    QueuedThreadPool pool = new QueuedThreadPool();
    ExecutorService virtual = VirtualThreads.executor().orElse(null);
    if (virtual != null) {
      pool.setVirtualThreadsExecutor(virtual);
    }
    Server server = new Server(pool);
    HttpConfiguration http = new HttpConfiguration();
    if (app.lenient()) {
      http.setUriCompliance(UriCompliance.UNSAFE);
    }
    ServerConnector connector =
        new ServerConnector(
            server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(app.idleMillis());
    server.addConnector(connector);
    ContextHandler context = context(app, environment);
    server.setHandler(context);
    boolean up;
    try {
      server.start();
      up = context.isAvailable();
    } catch (Exception refused) {
      Logs.add(refused);
      up = false;
    }
    return new JettyContainer(server, connector, up, virtual);
  }

  private static ContextHandler context(WebApp app, String environment)
      throws ReflectiveOperationException {
    String name = "org.eclipse.jetty." + environment + ".servlet.";
    Class<?> type = Class.forName(name + "ServletContextHandler");
    ContextHandler context =
        (ContextHandler)
            type.getConstructor(String.class, int.class)
                .newInstance(
                    app.contextPath().isEmpty() ? "/" : app.contextPath(),
                    type.getField("NO_SESSIONS").getInt(null));
    context.setBaseResourceAsPath(app.folder());
    Object servlets = type.getMethod("getServletHandler").invoke(context);
    servlets
        .getClass()
        .getMethod("setDecodeAmbiguousURIs", boolean.class)
        .invoke(servlets, app.lenient());
    Class<?> pagesType = Class.forName(name + "ErrorPageErrorHandler");
    Object pages = pagesType.getConstructor().newInstance();
    for (var page : app.errorPages().entrySet()) {
      pagesType
          .getMethod("addErrorPage", int.class, String.class)
          .invoke(pages, page.getKey(), page.getValue());
    }
    context.setErrorHandler((Request.Handler) pages);
    ServletContainerInitializer setup = (classes, given) -> app.setup().accept(given);
    type.getMethod("addServletContainerInitializer", ServletContainerInitializer.class)
        .invoke(context, setup);
    return context;
  }

  @Override
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public boolean isUp() {
    return up;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception failure) {
      throw new IllegalStateException(failure);
    } finally {
      if (threads != null) {
        threads.shutdown();
      }
    }
  }
}
