package dev.lacre.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lacre.cli.PlainReceiver.Answer;
import dev.lacre.cli.PlainReceiver.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The decision of {@link PlainReceiver}: who, from where, whose bytes, for which store. */
final class PlainChecks {

  static final String APP = "3f2c0c5e-7d0e-4c55-9f8e-2f9d6f1f7a10";
  static final String CHANNEL = "channel";

  /** Hex, so that it can be decoded by mistake. */
  static final String SECRET = "5ec2e7005ec2e7015ec2e7025ec2e7035ec2e7045ec2e7055ec2e7065ec2e707";

  static final String OLD_SECRET = "old-secret-of-the-application";
  static final String X_SECRET = "secret-of-store-x-alone";
  static final String Y_SECRET = "secret-of-store-y-alone";

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final JsonMapper SORTED =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Set<Fault> faults;

  /** Ids, bodies and signatures of what was let in. */
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();

  PlainChecks(Set<Fault> faults) {
    this.faults = faults;
  }

  private boolean has(Fault fault) {
    return faults.contains(fault);
  }

  Answer decide(Request request) throws IOException {
    if (!request.method().equals("POST")) {
      if (has(Fault.DELETE_ACCEPTED) && request.method().equals("DELETE")) {
        return success(request);
      }
      return has(Fault.METHODS_NOT_IMPLEMENTED)
          ? Answer.of(501, "")
          : Answer.of(405, "", "Allow: POST");
    }
    if (!addressAllowed(request)) {
      return refusal(request, 403);
    }
    String app = one(request, "X-App-Id");
    String merchant = one(request, "X-App-MerchantId");
    String signature = one(request, "X-App-Signature");
    if (app == null || merchant == null) {
      return refusal(request, 401);
    }
    if (signature == null && has(Fault.MISSING_SKIPS)) {
      return success(request);
    }
    if (request.body().length > 1 << 20) {
      return Answer.of(413, "", "Cache-Control: no-store");
    }
    if (has(Fault.DROPS_HUGE) && signature != null && signature.length() > 10_000) {
      return new Answer(0, List.of(), new byte[0]);
    }
    if (isUnheeded(request, app, merchant, signature)) {
      return success(request);
    }
    if (!isGenuine(request, app, merchant, signature)) {
      return unproven(request, signature);
    }
    if (request.body().length == 0 && !has(Fault.EMPTY_BODY)) {
      return refusal(request, 401);
    }
    return authorised(request, app, merchant);
  }

  /** Tells whether a fault lets it in without a look at its signature. */
  private boolean isUnheeded(
      Request request, String app, String merchant, @Nullable String signature) {
    String type = String.join("", request.all("Content-Type"));
    return has(Fault.SECOND_APP_NOT_CHECKED) && app.equals(CHANNEL)
        || has(Fault.SECOND_APP_MISSING_SKIPS) && app.equals(CHANNEL) && signature == null
        || has(Fault.SECOND_MERCHANT_NOT_CHECKED) && app.equals(APP) && merchant.equals("store-b")
        || has(Fault.CHUNKED_NOT_CHECKED) && !request.all("Transfer-Encoding").isEmpty()
        || has(Fault.LARGE_NOT_CHECKED) && request.body().length > 65_536
        || has(Fault.JSON_ONLY_CHECKED) && !type.equals("application/json")
        || has(Fault.QUERY_NOT_CHECKED) && request.target().contains("?")
        || has(Fault.ENCODED_NOT_CHECKED) && !request.all("Content-Encoding").isEmpty()
        || has(Fault.KNOWN_ID_ACKNOWLEDGED) && accepted.contains(eventId(request))
        || has(Fault.KNOWN_BODY_ACKNOWLEDGED) && accepted.contains(text(request.body()))
        || has(Fault.ACCEPTED_SIGNATURE_CACHED) && accepted.contains(String.valueOf(signature));
  }

  private static String eventId(Request request) {
    try {
      return STRICT.readTree(request.body()).path("eventId").asText();
    } catch (IOException noJson) {
      return "";
    }
  }

