package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.internal.HashEngine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A delivery in the making: genuine until something is changed. The signature is that of the body
 * at the end, unless another is set. Not thread-safe; one for each request.
 */
public final class LiveDelivery {

  public static final String APP = "X-App-Id";
  public static final String MERCHANT = "X-App-MerchantId";
  public static final String SIGNATURE = "X-App-Signature";

  private static final HashEngine ENGINE = HashEngine.ofThePlatform();
  private static final String RIGHT = "(right)";

  /** A shorter secret stands in many a text by chance. */
  private static final int SHORTEST_TELLING = 8;

  private static final String NEWLINE = "\r\n";

  private final List<Map.Entry<String, String>> headers = new ArrayList<>();
  private final byte[] secret;
  private final List<byte[]> allSecrets;
  private final boolean echoes;
  private String method = "POST";
  private String target;
  private byte[] body;
  private int[] chunks = {};
  private int pieces = 1;
  private @Nullable Integer cutTo;

  /** Begins a genuine delivery. */
  public LiveDelivery(
      String authority,
      String target,
      Speaker speaker,
      byte[] body,
      boolean echoes,
      List<byte[]> allSecrets) {
    this.target = target;
    this.secret = speaker.secret();
    this.body = body;
    this.echoes = echoes;
    this.allSecrets = allSecrets;
    add("Host", authority);
    add("User-Agent", "lacre-conform");
    add("Content-Type", "application/json");
    add(APP, speaker.appId());
    add(MERCHANT, speaker.merchant());
    add(SIGNATURE, RIGHT);
  }

  public LiveDelivery add(String name, String value) {
    headers.add(Map.entry(name, value));
    return this;
  }

  public LiveDelivery remove(String name) {
    headers.removeIf(header -> header.getKey().equalsIgnoreCase(name));
    return this;
  }

  /** Sets a header where it stands, or adds it. */
  public LiveDelivery set(String name, String... values) {
    int at = 0;
    while (at < headers.size() && !headers.get(at).getKey().equalsIgnoreCase(name)) {
      at++;
    }
    remove(name);
    for (String value : values) {
      headers.add(Math.min(at++, headers.size()), Map.entry(name, value));
    }
    return this;
  }

  public LiveDelivery signature(String... values) {
    return set(SIGNATURE, values);
  }

  LiveDelivery renameHeaders(boolean upper) {
    headers.replaceAll(
        header ->
            Map.entry(
                upper
                    ? header.getKey().toUpperCase(Locale.ROOT)
                    : header.getKey().toLowerCase(Locale.ROOT),
                header.getValue()));
    return this;
  }

  public LiveDelivery body(byte[] other) {
    body = other;
    return this;
  }

  public LiveDelivery target(String other) {
    target = other;
    return this;
  }

  LiveDelivery query(String query) {
    target = target + "?" + query;
    return this;
  }

  /** Makes it a request by another method, with nothing of a signed delivery. */
  public LiveDelivery bare(String other) {
    method = other;
    body = new byte[0];
    remove(APP).remove(MERCHANT).remove(SIGNATURE).remove("Content-Type");
    return this;
  }

  LiveDelivery chunked(int... sizes) {
    chunks = sizes;
    return this;
  }

  LiveDelivery inPieces(int count) {
    pieces = count;
    return this;
  }

  /** Sends only so many bytes of the body, declares all of them, and says no more. */
  public LiveDelivery cutTo(int length) {
    cutTo = length;
    return this;
  }

  public byte[] body() {
    return body;
  }

  /** Returns the right signature of the body as it is now. */
  public String right() {
    return HexFormat.of().formatHex(mac(secret));
  }

  byte[] mac(byte[] key) {
    return ENGINE.hmac("SHA-256", key, body);
  }

  /** Returns the request as bytes. */
  public LiveRequest request() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    write(all, method + " " + target + " HTTP/1.1" + NEWLINE);
    for (Map.Entry<String, String> header : headers) {
      String value = header.getValue().equals(RIGHT) ? right() : header.getValue();
      write(all, header.getKey() + ": " + value + NEWLINE);
    }
    boolean hasBody = !method.equals("GET") && !method.equals("HEAD");
    if (chunks.length > 0) {
      write(all, "Transfer-Encoding: chunked" + NEWLINE);
    } else if (hasBody) {
      write(all, "Content-Length: " + body.length + NEWLINE);
    }
    write(all, "Connection: close" + NEWLINE + NEWLINE);
    String head = all.toString(StandardCharsets.ISO_8859_1);
    writeBody(all);
    return new LiveRequest(
        split(all.toByteArray()),
        cutTo != null,
        !method.equals("HEAD"),
        echoes ? body : new byte[0],
        secrets(),
        signatures(head));
  }

  private void writeBody(ByteArrayOutputStream to) {
    if (chunks.length == 0) {
      to.write(body, 0, cutTo == null ? body.length : Math.min(cutTo, body.length));
      return;
    }
    int start = 0;
    for (int i = 0; start < body.length; i++) {
      int length = Math.min(chunks[i % chunks.length], body.length - start);
      write(to, Integer.toHexString(length) + NEWLINE);
      to.write(body, start, length);
      write(to, NEWLINE);
      start += length;
    }
    write(to, "0" + NEWLINE + NEWLINE);
  }

  private List<byte[]> split(byte[] all) {
    List<byte[]> parts = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      int from = (int) ((long) all.length * i / pieces);
      int to = (int) ((long) all.length * (i + 1) / pieces);
      parts.add(Arrays.copyOfRange(all, from, to));
    }
    return List.copyOf(parts);
  }

  private Set<String> secrets() {
    Set<String> texts = new HashSet<>();
    for (byte[] each : allSecrets) {
      if (each.length >= SHORTEST_TELLING) {
        texts.add(new String(each, StandardCharsets.ISO_8859_1));
      }
    }
    return Set.copyOf(texts);
  }

  /** A signature that the request itself shows is no news. */
  private Set<String> signatures(String head) {
    Set<String> texts = new HashSet<>();
    byte[] mac = mac(secret);
    String right = HexFormat.of().formatHex(mac);
    String base64 = Base64.getEncoder().encodeToString(mac);
    if (!head.toLowerCase(Locale.ROOT).contains(right.substring(0, 32))
        && !head.contains(base64.substring(0, 20))) {
      texts.add(right);
      texts.add(right.toUpperCase(Locale.ROOT));
      texts.add(base64);
    }
    return Set.copyOf(texts);
  }

  private static void write(ByteArrayOutputStream to, String text) {
    to.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
