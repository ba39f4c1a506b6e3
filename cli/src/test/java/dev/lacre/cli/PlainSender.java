package dev.lacre.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A delivery written with nothing but the JDK: right as it is made, and to be spoilt at will. */
final class PlainSender {

  String method = "POST";
  String target;
  String app;
  String merchant;
  byte[] body;
  String signature;
  final List<String> lines = new ArrayList<>();

  PlainSender(String target, String app, String merchant, String secret, byte[] body) {
    this.target = target;
    this.app = app;
    this.merchant = merchant;
    this.body = body.clone();
    this.signature = hex(hmac("HmacSHA256", utf8(secret), body));
    lines.add("Host: receiver.example");
    lines.add("User-Agent: plain/1");
    lines.add("Content-Type: application/json");
  }

  /** An event of the application's, with an id of its own. */
  static PlainSender event(byte[] body) {
    return new PlainSender("/v1/newEvent", "my-app", "store-1", Run.SECRET, body);
  }

  static byte[] hmac(String algorithm, byte[] key, byte[] data) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(data);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Signs other bytes than those sent, or with another key. */
  PlainSender signing(byte[] key, byte[] bytes) {
    signature = hex(hmac("HmacSHA256", key, bytes));
    return this;
  }

  PlainSender signing(byte[] bytes) {
    return signing(utf8(Run.SECRET), bytes);
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the request; the connection ends with it. */
  byte[] bytes() {
    lines.add("Connection: close");
    return keepingAlive();
  }

  byte[] keepingAlive() {
    List<String> all = new ArrayList<>();
    all.add(method + " " + target + " HTTP/1.1");
    all.addAll(lines);
    identity(all, "X-App-Id", app);
    identity(all, "X-App-MerchantId", merchant);
    identity(all, "X-App-Signature", signature);
    all.add("Content-Length: " + body.length);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String head = String.join("\r\n", all) + "\r\n\r\n";
    request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private static void identity(List<String> all, String name, String value) {
    if (!value.isEmpty()) {
      all.add(name + ": " + value);
    }
  }
}
