package dev.lacre.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a vector file. */
final class VectorReader {

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What a group says of the receiver, as a subject in another process gets it. */
  private static final List<String> SETUP =
      List.of("operation", "scheme", "credentials", "store", "merchantProof", "addresses");

  private static final int LONGEST_BODY = 16 << 20;

  private final JsonNode root;

  private VectorReader(JsonNode root) {
    this.root = root;
  }

  static List<VectorGroup> read(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("The vectors are not JSON.", malformed);
    }
    if (!root.path("format").asText().equals("lacre-vectors")
        || root.path("version").asInt() != 1) {
      throw new IllegalArgumentException(
          "The file is not of the format 'lacre-vectors', version 1; another version needs another"
              + " reader.");
    }
    return new VectorReader(root).groups();
  }

  private List<VectorGroup> groups() {
    List<VectorGroup> groups = new ArrayList<>();
    for (JsonNode json : root.path("groups")) {
      VectorGroup group = group(json);
      List<TestVector> tests = new ArrayList<>();
      for (JsonNode test : json.path("tests")) {
        tests.add(test(group, test));
      }
      group.tests(tests);
      groups.add(group);
    }
    return groups;
  }

  private VectorGroup group(JsonNode json) {
    JsonNode spec = json.path("spec");
    Rule rule =
        new Rule(
            text(spec, "document"),
            text(spec, "section"),
            text(spec, "quote"),
            Level.valueOf(text(json, "level")));
    JsonNode s = json.path("scheme");
    VectorGroup.Scheme scheme =
        new VectorGroup.Scheme(
            text(s, "name"),
            text(s, "appIdHeader"),
            text(s, "merchantIdHeader"),
            text(s, "signatureHeader"),
            text(s, "algorithm"),
            text(s, "encoding"),
            text(s, "signedContent"));
    List<VectorGroup.Credential> credentials = new ArrayList<>();
    for (JsonNode credential : json.path("credentials")) {
      List<VectorGroup.KeyMaterial> secrets = new ArrayList<>();
      for (JsonNode secret : credential.path("secrets")) {
        secrets.add(new VectorGroup.KeyMaterial(text(secret, "text"), text(secret, "hex")));
      }
      credentials.add(
          new VectorGroup.Credential(
              text(credential, "appId"),
              text(credential, "model"),
              List.copyOf(secrets),
              texts(credential.path("merchants"))));
    }
    JsonNode a = json.path("addresses");
    VectorGroup.Addresses addresses =
        new VectorGroup.Addresses(
            a.has("allow") ? texts(a.path("allow")) : null,
            texts(a.path("trustedProxies")),
            a.path("forwardedHeader").textValue());
    ObjectNode setup = JSON.createObjectNode();
    SETUP.stream().filter(json::has).forEach(key -> setup.set(key, json.get(key)));
    return new VectorGroup(
        text(root, "file"), text(root, "title"), json, rule, scheme, credentials, addresses, setup);
  }

  private TestVector test(VectorGroup group, JsonNode json) {
    List<String> flags = new ArrayList<>();
    for (String flag : texts(json.path("flags"))) {
      flags.add(text(root.path("flags"), flag));
    }
    List<Delivery> before = new ArrayList<>();
    for (JsonNode delivery : json.path("before")) {
      before.add(delivery(delivery));
    }
    List<Trap> traps = new ArrayList<>();
    for (JsonNode trap : json.path("traps")) {
      String code = text(trap, "bug");
      String result = trap.path("result").textValue();
      traps.add(
          new Trap(
              new Bug(code, text(root.path("bugs"), code)),
              trap.path("signature").textValue(),
              result == null ? null : ExpectedResult.of(result)));
    }
    return new TestVector(
        group,
        json,
        flags,
        before,
        delivery(json.path("delivery")),
        json.has("steps") ? steps(json.path("steps")) : null,
        traps);
  }

  private static Steps steps(JsonNode json) {
    return new Steps(
        text(json, "appId"),
        text(json, "merchantId"),
        text(json, "keyHex"),
        HexFormat.of().formatHex(bytes(json.path("signedHex"))),
        text(json, "macHex"),
        text(json, "headerValue"));
  }

  private static Delivery delivery(JsonNode json) {
    List<HeaderLine> headers = new ArrayList<>();
    for (JsonNode pair : json.path("headers")) {
      headers.add(new HeaderLine(pair.path(0).textValue(), pair.path(1).textValue()));
    }
    return new Delivery(
        text(json, "peer"),
        text(json, "path"),
        headers,
        bytes(json.path("bodyHex")),
        json.path("bodyText").textValue());
  }

  /** Hex, or {@code {"repeat": hex, "times": n}}. */
  static byte[] bytes(JsonNode json) {
    if (json.isTextual()) {
      return HexFormat.of().parseHex(json.textValue());
    }
    byte[] piece = HexFormat.of().parseHex(text(json, "repeat"));
    long length = (long) piece.length * json.path("times").intValue();
    if (length <= 0 || length > LONGEST_BODY) {
      throw new IllegalArgumentException("A repeated body is of an impossible length: " + length);
    }
    byte[] all = new byte[(int) length];
    for (int at = 0; at < all.length; at += piece.length) {
      System.arraycopy(piece, 0, all, at, piece.length);
    }
    return all;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.textValue()));
    return List.copyOf(texts);
  }

  private static String text(JsonNode json, String key) {
    @Nullable String value = json.path(key).textValue();
    if (value == null) {
      throw new IllegalArgumentException("The vectors have no text where '" + key + "' belongs.");
    }
    return value;
  }
}
