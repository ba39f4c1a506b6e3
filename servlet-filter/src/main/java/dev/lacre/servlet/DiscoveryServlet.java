package dev.lacre.servlet;

import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.discovery.DiscoveryBuilder;
import dev.lacre.verifier.discovery.DiscoveryDeclaration;
import dev.lacre.verifier.discovery.DiscoveryManifest;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Serves the manifest that declares what the filter enforces: map it to {@value
 * DiscoveryDeclaration#WELL_KNOWN_PATH}, which must be no route of the filter's, for it is public.
 *
 * <p>Without code, in {@code web.xml}: the init parameter {@code config} names the {@code
 * lacre.json} of the filter, and {@code manifest}, if it is there, a manifest of one's own, in
 * which the {@code authentication} block is put or completed. Or in code:
 *
 * <pre>{@code
 * DiscoveryServlet servlet =
 *     DiscoveryServlet.of(DiscoveryManifest.of(DiscoveryDeclaration.of(config)));
 * }</pre>
 *
 * <p>Takes GET and HEAD and no other method. The bytes are made once; they are cacheable, with a
 * strong {@code ETag}, so that a client that has them gets 304. It never writes what a client sent.
 * Thread-safe.
 */
public final class DiscoveryServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** How long a client may keep the manifest unless the servlet is told otherwise: five minutes. */
  public static final Duration DEFAULT_MAX_AGE = Duration.ofMinutes(5);

  /** What is served, once it is known. */
  private transient volatile @Nullable CacheableJson served;

  /** Creates a servlet that is set up by {@link #init}, for {@code web.xml}. */
  public DiscoveryServlet() {}

  private DiscoveryServlet(CacheableJson served) {
    this.served = served;
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
    if (maxAge.isNegative() || maxAge.compareTo(Duration.ofDays(366)) > 0) {
      throw new IllegalArgumentException(
          "The manifest may be kept for "
              + maxAge
              + ", but that must be from nothing to a year; give a time such as PT5M.");
    }
    return new DiscoveryServlet(new CacheableJson(manifest.toJson(), maxAge));
  }

  /**
   * Makes the manifest from what the init parameters name, unless it was given in code.
   *
   * @throws ServletException if a parameter or a file is missing or has a fault, or the manifest
   *     says otherwise than what is enforced, so that the application does not start
   */
  @Override
  public void init() throws ServletException {
    if (served != null) {
      return;
    }
    try {
      DiscoveryBuilder enforced =
          DiscoveryDeclaration.enforcing(LacreConfig.load(ConfigFile.of(getServletConfig())));
      Path own = ConfigFile.optional(getServletConfig(), "manifest");
      DiscoveryManifest manifest =
          own == null
              ? DiscoveryManifest.of(enforced.build())
              : DiscoveryManifest.of(enforced, read(own));
      served = new CacheableJson(manifest.toJson(), DEFAULT_MAX_AGE);
    } catch (IllegalArgumentException fault) {
      throw new ServletException(fault.getMessage(), fault);
    }
  }

  private static byte[] read(Path manifest) throws ServletException {
    try (InputStream in = Files.newInputStream(manifest)) {
      return in.readNBytes(DiscoveryDeclaration.MAX_BYTES + 1);
    } catch (IOException unreadable) {
      throw new ServletException(
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
