package dev.lacre.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lacre.vectors.Payloads;
import dev.lacre.verifier.WebhookOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The body to send: bytes of the caller's, or one of the real-shaped events. */
final class SendBody {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String ENDING = ".json";
  private static final int LONGEST = 64 * 1_048_576;

  private final @Nullable String event;
  private final String file;
  private final Terminal terminal;

  /**
   * Chooses a body.
   *
   * @param event the name of an event, or null to read the file
   */
  SendBody(@Nullable String event, String file, Terminal terminal) {
    this.event = event;
    this.file = file;
    this.terminal = terminal;
  }

  /**
   * The bytes to send.
   *
   * @param remark what was changed in them, or null
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Chosen(byte[] bytes, @Nullable String remark) {}

  /** Returns the operation: the one that is known already, or else the event's own. */
  WebhookOperation operation(@Nullable WebhookOperation known) {
    if (known != null) {
      return known;
    }
    if (event != null) {
      String payload = event.endsWith(ENDING) ? event : event + ENDING;
      for (WebhookOperation each : WebhookOperation.all()) {
        if (Payloads.names().contains(payload) && payload.startsWith(prefix(each))) {
          return each;
        }
      }
    }
    throw Failure.usage(
        "The path of the URL is no route of the configuration, so it does not tell the operation;"
            + " name it with --operation.");
  }

  /** Returns the body, changed to name the merchant if it must and is an event of ours. */
  Chosen read(WebhookOperation operation, @Nullable String pointer, String merchant) {
    if (event == null) {
      return new Chosen(Inputs.read("body", file, LONGEST, terminal), null);
    }
    String payload = payload(event, operation);
    byte[] bytes = Payloads.bytes(payload);
    return pointer == null
        ? new Chosen(bytes, null)
        : naming(merchant, JsonPointer.compile(pointer), bytes);
  }

  /** Returns the text at a place of a body, if there is one. */
  static Optional<String> text(byte[] body, String pointer) {
    try {
      return Optional.ofNullable(JSON.readTree(body).at(pointer).textValue());
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static Chosen naming(String merchant, JsonPointer pointer, byte[] bytes) {
    try {
      JsonNode body = JSON.readTree(bytes);
      if (merchant.equals(body.at(pointer).textValue())) {
        return new Chosen(bytes, null);
      }
      JsonPointer parent = pointer.head();
      if (!(body instanceof ObjectNode root) || parent == null) {
        throw Failure.setUp("The event cannot name a merchant at '" + pointer + "'; give a BODY.");
      }
      ObjectNode at = parent.matches() ? root : root.withObject(parent);
      at.put(pointer.last().getMatchingProperty(), merchant);
      return new Chosen(
          JSON.writeValueAsBytes(root), "the event's body was made to name " + merchant + ".");
    } catch (JsonProcessingException | UnsupportedOperationException unfit) {
      throw Failure.setUp("The event cannot name a merchant at '" + pointer + "'; give a BODY.");
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Takes a payload's name, with or without its ending, or what follows the operation in it. */
  private static String payload(String event, WebhookOperation operation) {
    String whole = event.endsWith(ENDING) ? event : event + ENDING;
    for (String name : List.of(whole, prefix(operation) + "-" + whole)) {
      if (Payloads.names().contains(name)) {
        return name;
      }
    }
    throw Failure.usage(
        "There is no event of that name; those of "
            + operation
            + " are "
            + String.join(
                ", ",
                Payloads.names().stream()
                    .filter(name -> name.startsWith(prefix(operation)))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .toList())
            + ".");
  }

  /** Returns what the names of an operation's payloads begin with. */
  private static String prefix(WebhookOperation operation) {
    return switch (operation.name()) {
      case "v1/newLogisticEvent" -> "newLogisticEvent";
      case "v1/confirmationCode" -> "confirmationCode";
      case "ordering-channel" -> "v1-newEvent";
      default -> operation.name().replace('/', '-');
    };
  }
}
