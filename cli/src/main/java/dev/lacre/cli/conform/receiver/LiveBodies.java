package dev.lacre.cli.conform.receiver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.lacre.vectors.Payloads;
import dev.lacre.verifier.WebhookOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of one operation: real-shaped, each with a fresh id, so that no two are alike. Stateless
 * and thread-safe.
 */
final class LiveBodies {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final int LONGEST = 1 << 20;

  /** Two bytes a letter in UTF-8 and one in Latin-1. */
  private static final String BEYOND_ASCII = "Pão de queijo indisponível, não há reposição";

  private static final Map<String, String> PAYLOADS =
      Map.of(
          "v1/newEvent", "v1-newEvent-CREATED.json",
          "v1/newLogisticEvent", "newLogisticEvent-ACCEPTED.json",
          "v1/confirmationCode", "confirmationCode.json",
          "v2/orderEvent", "v2-orderEvent-CONFIRMED.json",
          "v2/accountEvent", "v2-accountEvent-PAYMENT_UPDATED.json",
          "v2/customerEvent", "v2-customerEvent-order.created.json",
          "v2/loyaltyEvent", "v2-loyaltyEvent-loyalty.points.earned.json",
          "ordering-channel", "v1-newEvent-CREATED.json");

  /** The fields that tell one delivery from another where there is no event id. */
  private static final List<String> IDS =
      List.of("eventId", "id", "orderId", "deliveryId", "accountId", "customerId");

  private final WebhookOperation operation;
  private final @Nullable String pointer;
  private final int longest;

  LiveBodies(LiveRoute route) {
    this.operation = route.operation();
    this.pointer = route.pointer();
    this.longest = Math.min(route.maxBodyBytes(), LONGEST);
  }

  /** Returns a new body that names the store where the route wants it. */
  byte[] fresh(BodyForm form, String store) {
    return write(document(store), form);
  }

  /** Returns a new body without an event id. */
  byte[] withoutId(String store) {
    ObjectNode body = document(store);
    body.remove(operation.eventIdPointer().orElse("/eventId").substring(1));
    return write(body, BodyForm.PLAIN);
  }

  /** Returns a new body whose store is something else, or missing if it is null. */
  byte[] withStore(@Nullable JsonNode store) {
    ObjectNode body = document("store");
    if (pointer != null) {
      put(body, pointer, store);
    }
    return write(body, BodyForm.PLAIN);
  }

  /** Returns a new body with the store's key twice, or null if it has no key that could be. */
  byte @Nullable [] withStores(String first, String second) {
    if (pointer == null || key().matches("0|[1-9][0-9]*")) {
      return null;
    }
    String marker = UUID.randomUUID().toString();
    String text = new String(fresh(BodyForm.PLAIN, marker), StandardCharsets.UTF_8);
    String name = JSON.getNodeFactory().textNode(key()).toString() + ":";
    String old = name + quoted(marker);
    return text.replace(old, name + quoted(first) + "," + name + quoted(second))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }

  private String key() {
    String whole = pointer == null ? "" : pointer;
    return unescaped(whole.substring(whole.lastIndexOf('/') + 1));
  }

  private ObjectNode document(String store) {
    ObjectNode body = parsed(PAYLOADS.getOrDefault(operation.name(), "v1-newEvent-CREATED.json"));
    toAscii(body);
    for (String id : IDS) {
      if (body.path(id).isTextual()) {
        body.put(id, UUID.randomUUID().toString());
      }
    }
    operation
        .eventIdPointer()
        .ifPresent(id -> body.put(id.substring(1), UUID.randomUUID().toString()));
    if (pointer != null) {
      put(body, pointer, TextNode.valueOf(store));
    }
    return body;
  }

  private static ObjectNode parsed(String payload) {
    try {
      return (ObjectNode) JSON.readTree(Payloads.bytes(payload));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void toAscii(ObjectNode node) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (member.getValue() instanceof ObjectNode inner) {
        toAscii(inner);
      } else if (member.getValue().isTextual()) {
        String plain =
            Normalizer.normalize(member.getValue().textValue(), Normalizer.Form.NFD)
                .replaceAll("[^ -~]", "");
        member.setValue(TextNode.valueOf(plain));
      }
    }
  }

  /** Puts a value at a pointer, or takes it away, and makes what is missing on the way. */
  private static void put(ObjectNode body, String pointer, @Nullable JsonNode value) {
    String[] steps = pointer.substring(1).split("/", -1);
    JsonNode at = body;
    for (int i = 0; i < steps.length; i++) {
      String step = unescaped(steps[i]);
      boolean last = i == steps.length - 1;
      JsonNode next = last ? value : child(at, step, steps[i + 1]);
      if (at instanceof ArrayNode array) {
        array.removeAll();
        if (next != null) {
          array.add(next);
        }
      } else if (at instanceof ObjectNode object) {
        if (next == null) {
          object.remove(step);
        } else {
          object.set(step, next);
        }
      }
      if (next == null) {
        return;
      }
      at = next;
    }
  }

  private static JsonNode child(JsonNode at, String step, String following) {
    JsonNode there = at.path(step);
    if (there.isObject() && !following.equals("0")) {
      return there;
    }
    return following.equals("0")
        ? JSON.getNodeFactory().arrayNode()
        : JSON.getNodeFactory().objectNode();
  }

  private static String unescaped(String step) {
    return step.replace("~1", "/").replace("~0", "~");
  }

  private byte[] write(ObjectNode body, BodyForm form) {
    String plain = text(JSON, body);
    return switch (form) {
      case PLAIN -> utf8(plain);
      case UTF_8 -> utf8(text(JSON, beyondAscii(body)));
      case ESCAPED -> utf8(text(ASCII, beyondAscii(body)));
      case PRETTY_LF -> utf8(pretty(body, "  ", "\n"));
      case PRETTY_CRLF -> utf8(pretty(body, "  ", "\r\n"));
      case PRETTY_TABS -> utf8(pretty(body, "\t", "\n"));
      case NEWLINE -> utf8(plain + "\n");
      case SPACES -> utf8(" \n " + plain + " \n ");
      case BOM -> utf8("\uFEFF" + plain);
      case LATIN_1 -> bytes(text(JSON, beyondAscii(body)), StandardCharsets.ISO_8859_1);
      case LARGE ->
          utf8("{" + " ".repeat(Math.max(0, longest - plain.length())) + plain.substring(1));
    };
  }

  private static ObjectNode beyondAscii(ObjectNode body) {
    body.putObject("metadata").put("reason", BEYOND_ASCII);
    return body;
  }

  /** Written here, for the library's own indentation follows the platform. */
  private static String pretty(ObjectNode body, String step, String newline) {
    StringBuilder out = new StringBuilder();
    pretty(body, step, newline, out);
    return out.toString();
  }

  private static void pretty(JsonNode node, String step, String newline, StringBuilder out) {
    if (!(node instanceof ObjectNode object) || object.isEmpty()) {
      out.append(text(JSON, node));
      return;
    }
    String separator = "{" + newline + step;
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      out.append(separator).append(quoted(member.getKey())).append(": ");
      pretty(member.getValue(), step, newline + step, out);
      separator = "," + newline + step;
    }
    out.append(newline).append('}');
  }

  private static String text(JsonMapper mapper, JsonNode node) {
    try {
      return mapper.writeValueAsString(node);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] utf8(String text) {
    return bytes(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }
}
