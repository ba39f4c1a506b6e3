package dev.lacre.servlet;

import dev.lacre.verifier.internal.RequestPath;
import dev.lacre.verifier.internal.RouteTable;
import dev.lacre.verifier.internal.RouteTable.Match;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The raw path that a request, or a dispatch inside the container, is for, relative to the context.
 *
 * @param text as on the wire, still percent-encoded
 * @param route the route that it is written as, or null
 * @param foldsTo the pattern of the route that a lenient reader could take it for, or null
 */
record RoutedPath(String text, @Nullable Route route, @Nullable String foldsTo) {

  /**
   * Returns the path of a request. One that the container took to be within this context although
   * it does not begin with the context's name as it is written, such as {@code //shop/v1/newEvent}
   * or {@code /shop%2Fv1/newEvent}, may hide any route: it folds to one without a closer look.
   *
   * @param inDoubt the pattern to which such a path folds
   */
  static RoutedPath of(HttpServletRequest request, RouteTable<Route> table, String inDoubt) {
    String uri = request.getRequestURI();
    if (request.getDispatcherType() == DispatcherType.INCLUDE
        && request.getAttribute(RequestDispatcher.INCLUDE_REQUEST_URI) instanceof String included) {
      uri = included;
    }
    String path = withoutContext(uri, request);
    if (path == null) {
      return new RoutedPath(uri, null, inDoubt);
    }
    Match<Route> match = table.match(path);
    return new RoutedPath(path, match.route(), match.folds() ? match.pattern() : null);
  }

  private static @Nullable String withoutContext(String uri, HttpServletRequest request) {
    String context = request.getServletContext().getContextPath();
    if (context.isEmpty() || uri.indexOf('/') < 0) {
      return uri;
    }
    if (beginsWith(context, uri)) {
      return uri.substring(context.length());
    }
    // A context whose name is not ASCII is written percent-encoded: Tomcat tells how, Jetty does
    // not.
    for (String written : List.of(request.getContextPath(), encoded(context))) {
      if (RequestPath.isCanonical(written) && beginsWith(written, uri)) {
        return uri.substring(written.length());
      }
    }
    return null;
  }

  private static String encoded(String context) {
    try {
      return new URI(null, null, context, null).toASCIIString();
    } catch (URISyntaxException unwritable) {
      return context;
    }
  }

  private static boolean beginsWith(String context, String uri) {
    return uri.startsWith(context)
        && (uri.length() == context.length() || uri.charAt(context.length()) == '/');
  }
}
