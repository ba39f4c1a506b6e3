package dev.lacre.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the configuration that a deployment descriptor names. */
final class ConfigFile {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);
  private static final String PARAMETER = "config";

  private ConfigFile() {}

  static Path of(FilterConfig config) throws ServletException {
    String name = config.getInitParameter(PARAMETER);
    if (name == null || name.isBlank()) {
      throw new ServletException(
          "The filter '"
              + config.getFilterName()
              + "' has no init parameter '"
              + PARAMETER
              + "'; name the lacre.json there, by its path or as '/WEB-INF/lacre.json'.");
    }
    if (!name.startsWith("/WEB-INF/")) {
      return Path.of(name);
    }
    String real = config.getServletContext().getRealPath(name);
    if (real == null) {
      throw new ServletException(
          "The init parameter '"
              + PARAMETER
              + "' names '"
              + name
              + "', which is no file here: the web application is not unpacked, or has no such"
              + " file. Name the file by its path outside the application instead.");
    }
    return Path.of(real);
  }

  static void warnUnlessMappedToAll(FilterConfig config) {
    FilterRegistration registration =
        config.getServletContext().getFilterRegistration(config.getFilterName());
    if (registration != null
        && !registration.getUrlPatternMappings().isEmpty()
        && !registration.getUrlPatternMappings().contains("/*")) {
      LOG.warn(
          "the webhook filter '{}' is mapped to {} only; map it to /*, for containers and"
              + " frameworks differ in which unusual paths such a mapping sees",
          config.getFilterName(),
          registration.getUrlPatternMappings());
    }
  }
}
