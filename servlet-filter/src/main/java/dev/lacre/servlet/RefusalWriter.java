package dev.lacre.servlet;

import dev.lacre.verifier.Refusal;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers a refused request with exact bytes; {@code sendError} would add pages and versions. */
final class RefusalWriter {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private RefusalWriter() {}

  static void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (response.isCommitted()) {
      if (response.getStatus() >= 400) {
        // How Tomcat answers by itself when the body's framing is broken or the body stalls; left
        // here, the exception would be shown to the sender.
        request.removeAttribute(RequestDispatcher.ERROR_EXCEPTION);
        return;
      }
      throw new IOException("the response to a refused webhook is committed already");
    }
    response.resetBuffer();
    OutputStream out = output(response);
    response.setStatus(refusal.status());
    for (Map.Entry<String, String> header : refusal.headers()) {
      response.setHeader(header.getKey(), header.getValue());
    }
    byte[] body = refusal.body();
    response.setContentLength(body.length);
    try {
      if (!request.getMethod().equals("HEAD")) {
        out.write(body);
      }
      response.flushBuffer();
    } catch (IOException gone) {
      LOG.debug("a refused sender did not wait for the answer", gone);
    }
  }

  /**
   * The exact bytes go out even if an earlier filter took the writer; its headers are lost then.
   */
  private static OutputStream output(HttpServletResponse response) throws IOException {
    try {
      return response.getOutputStream();
    } catch (IllegalStateException writerTaken) {
      response.reset();
      return response.getOutputStream();
    }
  }
}
