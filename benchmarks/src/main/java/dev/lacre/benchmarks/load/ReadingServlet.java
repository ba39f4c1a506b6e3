package dev.lacre.benchmarks.load;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.LongAdder;

/** The application: it reads the body and acknowledges it. */
final class ReadingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final LongAdder calls = new LongAdder();

  /** Returns how many requests have come here. */
  long calls() {
    return calls.sum();
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    calls.increment();
    InputStream body = request.getInputStream();
    byte[] buffer = new byte[2048];
    int length = 0;
    int count;
    while ((count = body.read(buffer)) >= 0) {
      length += count;
    }
    response.setStatus(length == 0 ? 400 : 204);
  }
}
