package dev.lacre.servlet;

import dev.lacre.verifier.VerifiedWebhook;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A request that gives its application the verified bytes, by stream, reader or parameters. */
final class ReplayRequest extends HttpServletRequestWrapper {

  private final VerifiedWebhook webhook;
  private final ServletResponse response;
  private final ReadPump pump;
  private final boolean replayed;
  private @Nullable String encoding;
  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;
  private @Nullable Map<String, String[]> parameters;

  ReplayRequest(HttpServletRequest request, ServletResponse response, VerifiedWebhook webhook) {
    super(request);
    this.webhook = webhook;
    this.response = response;
    this.pump = new ReadPump(this);
    this.replayed = find(request, each -> true) != null;
  }

  /** Returns the one among a request and those it wraps that replays the webhook, or null. */
  static @Nullable ReplayRequest of(ServletRequest request, VerifiedWebhook webhook) {
    return find(request, each -> each.webhook == webhook);
  }

  private static @Nullable ReplayRequest find(
      ServletRequest request, Predicate<ReplayRequest> condition) {
    ServletRequest each = request;
    while (each instanceof ServletRequestWrapper wrapper) {
      if (wrapper instanceof ReplayRequest replay && condition.test(replay)) {
        return replay;
      }
      each = wrapper.getRequest();
    }
    return null;
  }

  /** A dispatch brings a thread into the filter's chain again. */
  void filterEntered() {
    pump.filterEntered();
  }

  /** The thread that ran the filter's chain is on its way out. */
  void filterLeft() {
    pump.filterLeft();
  }

  @Override
  public ServletInputStream getInputStream() {
    if (reader != null) {
      throw new IllegalStateException("The body is being read by getReader already.");
    }
    if (stream == null) {
      stream = new ReplayStream(webhook.bodyBuffer(), pump);
    }
    return stream;
  }

  @Override
  public BufferedReader getReader() throws UnsupportedEncodingException {
    if (reader == null) {
      if (stream != null) {
        throw new IllegalStateException("The body is being read by getInputStream already.");
      }
      Charset charset = charset(isJson() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
      reader =
          new BufferedReader(
              new InputStreamReader(new ReplayStream(webhook.bodyBuffer(), pump), charset));
    }
    return reader;
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    return encoding == null ? super.getCharacterEncoding() : encoding;
  }

  /** Containers ignore this once a body was read, and for them it was. */
  @Override
  public void setCharacterEncoding(String name) throws UnsupportedEncodingException {
    charset(name);
    if (reader == null && parameters == null) {
      encoding = name;
      super.setCharacterEncoding(name);
    }
  }

  /** As above; overrides what Servlet 6.1 has, and 6.0 has not. */
  public void setCharacterEncoding(Charset charset) {
    try {
      setCharacterEncoding(charset.name());
    } catch (UnsupportedEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private Charset charset(Charset unlessDeclared) throws UnsupportedEncodingException {
    String declared;
    try {
      declared = getCharacterEncoding();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      // How Jetty answers when the name is unknown.
      throw unsupported(unknown);
    }
    return declared == null ? unlessDeclared : charset(declared);
  }

  private static Charset charset(String name) throws UnsupportedEncodingException {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      throw unsupported(unknown);
    }
  }

  private static UnsupportedEncodingException unsupported(IllegalArgumentException unknown) {
    UnsupportedEncodingException failure = new UnsupportedEncodingException(unknown.getMessage());
    failure.initCause(unknown);
    return failure;
  }

  private boolean isJson() {
    String type = mediaType();
    return type.equals("application/json") || type.endsWith("+json");
  }

  private String mediaType() {
    // Not getContentType, which in Jetty throws when the charset is unknown.
    String type = getHeader("Content-Type");
    if (type == null) {
      return "";
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private Map<String, String[]> parameters() {
    if (replayed || !mediaType().equals(FormParameters.MEDIA_TYPE)) {
      return super.getParameterMap();
    }
    if (parameters == null) {
      Charset charset;
      try {
        charset = charset(StandardCharsets.UTF_8);
      } catch (UnsupportedEncodingException unknown) {
        charset = StandardCharsets.UTF_8;
      }
      parameters =
          FormParameters.merged(
              super.getParameterMap(), charset.decode(webhook.bodyBuffer()), charset);
    }
    return parameters;
  }

  @Override
  public @Nullable String getParameter(String name) {
    String[] values = parameters().get(name);
    return values == null || values.length == 0 ? null : values[0];
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Collections.unmodifiableMap(parameters());
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters().keySet());
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String[] values = parameters().get(name);
    return values == null ? null : values.clone();
  }

  /** Containers hand the drained request to the application here; this hands on the full one. */
  @Override
  public AsyncContext startAsync() {
    return startAsync(this, response);
  }

  @Override
  public AsyncContext startAsync(ServletRequest given, ServletResponse answer) {
    AsyncContext context = super.startAsync(given, SignedResponse.orOwn(answer, response));
    return new PumpedAsyncContext(SignedAsyncContext.started(context, response), pump);
  }

  @Override
  public AsyncContext getAsyncContext() {
    return new PumpedAsyncContext(SignedAsyncContext.of(super.getAsyncContext(), response), pump);
  }
}
