package dev.lacre.servlet;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;

/** Tomcat, embedded. */
final class TomcatContainer implements Container {

  private static final Logger TALK = Logger.getLogger("org.apache");

  private final Tomcat tomcat;
  private final Context context;
  private final Path base;
  private final @Nullable ExecutorService threads;

  private TomcatContainer(
      Tomcat tomcat, Context context, Path base, @Nullable ExecutorService threads) {
    this.tomcat = tomcat;
    this.context = context;
    this.base = base;
    this.threads = threads;
  }

  static Container start(WebApp app) throws Exception {
    TALK.setLevel(Level.WARNING);
    Path base = Files.createTempDirectory("tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("connectionTimeout", Integer.toString(app.idleMillis()));
    if (app.lenient()) {
      connector.setProperty("relaxedPathChars", "\"<>[\\]^`{|}");
      connector.setProperty("allowBackslash", "true");
      connector.setProperty("encodedSolidusHandling", "decode");
      connector.setProperty("encodedReverseSolidusHandling", "decode");
    }
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.addUpgradeProtocol(new Http2Protocol());
    ExecutorService virtual = VirtualThreads.executor().orElse(null);
    if (virtual != null) {
      connector.getProtocolHandler().setExecutor(virtual);
    }
    tomcat.setConnector(connector);
    Context context = tomcat.addContext(app.contextPath(), app.folder().toString());
    context.addServletContainerInitializer((classes, given) -> app.setup().accept(given), null);
    app.errorPages()
        .forEach(
            (status, path) -> {
              ErrorPage page = new ErrorPage();
              page.setErrorCode(status);
              page.setLocation(path);
              context.addErrorPage(page);
            });
    tomcat.start();
    return new TomcatContainer(tomcat, context, base, virtual);
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public boolean isUp() {
    return context.getState() == LifecycleState.STARTED;
  }

  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException failure) {
      throw new IllegalStateException(failure);
    } finally {
      if (threads != null) {
        threads.shutdown();
      }
    }
    Stage.delete(base);
  }
}
