package dev.lacre.servlet;

import dev.lacre.verifier.internal.RouteTable;
import dev.lacre.verifier.internal.RouteTable.Match;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The raw path that a request, or a dispatch inside the container, is for, relative to the context.
 *
 * @param text as on the wire, still percent-encoded
 * @param route the route that it is written as, or null
 * @param foldsTo the pattern of the route that a lenient reader could take it for, or null
 */
record RoutedPath(String text, @Nullable Route route, @Nullable String foldsTo) {

  private static final int MOST_CONTEXTS = 64;

  static RoutedPath of(HttpServletRequest request, RouteTable<Route> table) {
    String uri = request.getRequestURI();
    if (request.getDispatcherType() == DispatcherType.INCLUDE
        && request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) instanceof String included) {
      uri = included;
    }
    String context = request.getServletContext().getContextPath();
    if (uri.startsWith(context)
        && (uri.length() == context.length() || uri.charAt(context.length()) == '/')) {
      String path = uri.substring(context.length());
      Match<Route> match = table.match(path);
      return new RoutedPath(path, match.route(), match.folds() ? match.pattern() : null);
    }
    return ofDisguisedContext(uri, table);
  }

  /**
   * The container found the context in a path that does not begin with its name as it is written,
   * such as {@code //shop/v1/newEvent}. Nothing that may be a route behind it gets through.
   */
  private static RoutedPath ofDisguisedContext(String uri, RouteTable<Route> table) {
    int slash = uri.indexOf('/');
    for (int i = 0; slash >= 0 && i < MOST_CONTEXTS; i++) {
      String pattern = table.match(uri.substring(slash)).pattern();
      if (pattern != null) {
        return new RoutedPath(uri, null, pattern);
      }
      slash = uri.indexOf('/', slash + 1);
    }
    return new RoutedPath(uri, null, null);
  }
}
