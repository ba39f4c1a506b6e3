package dev.lacre.servlet;

import dev.lacre.verifier.RejectionReason;
import dev.lacre.verifier.Verification;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Enumeration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the body from the wire into a verification, within bounds of size, memory and time. */
final class BodyReader {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookFilter.class);

  private BodyReader() {}

  /** Reads to the body's end, or refuses. */
  static void read(
      HttpServletRequest request,
      Verification verification,
      BodyBudget.Share share,
      Duration timeout) {
    if (!isFramedPlainly(request)) {
      verification.refuse(RejectionReason.BODY_INCOMPLETE);
      return;
    }
    InputStream stream;
    try {
      stream = request.getInputStream();
    } catch (IllegalStateException readBefore) {
      refuseReadBefore(verification, readBefore);
      return;
    } catch (IOException | RuntimeException failure) {
      refuseUnread(verification, failure);
      return;
    }
    long start = System.nanoTime();
    try {
      int count;
      while ((count = verification.readFrom(stream)) >= 0) {
        if (!share.take(count)) {
          verification.refuse(RejectionReason.OVERLOADED);
        } else if (System.nanoTime() - start > timeout.toNanos()) {
          verification.refuse(RejectionReason.BODY_TIMEOUT);
        }
      }
    } catch (IOException failure) {
      refuseUnread(verification, failure);
    } catch (RuntimeException failure) {
      // Jetty reports broken framing this way, Undertow a connection that is closed meanwhile. The
      // one case that is not the peer's: someone in front reads the body without blocking.
      if (failure instanceof IllegalStateException && request.isAsyncStarted()) {
        refuseReadBefore(verification, failure);
      } else {
        refuseUnread(verification, failure);
      }
    }
  }

  private static void refuseReadBefore(Verification verification, RuntimeException readBefore) {
    LOG.error(
        "the body was read before the webhook filter saw it; order the filter first", readBefore);
    verification.refuse(RejectionReason.INTERNAL_ERROR);
  }

  private static void refuseUnread(Verification verification, Exception failure) {
    LOG.debug("the body could not be read to its end", failure);
    verification.refuse(
        isTimeout(failure) ? RejectionReason.BODY_TIMEOUT : RejectionReason.BODY_INCOMPLETE);
  }

  /**
   * Tells whether no transfer coding is named but chunked, and that once. Undertow takes any other
   * for chunked; a server in front may see the body end elsewhere.
   */
  private static boolean isFramedPlainly(HttpServletRequest request) {
    Enumeration<String> codings = request.getHeaders("Transfer-Encoding");
    if (codings == null || !codings.hasMoreElements()) {
      return true;
    }
    return codings.nextElement().strip().equalsIgnoreCase("chunked") && !codings.hasMoreElements();
  }

  /** Tomcat throws a SocketTimeoutException, Undertow another InterruptedIOException. */
  private static boolean isTimeout(@Nullable Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof TimeoutException || each instanceof InterruptedIOException) {
        return true;
      }
    }
    return false;
  }
}
