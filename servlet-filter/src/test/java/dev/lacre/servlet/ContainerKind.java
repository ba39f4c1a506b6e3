package dev.lacre.servlet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The containers in which every suite runs. What holds in one must hold in all: where they differ
 * in what they refuse themselves, a suite says so. They do not all fit on one class path, so a run
 * has some of them; the build names which, and runs the suites as often as it takes to have all.
 */
enum ContainerKind {
  JETTY_12_0("org.eclipse.jetty.ee10.servlet.ServletContextHandler", 6, 0) {
    @Override
    Container start(WebApp app) throws Exception {
      return JettyContainer.start(app, "ee10");
    }
  },
  JETTY_12_1("org.eclipse.jetty.ee11.servlet.ServletContextHandler", 6, 1) {
    @Override
    Container start(WebApp app) throws Exception {
      return JettyContainer.start(app, "ee11");
    }
  },
  TOMCAT_10_1("org.apache.catalina.startup.Tomcat", 6, 0) {
    @Override
    Container start(WebApp app) throws Exception {
      return TomcatContainer.start(app);
    }
  },
  TOMCAT_11("org.apache.catalina.startup.Tomcat", 6, 1) {
    @Override
    Container start(WebApp app) throws Exception {
      return TomcatContainer.start(app);
    }
  },
  UNDERTOW_2_3("io.undertow.servlet.api.DeploymentInfo", 6, 0) {
    @Override
    Container start(WebApp app) throws Exception {
      return UndertowContainer.start(app);
    }
  };

  /** The system property in which the build names the containers that a run must have. */
  private static final String DEMANDED = "lacre.containers";

  private final String mark;
  private final int major;
  private final int minor;

  ContainerKind(String mark, int major, int minor) {
    this.mark = mark;
    this.major = major;
    this.minor = minor;
  }

  /** Returns the containers of this run; fails if they are not those that the build names. */
  static List<ContainerKind> ofThisRun() {
    String names = System.getProperty(DEMANDED, "");
    if (names.isBlank()) {
      throw new IllegalStateException(
          "The system property " + DEMANDED + " names no container; the build sets it.");
    }
    Set<ContainerKind> demanded = EnumSet.noneOf(ContainerKind.class);
    for (String name : names.split(",", -1)) {
      demanded.add(valueOf(name.strip()));
    }
    Set<ContainerKind> present = EnumSet.noneOf(ContainerKind.class);
    Arrays.stream(values()).filter(ContainerKind::isPresent).forEach(present::add);
    if (!present.equals(demanded)) {
      throw new IllegalStateException(
          "The build demands " + demanded + ", but the class path holds " + present + ".");
    }
    return List.copyOf(present);
  }

  /** Tells whether the class path holds this container and the servlet API that it implements. */
  private boolean isPresent() {
    try {
      Class.forName(mark, false, ContainerKind.class.getClassLoader());
      return servletApi().equals(major + "." + minor);
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  private static String servletApi() {
    // The one visible mark of 6.1, whose jar holds a method more.
    boolean newer =
        Arrays.stream(jakarta.servlet.ServletInputStream.class.getMethods())
            .anyMatch(
                method ->
                    method.getName().equals("read")
                        && Arrays.equals(
                            method.getParameterTypes(),
                            new Class<?>[] {java.nio.ByteBuffer.class}));
    return newer ? "6.1" : "6.0";
  }

  /** Returns the version of the servlet API, such as {@code 6.0}. */
  String servletVersion() {
    return major + "." + minor;
  }

  /** Starts the container with the application. */
  abstract Container start(WebApp app) throws Exception;
}
