package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The application behind the filter. It counts its calls, and answers with the SHA-256 of the body
 * it reads unless the request names something else to do.
 */
final class Handler implements Servlet {

  /** The header that names what to do. */
  static final String DO = "X-Do";

  private final AtomicInteger calls = new AtomicInteger();
  private final Map<String, Deed> deeds = new ConcurrentHashMap<>();
  private final Deed usually;

  /** Makes a handler that answers with the hash of the body. */
  Handler() {
    this((request, response) -> answer(response, hash(request.getInputStream().readAllBytes())));
  }

  Handler(Deed usually) {
    this.usually = usually;
  }

  /** What an application does with a request. */
  interface Deed {
    void run(HttpServletRequest request, HttpServletResponse response) throws Exception;
  }

  int calls() {
    return calls.get();
  }

  /** Counts a call of an application that stands in this one's place. */
  void count() {
    calls.incrementAndGet();
  }

  /** Takes in something to do, and returns the name for {@link #DO}. */
  String deed(Deed deed) {
    String name = "deed-" + deeds.size();
    deeds.put(name, deed);
    return name;
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    calls.incrementAndGet();
    HttpServletRequest http = (HttpServletRequest) request;
    String name = http.getHeader(DO);
    Deed deed = name == null ? usually : deeds.getOrDefault(name, usually);
    try {
      deed.run(http, (HttpServletResponse) response);
    } catch (IOException | ServletException | RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new ServletException(failure);
    }
  }

  static void answer(HttpServletResponse response, String text) throws IOException {
    response.setContentType("text/plain");
    response.getOutputStream().write(text.getBytes(UTF_8));
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }

  @Override
  public void init(ServletConfig config) {}

  @Override
  public @Nullable ServletConfig getServletConfig() {
    return null;
  }

  @Override
  public String getServletInfo() {
    return "handler";
  }

  @Override
  public void destroy() {}
}
