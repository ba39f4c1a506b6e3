package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.lacre.vectors.Payloads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An implementation that shares no line with ours comes to the same signatures. */
class OpensslTest {

  @TempDir Path folder;

  static List<String> payloads() {
    return Payloads.names();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void signatureOnly_payload_isWhatOpensslComputes(String name) throws Exception {
    Path body = Files.write(folder.resolve(name), Payloads.bytes(name));
    Run run =
        Run.given()
            .run(
                "sign",
                "--app-id=a",
                "--merchant-id=m",
                "--secret-env=LACRE_SECRET",
                "--signature-only",
                body.toString());
    assertEquals(Lacre.DONE, run.code(), run.err());
    assertEquals(openssl(body) + "\n", run.out());
  }

  private static String openssl(Path body) throws Exception {
    Process openssl;
    try {
      openssl =
          new ProcessBuilder(
                  "openssl", "dgst", "-sha256", "-hmac", Run.SECRET, "-r", body.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException missing) {
      String message = "openssl is not there to compare with; install it (" + missing + ")";
      return System.getenv("CI") == null ? abort(message) : fail(message);
    }
    String line = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals(0, openssl.waitFor(), line);
    return line.substring(0, line.indexOf(' '));
  }
}
