package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A request, byte for byte as it goes over the wire. Nothing is tidied. */
final class Call {

  private enum Framing {
    LENGTH,
    CHUNKED,
    NONE
  }

  private final String method;
  private final String target;
  private final List<String> lines = new ArrayList<>(List.of("Host: localhost"));
  private byte[] body = {};
  private int[] chunks = {};
  private String trailer = "";
  private Framing framing;

  private Call(String method, String target) {
    this.method = method;
    this.target = target;
    this.framing = method.equals("POST") ? Framing.LENGTH : Framing.NONE;
  }

  static Call of(String method, String target) {
    return new Call(method, target);
  }

  static Call post(String target, String body) {
    return post(target, body.getBytes(UTF_8));
  }

  static Call post(String target, byte[] body) {
    return new Call("POST", target).body(body);
  }

  Call header(String name, String value) {
    return line(name + ": " + value);
  }

  /** Adds a header's line as it is; characters up to U+00FF are octets. */
  Call line(String line) {
    lines.add(line);
    return this;
  }

  Call without(String name) {
    lines.removeIf(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1));
    return this;
  }

  Call body(byte[] bytes) {
    body = bytes;
    framing = Framing.LENGTH;
    return this;
  }

  /** Sends the body in chunks of these sizes, over and over. */
  Call chunked(int... sizes) {
    chunks = sizes;
    framing = Framing.CHUNKED;
    return this;
  }

  Call trailer(String name, String value) {
    trailer += name + ": " + value + "\r\n";
    return this;
  }

  /** Leaves it to {@link #line} to say how long the body is, if anything does. */
  Call unframed() {
    framing = Framing.NONE;
    return this;
  }

  String method() {
    return method;
  }

  byte[] body() {
    return body;
  }

  byte[] head() {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    lines.forEach(line -> head.append(line).append("\r\n"));
    if (framing == Framing.LENGTH) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    } else if (framing == Framing.CHUNKED) {
      head.append("Transfer-Encoding: chunked\r\n");
    }
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head());
    if (framing == Framing.CHUNKED) {
      int at = 0;
      for (int i = 0; at < body.length; i++) {
        int size = Math.min(chunks[i % chunks.length], body.length - at);
        out.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(ISO_8859_1));
        out.write(body, at, size);
        out.writeBytes("\r\n".getBytes(ISO_8859_1));
        at += size;
      }
      out.writeBytes(("0\r\n" + trailer + "\r\n").getBytes(ISO_8859_1));
    } else {
      out.writeBytes(body);
    }
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return method + " " + target + " " + lines;
  }
}
