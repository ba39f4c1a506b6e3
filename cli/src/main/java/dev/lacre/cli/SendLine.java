package dev.lacre.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lacre.client.SendAttempt;
import dev.lacre.client.SendResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What {@code lacre send} prints: lines of JSON, the same keys in the same order, always. */
final class SendLine {

  private static final JsonFactory JSON = new JsonFactory();

  private final Terminal terminal;

  SendLine(Terminal terminal) {
    this.terminal = terminal;
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** Prints an attempt. */
  void attempt(SendAttempt attempt) {
    print(
        json -> {
          json.writeNumberField("attempt", attempt.number());
          json.writeStringField("outcome", attempt.outcome().code());
          status(json, attempt.status());
          json.writeStringField("fault", attempt.fault().orElse(null));
          json.writeNumberField("millis", attempt.duration().toMillis());
          Duration next = attempt.nextDelay().orElse(null);
          if (next == null) {
            json.writeNullField("nextDelayMillis");
          } else {
            json.writeNumberField("nextDelayMillis", next.toMillis());
          }
        });
  }

  /**
   * Prints how a delivery ended.
   *
   * @param expected the status that it should end with
   * @param fault what was wrong with it, or null
   * @param reason the reason that a receiver has to refuse it for, or null
   */
  void result(SendResult result, int expected, @Nullable SendFault fault, @Nullable String reason) {
    print(
        json -> {
          json.writeStringField("result", word(result));
          json.writeNumberField("attempts", result.last().number());
          status(json, result.last().status());
          json.writeNumberField("expectedStatus", expected);
          json.writeStringField("break", fault == null ? null : fault.code());
          json.writeStringField("expectedReason", reason);
        });
  }

  private static String word(SendResult result) {
    if (result instanceof SendResult.Acknowledged) {
      return "acknowledged";
    }
    return result instanceof SendResult.Refused ? "refused" : "gave-up";
  }

  private static void status(JsonGenerator json, OptionalInt status) throws IOException {
    if (status.isPresent()) {
      json.writeNumberField("status", status.getAsInt());
    } else {
      json.writeNullField("status");
    }
  }

  private void print(Fields fields) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    terminal.out().writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    terminal.out().flush();
  }
}
