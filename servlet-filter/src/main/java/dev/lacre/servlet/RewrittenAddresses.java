package dev.lacre.servlet;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds filters of the same application that are known to put an address out of a header in the
 * place of the peer's. A subclass, another's filter or a part of the container is not found.
 */
final class RewrittenAddresses {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  /** From the class of a filter to what it does. */
  private static final Map<String, String> REWRITERS =
      Map.of(
          "org.springframework.web.filter.ForwardedHeaderFilter",
          "any client can choose the address that an allowlist sees",
          "org.apache.catalina.filters.RemoteIpFilter",
          "an allowlist then rests on that filter's own list of proxies, which holds all private"
              + " networks unless set");

  private RewrittenAddresses() {}

  /** Warns of each, wherever it stands in the chain. */
  static void warn(FilterConfig config) {
    Map<String, FilterRegistration> filters = new TreeMap<>();
    filters.putAll(config.getServletContext().getFilterRegistrations());
    filters.forEach(
        (name, registration) -> {
          String harm = REWRITERS.get(registration.getClassName());
          if (harm != null) {
            LOG.warn(
                "the filter '{}' ({}) replaces the peer's address by one from a header: if it comes"
                    + " before the webhook filter '{}', {}. Take it out, and name your proxies in"
                    + " trustedProxies instead",
                name,
                registration.getClassName(),
                config.getFilterName(),
                harm);
          }
        });
  }
}
