package dev.lacre.servlet;

import dev.lacre.verifier.VerifiedWebhook;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
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
import org.jspecify.annotations.Nullable;

/** A request that gives its application the verified bytes, by stream, reader or parameters. */
final class ReplayRequest extends HttpServletRequestWrapper {

  private final VerifiedWebhook webhook;
  private final ServletResponse response;
  private final ReadPump pump;
  private @Nullable ServletInputStream stream;
  private @Nullable BufferedReader reader;
  private @Nullable Map<String, String[]> parameters;

  ReplayRequest(HttpServletRequest request, ServletResponse response, VerifiedWebhook webhook) {
    super(request);
    this.webhook = webhook;
    this.response = response;
    this.pump = new ReadPump(this);
  }

  /** The thread that ran the filter's chain is on its way out. */
  void filterLeft() {
    pump.filterLeft();
  }

  /** Tells whether this request replays that very webhook. */
  boolean replays(VerifiedWebhook other) {
    return webhook == other;
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

  private Charset charset(Charset unlessDeclared) throws UnsupportedEncodingException {
    String declared = getCharacterEncoding();
    if (declared == null) {
      return unlessDeclared;
    }
    try {
      return Charset.forName(declared);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      UnsupportedEncodingException failure = new UnsupportedEncodingException(declared);
      failure.initCause(unknown);
      throw failure;
    }
  }

  private boolean isJson() {
    String type = mediaType();
    return type.equals("application/json") || type.endsWith("+json");
  }

  private String mediaType() {
    String type = getContentType();
    if (type == null) {
      return "";
    }
    int end = type.indexOf(';');
    return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private Map<String, String[]> parameters() {
    if (!mediaType().equals(FormParameters.MEDIA_TYPE)) {
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
    return super.startAsync(this, response);
  }
}
