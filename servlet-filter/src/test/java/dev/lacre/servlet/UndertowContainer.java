package dev.lacre.servlet;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.handlers.PathHandler;
import io.undertow.server.handlers.resource.PathResourceManager;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ErrorPage;
import io.undertow.servlet.api.ServletContainer;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/** Undertow with its servlet part, embedded. */
final class UndertowContainer implements Container {

  private final @Nullable Undertow server;
  private final @Nullable DeploymentManager application;
  private final @Nullable ExecutorService threads;

  private UndertowContainer(
      @Nullable Undertow server,
      @Nullable DeploymentManager application,
      @Nullable ExecutorService threads) {
    this.server = server;
    this.application = application;
    this.threads = threads;
  }

  static Container start(WebApp app) {
    ExecutorService virtual = VirtualThreads.executor().orElse(null);
    DeploymentManager application =
        ServletContainer.Factory.newInstance().addDeployment(deployment(app, virtual));
    try {
      application.deploy();
      String context = app.contextPath().isEmpty() ? "/" : app.contextPath();
      Undertow server =
          Undertow.builder()
              .addHttpListener(
                  0, "127.0.0.1", new PathHandler().addPrefixPath(context, application.start()))
              .setWorkerThreads(200)
              .setSocketOption(Options.READ_TIMEOUT, app.idleMillis())
              .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, app.idleMillis())
              .setServerOption(UndertowOptions.ENABLE_HTTP2, true)
              .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, 16L << 20)
              .setServerOption(UndertowOptions.DECODE_SLASH, app.lenient())
              .setServerOption(
                  UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL,
                  app.settings().contains(WebApp.Setting.DECODED_PATHS))
              .build();
      server.start();
      return new UndertowContainer(server, application, virtual);
    } catch (RuntimeException | ServletException refused) {
      Logs.add(refused);
      return new UndertowContainer(null, null, virtual);
    }
  }

  private static DeploymentInfo deployment(WebApp app, @Nullable ExecutorService virtual) {
    ServletContainerInitializer setup = (classes, given) -> app.setup().accept(given);
    DeploymentInfo deployment =
        new DeploymentInfo()
            .setClassLoader(UndertowContainer.class.getClassLoader())
            .setDeploymentName("application")
            .setEagerFilterInit(!app.settings().contains(WebApp.Setting.LATE_FILTERS))
            .setContextPath(app.contextPath().isEmpty() ? "/" : app.contextPath())
            .setResourceManager(new PathResourceManager(app.folder()))
            .addServletContainerInitializer(
                new ServletContainerInitializerInfo(
                    setup.getClass(), new ImmediateInstanceFactory<>(setup), Set.of()));
    app.errorPages()
        .forEach((status, path) -> deployment.addErrorPage(new ErrorPage(path, status)));
    if (virtual != null) {
      deployment.setExecutor(virtual).setAsyncExecutor(virtual);
    }
    return deployment;
  }

  @Override
  public int port() {
    return server == null
        ? -1
        : ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
  }

  @Override
  public boolean isUp() {
    return server != null;
  }

  @Override
  public void close() {
    try {
      if (server != null) {
        server.stop();
      }
      if (application != null) {
        application.stop();
        application.undeploy();
      }
    } catch (ServletException failure) {
      throw new IllegalStateException(failure);
    } finally {
      if (threads != null) {
        threads.shutdown();
      }
    }
  }
}
