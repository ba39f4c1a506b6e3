package dev.lacre.cli.conform.sender;

import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.vectors.Level;
import dev.lacre.vectors.Rule;
import dev.lacre.verifier.WebhookOperation;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judges what a delivery says its body is, as the verifier reads it. Stateless. */
final class MediaTypeJudge {

  private static final SenderCase QUESTION = SenderCase.MEDIA_TYPE;
  private static final String CHARSET = "charset";
  private static final List<String> CHARSETS = List.of("utf-8", "us-ascii");

  /** The only operation whose specification has a table of request headers. */
  private static final Rule OF_THE_ORDERING_CHANNEL =
      SenderCase.requestHeaders("Content-Type | application/json | Yes", Level.MUST);

  private MediaTypeJudge() {}

  /**
   * Judges one delivery.
   *
   * @param operation what its route takes, or null if it went to none
   * @param isRead whether a rule of the route reads the body
   */
  static void judge(
      WireRequest request,
      @Nullable WebhookOperation operation,
      boolean isRead,
      DeliveryCases cases) {
    Rule rule =
        WebhookOperation.ORDERING_CHANNEL.name().equals(operation == null ? "" : operation.name())
            ? OF_THE_ORDERING_CHANNEL
            : QUESTION.rule();
    List<String> lines = request.values("Content-Type");
    if (lines.isEmpty()) {
      cases.tolerate(QUESTION, rule, "it has no Content-Type");
      return;
    }
    String actual = DeliveryCases.shown(String.join(" and ", lines));
    String charset = lines.size() == 1 ? foreignCharset(lines.get(0)) : null;
    if (lines.size() == 1 && charset == null && isJson(lines.get(0))) {
      cases.pass(QUESTION, rule, actual);
    } else if (isRead) {
      cases.fail(QUESTION, rule, actual, charset == null ? null : fault(charset));
    } else {
      cases.tolerate(QUESTION, rule, charset == null ? actual : actual + ": " + fault(charset));
    }
  }

  private static String fault(String charset) {
    return "the charset is '"
        + DeliveryCases.shown(charset)
        + "', and the registered name is 'utf-8'; JSON needs none (RFC 8259, section 11)";
  }

  private static boolean isJson(String contentType) {
    String type = HeaderSyntax.trimmed(parts(contentType)[0]);
    return type.equals("application/json")
        || type.equals("text/json")
        || type.startsWith("application/") && type.endsWith("+json");
  }

  /** Returns the charset if one is named that the verifier does not take, or null. */
  private static @Nullable String foreignCharset(String contentType) {
    String[] parts = parts(contentType);
    for (int i = 1; i < parts.length; i++) {
      String parameter = HeaderSyntax.trimmed(parts[i]).replace("\"", "");
      if (parameter.startsWith(CHARSET)) {
        String value = parameter.substring(CHARSET.length());
        if (!value.startsWith("=") || !CHARSETS.contains(value.substring(1))) {
          return value.startsWith("=") ? value.substring(1) : value;
        }
      }
    }
    return null;
  }

  private static String[] parts(String contentType) {
    return contentType.toLowerCase(Locale.ROOT).split(";", -1);
  }
}
