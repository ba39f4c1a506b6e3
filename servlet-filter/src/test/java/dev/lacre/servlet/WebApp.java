package dev.lacre.servlet;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A web application, said in the terms of the servlet API alone so that any container can run it.
 *
 * @param contextPath empty, or such as {@code /shop}
 * @param setup registers filters and servlets, in order
 * @param errorPages from status to the path of the page
 * @param folder the document root, with {@code WEB-INF} in it
 * @param lenient whether the container lets through all the odd paths that it can be made to
 */
record WebApp(
    String contextPath,
    Consumer<ServletContext> setup,
    Map<Integer, String> errorPages,
    Path folder,
    boolean lenient) {

  /** How long a container waits for a peer that sends nothing, in milliseconds. */
  static final int IDLE_MILLIS = 1500;
}
