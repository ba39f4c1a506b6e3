package dev.lacre.cli.conform.receiver;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came back for one request, be it an answer or none. Immutable by convention.
 *
 * <p>{@link #describe} says nothing that the subject itself wrote, for that may hold anything.
 *
 * @param kind whether there is an answer
 * @param status the status, or 0
 * @param headers names in lower case and values, in order
 * @param body the body, or nothing
 * @param took from connecting to the end of the answer
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record LiveAnswer(
    Kind kind, int status, List<Map.Entry<String, String>> headers, byte[] body, Duration took) {

  /** Whether there is an answer. */
  public enum Kind {
    /** A whole HTTP answer. */
    ANSWERED,
    /** None in time. */
    TIMED_OUT,
    /** The connection ended first. */
    DROPPED,
    /** Something that is no HTTP answer. */
    GARBAGE,
    /** More than is read here. */
    TOO_LONG,
    /** No connection could be had. */
    UNREACHABLE
  }

  private static final byte[] NONE = {};

  static LiveAnswer without(Kind kind, Duration took) {
    return new LiveAnswer(kind, 0, List.of(), NONE, took);
  }

  public boolean isAnswered() {
    return kind == Kind.ANSWERED;
  }

  public boolean isAccepted() {
    return isAnswered() && status >= 200 && status <= 299;
  }

  public boolean isClientError() {
    return isAnswered() && status >= 400 && status <= 499;
  }

  boolean isRedirect() {
    return isAnswered() && status >= 300 && status <= 399;
  }

  /** Tells whether it is no decision: a server error, or no answer at all although connected. */
  boolean isCrash() {
    return isAnswered() ? status >= 500 : kind == Kind.DROPPED || kind == Kind.GARBAGE;
  }

  boolean hasHeader(String lowerCaseName) {
    return headers.stream().anyMatch(header -> header.getKey().equals(lowerCaseName));
  }

  /** Returns the values of a header, joined. */
  String header(String lowerCaseName) {
    StringBuilder values = new StringBuilder();
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equals(lowerCaseName)) {
        values.append(values.length() == 0 ? "" : ", ").append(header.getValue());
      }
    }
    return values.toString();
  }

  String headerText() {
    StringBuilder text = new StringBuilder();
    headers.forEach(
        header -> text.append(header.getKey()).append(": ").append(header.getValue()).append('\n'));
    return text.toString();
  }

  /** Returns what happened, in a few words. */
  String describe() {
    return switch (kind) {
      case ANSWERED -> verb() + " with " + status;
      case TIMED_OUT ->
          String.format(Locale.ROOT, "no whole answer within %.1f s", took.toNanos() / 1e9);
      case DROPPED -> "the connection was dropped without an answer";
      case GARBAGE -> "an answer that is not HTTP, or ends in the middle";
      case TOO_LONG -> "an answer that is longer than the limits of this test";
      case UNREACHABLE -> "no connection";
    };
  }

  private String verb() {
    if (isAccepted()) {
      return "accepted";
    }
    if (isRedirect()) {
      return "redirected";
    }
    if (status >= 500) {
      return "failed";
    }
    return isClientError() ? "refused" : "answered";
  }

  /** Returns what {@link #describe} does. */
  @Override
  public String toString() {
    return describe();
  }
}
