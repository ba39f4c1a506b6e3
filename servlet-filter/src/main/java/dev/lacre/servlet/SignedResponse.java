package dev.lacre.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A response whose body is held back until it is whole, then signed and sent in one piece. Status
 * and headers go to the container at once; the framing and the signature's header are the filter's
 * own, and what the application says of them is ignored. Nothing is committed before the end, so a
 * flush does nothing and a failing application can still answer otherwise.
 */
final class SignedResponse extends HttpServletResponseWrapper {

  private final SignedBody body;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;
  private @Nullable String writersEncoding;

  SignedResponse(HttpServletResponse response, SignedBody body) {
    super(response);
    this.body = body;
  }

  SignedBody body() {
    return body;
  }

  /** Returns the outermost signed response among a response and those it wraps, or null. */
  static @Nullable SignedResponse find(ServletResponse response) {
    return find(response, each -> true);
  }

  /** Returns the one among a response and those it wraps that is signed so, or null. */
  static @Nullable SignedResponse of(ServletResponse response, ResponseSigning signing) {
    return find(response, each -> each.body.signing() == signing);
  }

  private static @Nullable SignedResponse find(
      ServletResponse response, Predicate<SignedResponse> condition) {
    ServletResponse each = response;
    while (each instanceof ServletResponseWrapper wrapper) {
      if (wrapper instanceof SignedResponse signed && condition.test(signed)) {
        return signed;
      }
      each = wrapper.getResponse();
    }
    return null;
  }

  /** Returns a response that an application gives back; not one from under the signed one. */
  static ServletResponse orOwn(ServletResponse given, ServletResponse own) {
    SignedResponse signed = find(own);
    return signed != null && of(given, signed.body.signing()) == null ? own : given;
  }

  /** Sends what the filter itself wrote, where no pass ends behind it. */
  static void sendNow(ServletResponse response) {
    SignedResponse signed = find(response);
    if (signed != null) {
      signed.body.send();
    }
  }

  /** Returns a call that does not run beside one of the response's write listener. */
  static Runnable inTurn(ServletResponse response, Runnable call) {
    SignedResponse signed = find(response);
    return signed == null ? call : () -> signed.body.inTurn(call);
  }

  /** Forgets what the application chose to write through. */
  void begin() {
    stream = null;
    writer = null;
    writersEncoding = null;
    body.writer(null);
  }

  @Override
  public ServletOutputStream getOutputStream() {
    if (writer != null) {
      throw new IllegalStateException("The body is being written by getWriter already.");
    }
    if (stream == null) {
      stream = new SignedOutput(body, this);
    }
    return stream;
  }

  @Override
  public PrintWriter getWriter() throws UnsupportedEncodingException {
    if (stream != null) {
      throw new IllegalStateException("The body is being written by getOutputStream already.");
    }
    if (writer == null) {
      String encoding = super.getCharacterEncoding();
      Charset charset = charset(encoding == null ? "ISO-8859-1" : encoding);
      // As a container's writer does: from now on, the header names what the bytes are.
      super.setCharacterEncoding(charset.name());
      writersEncoding = charset.name();
      writer = new PrintWriter(new OutputStreamWriter(new SignedOutput(body, this), charset));
      body.writer(writer);
    }
    return writer;
  }

  private static Charset charset(String name) throws UnsupportedEncodingException {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      UnsupportedEncodingException failure = new UnsupportedEncodingException(name);
      failure.initCause(unknown);
      throw failure;
    }
  }

  @Override
  public void setCharacterEncoding(String name) {
    if (writersEncoding == null) {
      super.setCharacterEncoding(name);
    }
  }

  /** Overrides what Servlet 6.1 added, whose wrapper would go round this one. */
  public void setCharacterEncoding(Charset charset) {
    setCharacterEncoding(charset.name());
  }

  @Override
  public void setContentType(String type) {
    if (writersEncoding == null) {
      super.setContentType(type);
    } else {
      super.setContentType(MediaTypeText.withoutCharset(type));
      super.setCharacterEncoding(writersEncoding);
    }
  }

  @Override
  public void setLocale(Locale locale) {
    super.setLocale(locale);
    if (writersEncoding != null) {
      super.setCharacterEncoding(writersEncoding);
    }
  }

  @Override
  public void flushBuffer() {}

  @Override
  public boolean isCommitted() {
    return !body.isOpen() || super.isCommitted();
  }

  @Override
  public void reset() {
    checkUncommitted();
    super.reset();
    body.clear();
    begin();
  }

  @Override
  public void resetBuffer() {
    checkUncommitted();
    super.resetBuffer();
    body.clear();
  }

  /** The buffer grows as it must. */
  @Override
  public void setBufferSize(int size) {
    if (body.size() > 0 || isCommitted()) {
      throw new IllegalStateException("The body was begun already; set the buffer's size before.");
    }
  }

  private void checkUncommitted() {
    if (isCommitted()) {
      throw new IllegalStateException("The response is committed already.");
    }
  }

  @Override
  public void sendError(int status) throws IOException {
    leaveToContainer();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    leaveToContainer();
    super.sendError(status, message);
  }

  private void leaveToContainer() {
    checkUncommitted();
    if (!body.isIncluding()) {
      body.giveUp();
    }
  }

  @Override
  public void sendRedirect(String location) {
    sendRedirect(location, SC_FOUND, true);
  }

  /** Overrides what Servlet 6.1 added, as the two below. */
  public void sendRedirect(String location, int status) {
    sendRedirect(location, status, true);
  }

  /** Overrides what Servlet 6.1 added. */
  public void sendRedirect(String location, boolean clearBuffer) {
    sendRedirect(location, SC_FOUND, clearBuffer);
  }

  /** Overrides what Servlet 6.1 added. A redirect of the container's own could not be signed. */
  public void sendRedirect(String location, int status, boolean clearBuffer) {
    if (body.isIncluding()) {
      return;
    }
    checkUncommitted();
    if (clearBuffer) {
      resetBuffer();
    }
    setStatus(status);
    setHeader("Location", location);
    body.send();
  }

  private boolean isOurs(@Nullable String name) {
    return name != null
        && (name.equalsIgnoreCase(body.signing().key().header())
            || name.equalsIgnoreCase("Content-Length")
            || name.equalsIgnoreCase("Transfer-Encoding"));
  }

  @Override
  public void setHeader(String name, String value) {
    if ("Content-Type".equalsIgnoreCase(name)) {
      setContentType(value);
    } else if (!isOurs(name)) {
      super.setHeader(name, value);
    }
  }

  @Override
  public void addHeader(String name, String value) {
    if ("Content-Type".equalsIgnoreCase(name)) {
      setContentType(value);
    } else if (!isOurs(name)) {
      super.addHeader(name, value);
    }
  }

  @Override
  public void setIntHeader(String name, int value) {
    if (!isOurs(name)) {
      super.setIntHeader(name, value);
    }
  }

  @Override
  public void addIntHeader(String name, int value) {
    if (!isOurs(name)) {
      super.addIntHeader(name, value);
    }
  }

  @Override
  public void setDateHeader(String name, long value) {
    if (!isOurs(name)) {
      super.setDateHeader(name, value);
    }
  }

  @Override
  public void addDateHeader(String name, long value) {
    if (!isOurs(name)) {
      super.addDateHeader(name, value);
    }
  }

  @Override
  public void setContentLength(int length) {}

  @Override
  public void setContentLengthLong(long length) {}

  /** A signed response has a length, and nothing behind it. */
  @Override
  public void setTrailerFields(Supplier<Map<String, String>> supplier) {}
}
