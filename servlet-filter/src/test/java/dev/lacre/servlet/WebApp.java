package dev.lacre.servlet;

import jakarta.servlet.ServletContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A web application, said in the terms of the servlet API alone so that any container can run it.
 *
 * @param contextPath empty, or such as {@code /shop}
 * @param setup registers filters and servlets, in order
 * @param errorPages from status to the path of the page
 * @param folder the document root, with {@code WEB-INF} in it
 * @param settings what the container is made to do, where it can
 */
record WebApp(
    String contextPath,
    Consumer<ServletContext> setup,
    Map<Integer, String> errorPages,
    Path folder,
    Set<Setting> settings) {

  /** A setting that opens what containers keep shut, or leaves to chance what they should not. */
  enum Setting {
    /** All the odd paths that the container can be made to let through. */
    ODD_PATHS,
    /** The path is decoded before any filter sees it; Undertow alone can do that. */
    DECODED_PATHS,
    /** Filters are set up by the first request; Undertow alone does that, unless told otherwise. */
    LATE_FILTERS,
    /** A peer that is silent for a second and a half is given up; else for a minute. */
    IMPATIENT
  }

  /** How long a container waits for a peer that sends nothing, in milliseconds. */
  int idleMillis() {
    return settings.contains(Setting.IMPATIENT) ? 1500 : 60_000;
  }

  boolean lenient() {
    return settings.contains(Setting.ODD_PATHS);
  }
}
