package dev.lacre.cli;

import dev.lacre.signer.SignedHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request written to the wire exactly as it is told, for HTTP clients tidy up what a forger would
 * send. Not thread-safe.
 */
final class DemoRequest {

  private static final String NEWLINE = "\r\n";
  private static final String MERCHANT = "X-App-MerchantId";
  private static final String SIGNATURE = "X-App-Signature";

  private final String target;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String method = "POST";
  private @Nullable String secondSignature;

  /** Begins a request with these headers, from an address on the receiver's list. */
  DemoRequest(String target, SignedHeaders signed) {
    this.target = target;
    headers.put("Host", "receiver.example");
    headers.put("Connection", "close");
    headers.put("Content-Type", "application/json");
    from(DemoSetup.LISTED_ADDRESS);
    signed.forEach(headers::put);
  }

  DemoRequest method(String other) {
    method = other;
    return this;
  }

  /** As the trusted proxy in front of the receiver tells it. */
  DemoRequest from(String addresses) {
    headers.put("X-Forwarded-For", addresses);
    return this;
  }

  DemoRequest merchant(String swapped) {
    headers.put(MERCHANT, swapped);
    return this;
  }

  DemoRequest signature(String other) {
    headers.put(SIGNATURE, other);
    return this;
  }

  DemoRequest withoutSignature() {
    headers.remove(SIGNATURE);
    return this;
  }

  DemoRequest secondSignature(String other) {
    secondSignature = other;
    return this;
  }

  /** Returns the bytes of the request with this body and its length. */
  byte[] body(byte[] body) {
    return declaring(body.length, body);
  }

  /** Returns the bytes of the request with a body whose declared length need not be its length. */
  byte[] declaring(long length, byte[] body) {
    headers.put("Content-Length", Long.toString(length));
    ByteArrayOutputStream request = head();
    request.writeBytes(body);
    return request.toByteArray();
  }

  /** Returns the bytes of the request with the body in pieces, and no declared length. */
  byte[] chunked(byte[] body, int pieceLength) {
    headers.put("Transfer-Encoding", "chunked");
    ByteArrayOutputStream request = head();
    for (int start = 0; start < body.length; start += pieceLength) {
      int length = Math.min(pieceLength, body.length - start);
      write(request, Integer.toHexString(length) + NEWLINE);
      request.write(body, start, length);
      write(request, NEWLINE);
    }
    write(request, "0" + NEWLINE + NEWLINE);
    return request.toByteArray();
  }

  private ByteArrayOutputStream head() {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    write(head, method + " " + target + " HTTP/1.1" + NEWLINE);
    headers.forEach((name, value) -> write(head, name + ": " + value + NEWLINE));
    if (secondSignature != null) {
      write(head, SIGNATURE + ": " + secondSignature + NEWLINE);
    }
    write(head, NEWLINE);
    return head;
  }

  private static void write(ByteArrayOutputStream to, String text) {
    to.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
  }
}
