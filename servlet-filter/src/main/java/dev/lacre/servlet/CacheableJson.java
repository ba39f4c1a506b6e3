package dev.lacre.servlet;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;

/** A public JSON document that never changes, and how it is given out. Immutable. */
final class CacheableJson {

  private static final int TAG_BYTES = 16;

  private final byte[] bytes;
  private final String entityTag;
  private final String cacheControl;

  CacheableJson(byte[] bytes, Duration maxAge) {
    this.bytes = bytes.clone();
    this.entityTag = entityTag(bytes);
    this.cacheControl = "public, max-age=" + maxAge.toSeconds();
  }

  /** The same bytes have the same tag on every node. */
  private static String entityTag(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return '"' + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    boolean head = request.getMethod().equals("HEAD");
    if (!head && !request.getMethod().equals("GET")) {
      response.setHeader("Allow", "GET, HEAD");
      response.setHeader("Cache-Control", "no-store");
      end(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED);
    } else if (request.getPathInfo() != null) {
      end(response, HttpServletResponse.SC_NOT_FOUND);
    } else {
      response.setHeader("ETag", entityTag);
      response.setHeader("Cache-Control", cacheControl);
      response.setHeader("X-Content-Type-Options", "nosniff");
      if (isKnown(request)) {
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return;
      }
      response.setContentType("application/json");
      response.setContentLength(bytes.length);
      if (!head) {
        response.getOutputStream().write(bytes);
      }
    }
  }

  /** An answer without a body, and not the container's page, which tells its version. */
  private static void end(HttpServletResponse response, int status) {
    response.setStatus(status);
    response.setContentLength(0);
  }

  /** Tells whether the client has these bytes: RFC 9110, section 13.1.2, by weak comparison. */
  private boolean isKnown(HttpServletRequest request) {
    for (String line : Collections.list(request.getHeaders("If-None-Match"))) {
      for (String item : line.split(",", -1)) {
        String tag = item.strip();
        if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(entityTag)) {
          return true;
        }
      }
    }
    return false;
  }
}
