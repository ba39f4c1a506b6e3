package dev.lacre.servlet;

import dev.lacre.verifier.config.ConfigFollower;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadingConfig;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the configuration that a deployment descriptor names, and has it followed. */
final class ConfigFile {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);
  private static final String PARAMETER = "config";
  private static final String RELOAD = "reload";

  private ConfigFile() {}

  static Path of(FilterConfig config) throws ServletException {
    return required(
        "The filter '" + config.getFilterName() + "'",
        config.getInitParameter(PARAMETER),
        config::getServletContext);
  }

  static Path of(ServletConfig config) throws ServletException {
    return required(
        "The servlet '" + config.getServletName() + "'",
        config.getInitParameter(PARAMETER),
        config::getServletContext);
  }

  /** Returns the file that another parameter names, or null if it is not there. */
  static @Nullable Path optional(ServletConfig config, String parameter) throws ServletException {
    String name = config.getInitParameter(parameter);
    return name == null ? null : path(parameter, name, config::getServletContext);
  }

  private static Path required(
      String holder, @Nullable String name, Supplier<ServletContext> context)
      throws ServletException {
    if (name == null || name.isBlank()) {
      throw new ServletException(
          holder
              + " has no init parameter '"
              + PARAMETER
              + "'; name the lacre.json there, by its path or as '/WEB-INF/lacre.json'.");
    }
    return path(PARAMETER, name, context);
  }

  private static Path path(String parameter, String name, Supplier<ServletContext> context)
      throws ServletException {
    if (!name.startsWith("/WEB-INF/")) {
      return Path.of(name);
    }
    String real = context.get().getRealPath(name);
    if (real == null) {
      throw new ServletException(
          "The init parameter '"
              + parameter
              + "' names '"
              + name
              + "', which is no file here: the web application is not unpacked, or has no such"
              + " file. Name the file by its path outside the application instead.");
    }
    return Path.of(real);
  }

  /**
   * Returns how often the configuration is to be read again, or null if never.
   *
   * @throws ServletException if the parameter is no ISO 8601 duration
   */
  static @Nullable Duration period(FilterConfig config) throws ServletException {
    return period(config.getInitParameter(RELOAD));
  }

  /** Returns the same for a servlet. */
  static @Nullable Duration period(ServletConfig config) throws ServletException {
    return period(config.getInitParameter(RELOAD));
  }

  private static @Nullable Duration period(@Nullable String text) throws ServletException {
    try {
      return text == null ? null : Duration.parse(text);
    } catch (DateTimeParseException malformed) {
      throw new ServletException(
          "The init parameter '"
              + RELOAD
              + "' is no ISO 8601 duration; write it as PT10S, or leave it out.",
          malformed);
    }
  }

  /**
   * Has a configuration put in force, and again whenever it changes if there is a period.
   *
   * @param holder by whose name changes are logged
   * @return what ends that
   * @throws IllegalArgumentException if it has a fault, or the follower cannot work with it
   */
  static Runnable follow(
      Path file, @Nullable Duration period, Class<?> holder, ConfigFollower follower) {
    if (period == null) {
      follower.prepare(LacreConfig.load(file)).run();
      return () -> {};
    }
    ReloadingConfig own =
        ReloadingConfig.builder(file).every(period).listener(new ReloadLog(holder)).build();
    try {
      Runnable leave = own.follow(follower);
      return () -> {
        leave.run();
        own.close();
      };
    } catch (RuntimeException fault) {
      own.close();
      throw fault;
    }
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
