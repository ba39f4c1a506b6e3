package dev.lacre.servlet;

/**
 * The containers in which every suite runs. What holds in one must hold in all: where they differ
 * in what they refuse themselves, a suite says so. Another container is one more constant here.
 */
enum ContainerKind {
  JETTY_12_1 {
    @Override
    Container start(WebApp app) throws Exception {
      return JettyContainer.start(app);
    }
  },
  TOMCAT_10_1 {
    @Override
    Container start(WebApp app) throws Exception {
      return TomcatContainer.start(app);
    }
  };

  /** Starts the container with the application. */
  abstract Container start(WebApp app) throws Exception;
}
