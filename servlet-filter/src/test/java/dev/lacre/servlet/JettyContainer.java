package dev.lacre.servlet;

import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty with its servlet environment for Servlet 6.0. */
final class JettyContainer implements Container {

  private final Server server;
  private final ServerConnector connector;
  private final boolean up;

  private JettyContainer(Server server, ServerConnector connector, boolean up) {
    this.server = server;
    this.connector = connector;
    this.up = up;
  }

  static Container start(WebApp app) throws Exception {
    Server server = new Server();
    HttpConfiguration http = new HttpConfiguration();
    if (app.lenient()) {
      http.setUriCompliance(UriCompliance.UNSAFE);
    }
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setIdleTimeout(WebApp.IDLE_MILLIS);
    server.addConnector(connector);
    ServletContextHandler context =
        new ServletContextHandler(
            app.contextPath().isEmpty() ? "/" : app.contextPath(),
            ServletContextHandler.NO_SESSIONS);
    context.setBaseResourceAsPath(app.folder());
    context.getServletHandler().setDecodeAmbiguousURIs(app.lenient());
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    app.errorPages().forEach(pages::addErrorPage);
    context.setErrorHandler(pages);
    context.addServletContainerInitializer((classes, given) -> app.setup().accept(given));
    server.setHandler(context);
    try {
      server.start();
      return new JettyContainer(server, connector, context.isAvailable());
    } catch (Exception refused) {
      Logs.add(refused);
      return new JettyContainer(server, connector, false);
    }
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
    }
  }
}
