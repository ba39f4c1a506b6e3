package dev.lacre.verifier;

import dev.lacre.verifier.RejectionReason.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The HTTP answer to a refused webhook: status, headers and exact body bytes, as the operation's
 * contract has them. All refusals of one status look alike.
 *
 * <p>Immutable and thread-safe.
 */
public final class Refusal {

  /** The shapes in which the specifications write a refusal. */
  enum Format {
    /** The ordering channel's page, and the default. */
    ERROR_MESSAGE("application/json") {
      @Override
      String body(int status, String name, String message) {
        return "{\"error\":\"" + name + "\",\"message\":\"" + message + "\"}";
      }
    },
    /** Open Delivery v1 and v2 logistics: RFC 9457. */
    PROBLEM("application/problem+json") {
      @Override
      String body(int status, String name, String message) {
        return "{\"title\":\"" + name + "\",\"status\":" + status + "}";
      }
    },
    /** The other capabilities of Open Delivery v2. */
    CODE_MESSAGE("application/json") {
      @Override
      String body(int status, String name, String message) {
        String code = name.toUpperCase(Locale.ROOT).replace(' ', '_');
        return "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}";
      }
    };

    private final String contentType;

    Format(String contentType) {
      this.contentType = contentType;
    }

    abstract String body(int status, String name, String message);
  }

  private final int status;
  private final List<Map.Entry<String, String>> headers;
  private final byte[] body;

  private Refusal(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  static Refusal of(Kind kind, int status, Format format, String challenge) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Type", format.contentType));
    headers.add(Map.entry("Cache-Control", "no-store"));
    if (status == 401) {
      headers.add(Map.entry("WWW-Authenticate", challenge));
    }
    if (kind == Kind.METHOD_NOT_ALLOWED) {
      headers.add(Map.entry("Allow", "POST"));
    }
    if (kind == Kind.UNAVAILABLE) {
      headers.add(Map.entry("Retry-After", "5"));
    }
    String body = format.body(status, name(status), message(status));
    return new Refusal(status, List.copyOf(headers), body.getBytes(StandardCharsets.US_ASCII));
  }

  private static String name(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 409 -> "Conflict";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 503 -> "Service Unavailable";
      default -> "Internal Server Error";
    };
  }

  private static String message(int status) {
    return switch (status) {
      case 400 -> "The request is not well formed";
      case 401 -> "Invalid or missing authentication";
      case 403 -> "Access denied to this resource";
      case 405 -> "Only POST is allowed";
      case 408 -> "The request took too long to arrive";
      case 409 -> "The request conflicts with an earlier one";
      case 413 -> "The request is too large";
      case 415 -> "The media type is not supported";
      case 503 -> "Try again later";
      default -> "Something went wrong";
    };
  }

  /**
   * Returns the HTTP status.
   *
   * @return the status
   */
  public int status() {
    return status;
  }

  /**
   * Returns the headers, {@code Content-Type} among them and {@code Content-Length} not.
   *
   * @return an immutable list of names and values
   */
  public List<Map.Entry<String, String>> headers() {
    return headers;
  }

  /**
   * Returns the body.
   *
   * @return a copy of the exact bytes
   */
  public byte[] body() {
    return body.clone();
  }

  /** Returns the status and the body. */
  @Override
  public String toString() {
    return "Refusal[" + status + " " + new String(body, StandardCharsets.US_ASCII) + "]";
  }
}
