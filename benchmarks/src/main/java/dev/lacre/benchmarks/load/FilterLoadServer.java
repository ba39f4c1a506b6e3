package dev.lacre.benchmarks.load;

import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Serves one {@link Variant}, named by the only argument, on a free port of the loopback address
 * until its standard input ends. First prints {@code ready PORT}.
 */
public final class FilterLoadServer {

  /** Where {@link StatsServlet} answers; no route of the filter. */
  static final String STATS = "/stats";

  private FilterLoadServer() {}

  /** Runs the server. */
  public static void main(String... arguments) throws Exception {
    Server server = start(Variant.named(arguments[0]));
    System.out.println("ready " + server.getURI().getPort());
    while (System.in.read() >= 0) {
      // Whoever started this lives.
    }
    server.stop();
  }

  /** Starts a server on a free port. */
  static Server start(Variant variant) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    variant
        .filter()
        .ifPresent(
            filter -> {
              FilterHolder holder = new FilterHolder(filter);
              holder.setAsyncSupported(true);
              context.addFilter(holder, "/*", EnumSet.allOf(DispatcherType.class));
            });
    ReadingServlet application = new ReadingServlet();
    context.addServlet(new ServletHolder(application), Variant.ROUTE);
    context.addServlet(new ServletHolder(new StatsServlet(application)), STATS);
    server.setHandler(context);
    server.start();
    return server;
  }
}
