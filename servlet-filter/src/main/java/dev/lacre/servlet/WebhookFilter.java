package dev.lacre.servlet;

import dev.lacre.verifier.VerifiedWebhook;
import dev.lacre.verifier.WebhookVerifier;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.ReloadingConfig;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.discovery.DiscoveryBuilder;
import dev.lacre.verifier.discovery.DiscoveryDeclaration;
import dev.lacre.verifier.ledger.DeliveryLedger;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Stands in front of a servlet application and lets only genuine webhooks through to the routes it
 * protects; every other path passes untouched.
 *
 * <p>Map it to {@code /*}, before any filter that reads bodies or parameters, for all dispatcher
 * types and with async support: it holds its own route table, for containers and frameworks differ
 * in how they read an unusual path. Without code, in {@code web.xml}, the init parameter {@code
 * config} names a {@code lacre.json}; or build it:
 *
 * <pre>{@code
 * WebhookFilter filter =
 *     WebhookFilter.builder()
 *         .route("/v1/newEvent", verifier)
 *         .build();
 * }</pre>
 *
 * <p>The application reads the exact bytes that were verified, by stream, reader or parameters, and
 * finds the {@link VerifiedWebhook} through {@link VerifiedWebhooks#from}. A refused sender sees a
 * status and a fixed body, never which check failed. A fault of the receiver is answered 5xx, so
 * that the sender tries again.
 *
 * <p>Thread-safe.
 */
public final class WebhookFilter implements Filter {

  private volatile @Nullable FilterSetup setup;
  private final Start start;
  private volatile @Nullable Runnable end;

  /** Sets the filter up, and returns what ends that. */
  private interface Start {
    Runnable start(FilterConfig config) throws ServletException;
  }

  /**
   * Creates a filter that is set up by {@link #init}, for {@code web.xml}. Until then it refuses
   * everything.
   */
  public WebhookFilter() {
    FilterFollower follower = follower(new FilterParts());
    this.start =
        config -> {
          follower.start();
          return ConfigFile.follow(
              ConfigFile.of(config), ConfigFile.period(config), WebhookFilter.class, follower);
        };
  }

  private WebhookFilter(FilterSetup setup) {
    this.setup = setup;
    this.start = config -> () -> {};
  }

  private WebhookFilter(ReloadingConfig config, FilterParts fixed) {
    FilterFollower follower = follower(fixed);
    this.start =
        unused -> {
          follower.start();
          return config.follow(follower);
        };
    this.end = config.follow(follower);
  }

  private FilterFollower follower(FilterParts fixed) {
    return new FilterFollower(next -> fixed.with(next).setup(), ready -> setup = ready);
  }

  /**
   * Returns a builder of a filter without routes.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder(new FilterParts(), null);
  }

  /**
   * Returns a builder that has the routes and bounds of a configuration.
   *
   * @param config the configuration
   * @return the builder
   */
  public static Builder builder(LacreConfig config) {
    return new Builder(new FilterParts().with(config), null);
  }

  /**
   * Returns a builder that has the routes and bounds of a configuration which may change. When it
   * does, the filter is set up anew as a whole: each request is judged by the old or the new
   * configuration, and a request in flight ends with the one it came under. What is added to the
   * builder itself stays, and so do the ledger and what it remembers; a change of the {@code
   * ledger}, or one that takes a route away, is refused. The configuration is the caller's to
   * close.
   *
   * @param config the configuration
   * @return the builder
   */
  public static Builder builder(ReloadingConfig config) {
    return new Builder(new FilterParts(), config);
  }

  /**
   * Sets the filter up from the {@code lacre.json} that the init parameter {@code config} names,
   * unless it was built with routes. A name that begins with {@code /WEB-INF/} is within the web
   * application; any other is a file's path. The init parameter {@code reload}, an ISO 8601
   * duration such as {@code PT10S}, has it read again that often; see {@link ReloadingConfig}.
   *
   * <p>After {@link #destroy} it sets the filter up once more, by the configuration of then.
   *
   * @param config the container's view of this filter
   * @throws ServletException if the parameter is missing or the configuration has a fault, so that
   *     the application does not start unprotected
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    if (end == null) {
      try {
        end = start.start(config);
      } catch (IllegalArgumentException fault) {
        throw new ServletException(fault.getMessage(), fault);
      }
    }
    ConfigFile.warnUnlessMappedToAll(config);
    RewrittenAddresses.warn(config);
  }

  /** Ends the following of the configuration: the one in force stays, until {@link #init}. */
  @Override
  public void destroy() {
    Runnable last = end;
    end = null;
    if (last != null) {
      last.run();
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    FilterSetup latest = setup;
    if (latest == null) {
      throw new ServletException(
          "The webhook filter was not set up: init was not called. Nothing passes until it is.");
    }
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse httpResponse)) {
      chain.doFilter(request, response);
      return;
    }
    Delivery before =
        request.getAttribute(latest.deliveryAttribute()) instanceof Delivery delivery
            ? delivery
            : null;
    FilterSetup ready = before == null ? latest : before.setup();
    RoutedPath path = RoutedPath.of(http, ready.table(), ready.anyPattern());
    Route route = path.route();
    if (path.foldsTo() != null) {
      route = ready.routes().get(path.foldsTo());
    }
    if (route != null && (before == null || !before.covers(http, route))) {
      new Exchange(ready, route, path, http, httpResponse, before).run(chain);
    } else if (before != null) {
      before.passOn(http, httpResponse, chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  /**
   * Returns how many requests hold a body, or a part of one, in this filter now.
   *
   * @return their number, for a gauge
   */
  public long bodiesInFlight() {
    FilterSetup ready = setup;
    return ready == null ? 0 : ready.budget().bodies();
  }

  /**
   * Returns the bytes of all bodies that requests hold in this filter now.
   *
   * @return their number, for a gauge; at most the filter's bound
   */
  public long bodyBytesInFlight() {
    FilterSetup ready = setup;
    return ready == null ? 0 : ready.budget().bytes();
  }

  /** Returns the routes. */
  @Override
  public String toString() {
    FilterSetup ready = setup;
    return "WebhookFilter[" + (ready == null ? "not set up" : ready.table()) + "]";
  }

  /** A filter in the making. Not thread-safe. */
  public static final class Builder {

    private final FilterParts parts;
    private final @Nullable ReloadingConfig source;

    private Builder(FilterParts parts, @Nullable ReloadingConfig source) {
      this.parts = parts;
      this.source = source;
    }

    /**
     * Protects a path, whose bodies must arrive within ten seconds.
     *
     * @param pattern a canonical path, or one that ends in {@code /*} for all paths below
     * @param verifier proves what comes to it
     * @return this builder
     * @throws IllegalArgumentException if the pattern is there already
     */
    public Builder route(String pattern, WebhookVerifier verifier) {
      return route(pattern, verifier, RouteConfig.DEFAULT_BODY_TIMEOUT);
    }

    /**
     * Protects a path.
     *
     * @param pattern a canonical path, or one that ends in {@code /*} for all paths below; relative
     *     to the web application's context
     * @param verifier proves what comes to it
     * @param bodyTimeout the longest time that a body may take to arrive. It is checked whenever
     *     bytes arrive; a peer that sends none at all is left to the container's idle timeout
     * @return this builder
     * @throws IllegalArgumentException if the pattern is there already, or the time is not positive
     */
    public Builder route(String pattern, WebhookVerifier verifier, Duration bodyTimeout) {
      parts.route(new Route(pattern, verifier, bodyTimeout));
      return this;
    }

    /**
     * Bounds the bytes of all bodies held at once; above it, senders are told to try again. Unless
     * set, it is an eighth of the heap, but no less than the longest body of any route.
     *
     * @param bytes at least 1
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder maxBodyBytesInFlight(long bytes) {
      parts.maxBodyBytesInFlight(bytes);
      return this;
    }

    /**
     * Signs the application's responses on a route, with the secret that signed the request. The
     * response is held in memory until it is whole, sent with a {@code Content-Length}, and carries
     * the scheme's signature header over the exact bytes of its body; status and other headers are
     * not signed. Refusals, and error pages of the container's own, are not signed either.
     *
     * @param pattern a route, exactly as it is or will be added
     * @return this builder
     * @throws IllegalArgumentException from {@link #build} if it is no route, or the route's scheme
     *     signs a header besides the body, which a response has not
     */
    public Builder signResponses(String pattern) {
      parts.signResponses(pattern);
      return this;
    }

    /**
     * Bounds each signed response; a longer one is a fault of the application, logged and answered
     * with 500. Unless set, it is one mebibyte.
     *
     * @param bytes 1 to 1 GiB
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public Builder maxSignedResponseBytes(int bytes) {
      parts.maxSignedResponseBytes(bytes);
      return this;
    }

    /**
     * Adds one who is told what becomes of each request to a route. Without any, the log tells it.
     *
     * @param listener the listener
     * @return this builder
     */
    public Builder listener(VerificationListener listener) {
      parts.listener(listener);
      return this;
    }

    /**
     * Remembers deliveries in this ledger, with a lease of one minute.
     *
     * @param ledger the ledger; several filters and nodes may share one
     * @return this builder
     */
    public Builder ledger(DeliveryLedger ledger) {
      return ledger(ledger, DeliveryLedger.DEFAULT_LEASE);
    }

    /**
     * Remembers deliveries in this ledger: one that was processed is acknowledged without the
     * application, one that is being processed is put off, and a body that comes again under
     * another merchant is refused with an alarm. A delivery counts as processed when the
     * application answers 200 to 299; after any other answer the next attempt reaches it again.
     *
     * <p>An answer of {@code v1/confirmationCode} carries business meaning, so a repeated delivery
     * of it reaches the application each time.
     *
     * @param ledger the ledger; several filters and nodes may share one
     * @param lease how long a delivery may be in progress: longer than the application ever takes,
     *     or it can reach it twice
     * @return this builder
     * @throws IllegalArgumentException if the lease is not positive, or longer than the ledger
     *     remembers
     */
    public Builder ledger(DeliveryLedger ledger, Duration lease) {
      parts.ledger(ledger, lease);
      return this;
    }

    /**
     * Calls the application even when the ledger fails. Unless set, such deliveries are answered
     * 503 so that the sender tries again: a delivery is late rather than processed twice or
     * diverted.
     *
     * @return this builder
     */
    public Builder insecurelyProceedWithoutLedger() {
      parts.proceedWithoutLedger();
      return this;
    }

    /**
     * Returns a builder of the declaration that says what the routes added so far enforce, for
     * {@link DiscoveryServlet}; of a configuration that may change, what it says now.
     *
     * @return the builder, for what the routes do not tell
     */
    public DiscoveryBuilder discovery() {
      return DiscoveryDeclaration.enforcing(
          (source == null ? parts : parts.with(source.get())).verifiers());
    }

    /**
     * Returns the filter.
     *
     * @return the filter
     * @throws IllegalArgumentException if there is no route, or a pattern is not canonical or can
     *     be taken for another
     */
    public WebhookFilter build() {
      return source == null
          ? new WebhookFilter(parts.setup())
          : new WebhookFilter(source, parts.copy());
    }
  }
}
