package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The {@code openssl} program, as an independent implementation. */
final class Openssl {

  private Openssl() {}

  /** Returns the HMAC-SHA256 of the body in hex. */
  static String hmacSha256(String keyHex, byte[] body) throws IOException, InterruptedException {
    Process openssl;
    try {
      openssl =
          new ProcessBuilder(
                  "openssl", "dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:" + keyHex, "-r")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException missing) {
      String message = "openssl is not there to compare with; install it (" + missing + ")";
      return System.getenv("CI") == null ? abort(message) : fail(message);
    }
    try (OutputStream in = openssl.getOutputStream()) {
      in.write(body);
    }
    String out =
        new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    if (openssl.waitFor() != 0) {
      throw new IOException("openssl failed with exit code " + openssl.exitValue());
    }
    return out.split(" ", 2)[0];
  }
}
