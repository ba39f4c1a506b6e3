package dev.lacre.servlet;

import dev.lacre.verifier.config.ConfigFollower;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadingConfig;
import dev.lacre.verifier.discovery.DiscoveryBuilder;
import dev.lacre.verifier.discovery.DiscoveryDeclaration;
import dev.lacre.verifier.discovery.DiscoveryManifest;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves the manifest that declares what the filter enforces: map it to {@value
 * DiscoveryDeclaration#WELL_KNOWN_PATH}, which must be no route of the filter's, for it is public.
 *
 * <p>Without code, in {@code web.xml}: the init parameter {@code config} names the {@code
 * lacre.json} of the filter, and {@code manifest}, if it is there, a manifest of one's own, in
 * which the {@code authentication} block is put or completed; {@code reload}, an ISO 8601 duration
 * such as {@code PT10S}, has the configuration read again that often. Or in code:
 *
 * <pre>{@code
 * DiscoveryServlet servlet =
 *     DiscoveryServlet.of(DiscoveryManifest.of(DiscoveryDeclaration.of(config)));
 * }</pre>
 *
 * <p>Takes GET and HEAD and no other method. The bytes are made once for each configuration; they
 * are cacheable, with a strong {@code ETag}, so that a client that has them gets 304. It never
 * writes what a client sent. Thread-safe.
 */
public final class DiscoveryServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** How long a client may keep the manifest unless the servlet is told otherwise: five minutes. */
  public static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(5);

  /** What is served, once it is known. */
  private transient volatile @Nullable CacheableJson served;

  /** Begins to serve, and gives what ends that; null if the init parameters say what to serve. */
  private transient @Nullable Supplier<Runnable> start;

  private transient volatile @Nullable Runnable end;

  /** Creates a servlet that is set up by {@link #init}, for {@code web.xml}. */
  public DiscoveryServlet() {}

  private DiscoveryServlet(CacheableJson served) {
    this.served = served;
    this.start = () -> () -> {};
  }

  private DiscoveryServlet(
      ReloadingConfig config, Function<LacreConfig, DiscoveryManifest> manifest, Duration maxAge) {
    ConfigFollower follower = follower(manifest, maxAge);
    this.start = () -> config.follow(follower);
    this.end = config.follow(follower);
  }

  private ConfigFollower follower(
      Function<LacreConfig, DiscoveryManifest> manifest, Duration maxAge) {
    return next -> {
      CacheableJson ready = new CacheableJson(manifest.apply(next).toJson(), maxAge);
      return () -> served = ready;
    };
  }

  /**
   * Returns a servlet whose clients may keep the manifest for {@link #DEFAULT_MAX_AGE}.
   *
   * @param manifest what to serve
   * @return the servlet
   */
  public static DiscoveryServlet of(DiscoveryManifest manifest) {
    return of(manifest, DEFAULT_MAX_AGE);
  }

  /**
   * Returns a servlet.
   *
   * @param manifest what to serve
   * @param maxAge how long a client may keep it, from nothing to a year; counted in whole seconds
   * @return the servlet
   * @throws IllegalArgumentException if the time is out of range
   */
  public static DiscoveryServlet of(DiscoveryManifest manifest, Duration maxAge) {
    return new DiscoveryServlet(new CacheableJson(manifest.toJson(), checked(maxAge)));
  }

  /**
   * Returns a servlet that serves a new manifest for each configuration, to clients who may keep it
   * for {@link #DEFAULT_MAX_AGE}.
   *
   * @param config the configuration that the filter follows too; the caller's to close
   * @param manifest makes the manifest of a configuration
   * @return the servlet
   * @throws IllegalArgumentException if there is no manifest of the configuration in force
   */
  public static DiscoveryServlet following(
      ReloadingConfig config, Function<LacreConfig, DiscoveryManifest> manifest) {
    return following(config, manifest, DEFAULT_MAX_AGE);
  }

  /**
   * Returns a servlet that serves a new manifest for each configuration.
   *
   * <pre>{@code
   * DiscoveryServlet.following(
   *     config,
   *     next -> DiscoveryManifest.of(DiscoveryDeclaration.enforcing(next), myManifest),
   *     Duration.ofMinutes(1));
   * }</pre>
   *
   * @param config the configuration that the filter follows too; the caller's to close
   * @param manifest makes the manifest of a configuration, before that is in force. If it throws,
   *     as it does where a manifest of one's own says otherwise than what would be enforced, the
   *     change is refused, for the filter too
   * @param maxAge how long a client may keep it, from nothing to a year; counted in whole seconds
   * @return the servlet
   * @throws IllegalArgumentException if the time is out of range, or there is no manifest of the
   *     configuration in force
   */
  public static DiscoveryServlet following(
      ReloadingConfig config, Function<LacreConfig, DiscoveryManifest> manifest, Duration maxAge) {
    return new DiscoveryServlet(config, manifest, checked(maxAge));
  }

  private static Duration checked(Duration maxAge) {
    if (maxAge.isNegative() || maxAge.compareTo(Duration.ofDays(366)) > 0) {
      throw new IllegalArgumentException(
          "The manifest may be kept for "
              + maxAge
              + ", but that must be from nothing to a year; give a time such as PT5M.");
    }
    return maxAge;
  }

  /**
   * Makes the manifest from what the init parameters name, unless it was given in code. After
   * {@link #destroy} it does so once more, by the configuration of then.
   *
   * @throws ServletException if a parameter or a file is missing or has a fault, or the manifest
   *     says otherwise than what is enforced, so that the application does not start
   */
  @Override
  public void init() throws ServletException {
    if (end != null) {
      return;
    }
    try {
      Supplier<Runnable> given = start;
      end = given == null ? startByParameters(getServletConfig()) : given.get();
    } catch (IllegalArgumentException fault) {
      throw new ServletException(fault.getMessage(), fault);
    }
  }

  private Runnable startByParameters(ServletConfig config) throws ServletException {
    Path own = ConfigFile.optional(config, "manifest");
    return ConfigFile.follow(
        ConfigFile.of(config),
        ConfigFile.period(config),
        DiscoveryServlet.class,
        follower(next -> manifest(next, own), DEFAULT_MAX_AGE));
  }

  private static DiscoveryManifest manifest(LacreConfig config, @Nullable Path own) {
    DiscoveryBuilder enforced = DiscoveryDeclaration.enforcing(config);
    return own == null
        ? DiscoveryManifest.of(enforced.build())
        : DiscoveryManifest.of(enforced, read(own));
  }

  /** Ends the following of the configuration: what is served stays, until {@link #init}. */
  @Override
  public void destroy() {
    Runnable last = end;
    end = null;
    if (last != null) {
      last.run();
    }
  }

  private static byte[] read(Path manifest) {
    try (InputStream in = Files.newInputStream(manifest)) {
      return in.readNBytes(DiscoveryDeclaration.MAX_BYTES + 1);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "The manifest '"
              + manifest
              + "' cannot be read ("
              + unreadable.getClass().getSimpleName()
              + "); name a file that exists and that this process may read.",
          unreadable);
    }
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    CacheableJson ready = served;
    if (ready == null) {
      throw new ServletException("The discovery servlet was not set up: init was not called.");
    }
    ready.answer(request, response);
  }
}