  private static String text(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1);
  }

  private void remember(Request request) {
    accepted.add(text(request.body()));
    accepted.addAll(request.all("X-App-Signature"));
    String id = eventId(request);
    if (!id.isEmpty()) {
      accepted.add(id);
    }
  }

  private Answer unproven(Request request, @Nullable String signature) {
    if (has(Fault.DROPS_REFUSED)) {
      return new Answer(0, List.of(), new byte[0]);
    }
    if (has(Fault.CRASHES_ON_MALFORMED)
        && signature != null
        && !signature.matches("[0-9a-f]{64}")) {
      return Answer.of(500, "");
    }
    if (has(Fault.LEAKS_SIGNATURE)) {
      return Answer.of(401, "expected " + hex(mac("HmacSHA256", key(SECRET), request.body())));
    }
    if (has(Fault.LEAKS_SECRET)) {
      return Answer.of(401, "", "X-Debug: " + SECRET);
    }
    return refusal(request, has(Fault.CODE_REFUSED_WITH_400) ? 400 : 401);
  }

  private Answer authorised(Request request, String app, String merchant) throws IOException {
    List<String> merchants =
        app.equals(CHANNEL) ? List.of("store-x", "store-y") : List.of("store-a", "store-b");
    String wanted = has(Fault.MERCHANT_CASE) ? merchant.toLowerCase(Locale.ROOT) : merchant;
    if (has(Fault.MERCHANT_OF_ANY_APP)) {
      merchants = List.of("store-a", "store-b", "store-x", "store-y");
    }
    if (!merchants.contains(wanted) && !has(Fault.MERCHANT_NOT_CHECKED)) {
      return refusal(request, 403);
    }
    if (request.path().startsWith("/stores/")
        && !has(Fault.PATH_NOT_CHECKED)
        && !request.path().equals("/stores/" + merchant + "/orders")) {
      return refusal(request, 403);
    }
    if (request.path().startsWith("/stores/") && !merchant.equals(one(request, "X-Store"))) {
      return refusal(request, 401);
    }
    if (request.path().equals("/logistics") && !has(Fault.BODY_FIELD_NOT_CHECKED)) {
      try {
        if (!merchant.equals(store(request.body()))) {
          return refusal(request, 403);
        }
      } catch (IOException malformed) {
        return Answer.of(400, "", "Cache-Control: no-store");
      }
    }
    remember(request);
    return success(request);
  }

  private String store(byte[] body) throws IOException {
    String text = new String(body, StandardCharsets.UTF_8);
    if (has(Fault.FIRST_KEY)) {
      text = text.replaceFirst("(\"id\":\"store-[ab]\"),\"id\":\"store-[ab]\"", "$1");
    }
    if (has(Fault.LAST_KEY)) {
      text = text.replaceFirst("\"id\":\"store-[ab]\",(\"id\":\"store-[ab]\")", "$1");
    }
    if (text.startsWith("\uFEFF")
        || !new String(body, StandardCharsets.UTF_8).equals(strict(body))) {
      throw new IOException("not strict");
    }
    JsonNode json =
        has(Fault.LENIENT_JSON) ? new JsonMapper().readTree(text) : STRICT.readTree(text);
    JsonNode id = json.at("/merchant/id");
    return id.isTextual() ? id.textValue() : "";
  }

  private static String strict(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException notUtf8) {
      return "";
    }
  }

  /** Returns the one value of a header, or null. */
  private @Nullable String one(Request request, String name) {
    List<String> values =
        has(Fault.HEADER_CASE)
            ? request.headers().stream()
                .filter(header -> header.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList()
            : request.all(name);
    if (values.isEmpty()
        || values.size() > 1
            && !has(Fault.FIRST_HEADER)
            && !has(Fault.LAST_HEADER)
            && !has(Fault.ANY_HEADER)) {
      return null;
    }
    String value = values.get(has(Fault.LAST_HEADER) ? values.size() - 1 : 0);
    if (has(Fault.ANY_HEADER)) {
      value = String.join(",", values);
    }
    return value.isEmpty() ? null : value;
  }

  private boolean addressAllowed(Request request) throws IOException {
    boolean direct = request.path().equals("/direct");
    List<String> hops = new ArrayList<>();
    request.all("X-Forwarded-For").forEach(line -> hops.addAll(List.of(line.split(",", -1))));
    if (has(Fault.ADDRESS_NOT_CHECKED)) {
      return true;
    }
    if (direct && !(has(Fault.FORWARDED_TRUSTED) && !hops.isEmpty())) {
      return true;
    }
    if (hops.isEmpty()) {
      return false;
    }
    String client = hops.get(has(Fault.LEFT_MOST) ? 0 : hops.size() - 1).strip();
    if (has(Fault.LENIENT_ADDRESS) && client.matches("[0-9.]+")) {
      client = InetAddress.getByName(client).getHostAddress();
    }
    String v4 = client.replaceFirst("\\A::ffff:", "").replaceFirst(":[0-9]+\\z", "");
    return v4.matches("203\\.0\\.113\\.(0|[1-9][0-9]{0,2})");
  }

  private boolean isGenuine(
      Request request, String app, String merchant, @Nullable String signature) {
    if (has(Fault.NOT_CHECKED)) {
      return true;
    }
    List<String> given = new ArrayList<>();
    if (signature != null) {
      given.addAll(has(Fault.ANY_HEADER) ? List.of(signature.split(" *, *")) : List.of(signature));
    }
    for (String secret : secrets(app, merchant)) {
      for (String each : given) {
        if (matches(request.body(), key(secret), asGiven(each, secret))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the signature as the secret's own comparison takes it. */
  private String asGiven(String given, String secret) {
    String value = given;
    if (has(Fault.SECOND_SECRET_UPPER_CASE) && secret.equals(OLD_SECRET)) {
      value = given.toLowerCase(Locale.ROOT);
    }
    if (has(Fault.NO_BREAK_SPACE_TRIMMED)) {
      value = given.replaceAll("\\A\u00a0+|\u00a0+\\z", "");
    }
    if (has(Fault.NOT_ASCII_SKIPPED)) {
      value = given.replaceAll("[^\0-\u007f]", "");
    }
    return value;
  }

  private List<String> secrets(String app, String merchant) {
    if (has(Fault.EVERY_SECRET)) {
      return List.of(SECRET, OLD_SECRET, X_SECRET, Y_SECRET);
    }
    if (app.equals(APP)) {
      return has(Fault.ONE_SECRET) ? List.of(SECRET) : List.of(SECRET, OLD_SECRET);
    }
    if (app.equals(CHANNEL) && has(Fault.SECOND_APP_BY_FIRST_KEY)) {
      return List.of(X_SECRET, Y_SECRET, SECRET);
    }
    if (app.equals(CHANNEL) && merchant.equals("store-x")) {
      return List.of(X_SECRET);
    }
    if (app.equals(CHANNEL) && merchant.equals("store-y")) {
      return List.of(Y_SECRET);
    }
    return has(Fault.DEFAULT_SECRET) ? List.of(SECRET) : List.of();
  }

  private byte[] key(String secret) {
    if (has(Fault.KEY_HEX_DECODED) && secret.matches("([0-9a-f]{2})+")) {
      return HexFormat.of().parseHex(secret);
    }
    String text = has(Fault.KEY_WITH_NEWLINE) ? secret + "\n" : secret;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private boolean matches(byte[] body, byte[] key, String given) {
    byte[] read = asRead(body);
    String right = hex(mac(has(Fault.SHA_1) ? "HmacSHA1" : "HmacSHA256", key, read));
    if (has(Fault.SHAPE_ONLY)) {
      return given.matches("[0-9a-f]{64}");
    }
    boolean second = Arrays.equals(key, key(OLD_SECRET));
    if (has(Fault.PREFIX_COMPARED) || has(Fault.SECOND_SECRET_BY_PREFIX) && second) {
      int length = Math.min(given.length(), right.length());
      return given.substring(0, length).equals(right.substring(0, length));
    }
    if (has(Fault.HALF_COMPARED)) {
      return given.matches("[0-9a-f]{32,}") && given.startsWith(right.substring(0, 32));
    }
    String value = given;
    if (has(Fault.UPPER_CASE)) {
      value = given.toLowerCase(Locale.ROOT);
    }
    if (has(Fault.LENIENT_HEX)) {
      value = given.replaceAll("[^0-9a-f ]", "");
    }
    if (has(Fault.SPACE_INSIDE)) {
      value = given.replaceAll("\\s", "");
    }
    if (has(Fault.PREFIXED)) {
      value = given.replaceFirst("\\Asha256=", "");
    }
    return value.equals(right)
        || has(Fault.BASE64)
            && value.equals(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(right)))
        || has(Fault.SHA_512_TOO) && value.equals(hex(mac("HmacSHA512", key, read)))
        || has(Fault.PLAIN_HASH_TOO) && value.equals(hex(plain(key, read)));
  }

  private byte[] asRead(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    String exact = new String(body, StandardCharsets.ISO_8859_1);
    if (has(Fault.BODY_AS_TEXT)) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    if (has(Fault.LATIN_1)) {
      return exact.getBytes(StandardCharsets.UTF_8);
    }
    if (has(Fault.ASCII)) {
      return text.getBytes(StandardCharsets.US_ASCII);
    }
    if (has(Fault.BOM_DROPPED)) {
      exact = exact.replaceFirst("\\A\u00ef\u00bb\u00bf", "");
    }
    if (has(Fault.TRIMMED)) {
      exact = exact.strip();
    }
    if (has(Fault.NEWLINE_DROPPED)) {
      exact = exact.replaceFirst("\n\\z", "");
    }
    if (has(Fault.CRLF_NORMALISED)) {
      exact = exact.replace("\r\n", "\n");
    }
    if (has(Fault.LINES_JOINED)) {
      exact = exact.replaceAll("\r?\n", "");
    }
    if (has(Fault.BEGIN_OF_BODY_ONLY) && exact.length() > 4096) {
      exact = exact.substring(0, 4096);
    }
    if (has(Fault.BODY_IGNORED)) {
      exact = "";
    }
    if (has(Fault.JSON_RESERIALISED) || has(Fault.JSON_SORTED)) {
      try (JsonParser parser = STRICT.createParser(text)) {
        Object json = STRICT.readValue(parser, Object.class);
        return (has(Fault.JSON_SORTED) ? SORTED : STRICT).writeValueAsBytes(json);
      } catch (IOException noJson) {
        return body;
      }
    }
    return exact.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] mac(String algorithm, byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(data);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] plain(byte[] key, byte[] data) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(key);
      return hash.digest(data);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Some operations declare one of the two statuses only. */
  Answer refusal(Request request, int wanted) {
    int status = wanted;
    if (request.path().equals("/logistics")) {
      status = 403;
    } else if (request.path().equals("/codes") && wanted != 400) {
      status = 401;
    }
    if (has(Fault.NO_CHALLENGE)) {
      return Answer.of(status, "no");
    }
    if (has(Fault.TALKATIVE) && request.all("X-App-Signature").isEmpty()) {
      return Answer.of(401, "no signature", "Cache-Control: no-store", "WWW-Authenticate: Hmac");
    }
    return status == 401
        ? Answer.of(401, "no", "Cache-Control: no-store", "WWW-Authenticate: Hmac")
        : Answer.of(status, "no", "Cache-Control: no-store");
  }

  Answer success(Request request) {
    if (request.path().equals("/codes")) {
      return new Answer(200, List.of(), has(Fault.NO_ECHO) ? new byte[0] : request.body());
    }
    if (has(Fault.LEAKS_WHEN_ACCEPTING)) {
      return Answer.of(204, "", "X-Debug: " + SECRET);
    }
    if (has(Fault.WRONG_SUCCESS)) {
      return Answer.of(200, "");
    }
    return Answer.of(request.path().startsWith("/stores/") ? 200 : 204, "");
  }
}
