package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One command, run in process: what it was given, its exit code, and what it printed. */
record Run(int code, String out, String err) {

  /** Stands in every test's secrets; must never be printed. */
  static final String MARKER = "MARKER-3c1f";

  static final String SECRET = "0123456789abcdef-" + MARKER;

  static Given given() {
    return new Given();
  }

  /** What a command finds around it. */
  static final class Given {

    private final Map<String, String> environment =
        new HashMap<>(Map.of("LACRE_SECRET", SECRET, "OTHER_SECRET", "another-" + SECRET));
    private byte[] in = {};

    Given variable(String name, @Nullable String value) {
      if (value == null) {
        environment.remove(name);
      } else {
        environment.put(name, value);
      }
      return this;
    }

    Given in(byte[] bytes) {
      in = bytes;
      return this;
    }

    Given in(String text) {
      return in(text.getBytes(StandardCharsets.UTF_8));
    }

    Map<String, String> environment() {
      return environment;
    }

    /** Runs {@code lacre send}. */
    Run send(String url, Path config, String app, String merchant, String... more) {
      List<String> args = new ArrayList<>(List.of("send", url, "--config", config.toString()));
      args.addAll(List.of("--app-id", app, "--merchant-id", merchant));
      args.addAll(List.of(more));
      return run(args);
    }

    Run run(List<String> args) {
      return run(args.toArray(String[]::new));
    }

    Run run(String... args) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int code =
          Lacre.run(
              args,
              new ByteArrayInputStream(in),
              new PrintStream(out, false, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              environment::get);
      Run run =
          new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
      run.assertDiscreet();
      return run;
    }
  }

  /** Returns what was printed, of which each line is a document of JSON. */
  List<JsonNode> json() throws IOException {
    String[] lines = out.split("\n", -1);
    assertEquals("", lines[lines.length - 1], "the last line ends, too");
    List<JsonNode> documents = new ArrayList<>();
    for (String line : List.of(lines).subList(0, lines.length - 1)) {
      documents.add(new JsonMapper().readTree(line));
    }
    return documents;
  }

  /** Returns the last line that was printed. */
  JsonNode lastJson() throws IOException {
    List<JsonNode> all = json();
    return all.get(all.size() - 1);
  }

  /** Whatever happens, no secret and no stack trace is shown. */
  private void assertDiscreet() {
    assertEquals(-1, (out + err).indexOf(MARKER), () -> "a secret is shown: " + out + err);
    assertEquals(-1, err.indexOf("\tat "), () -> "a stack trace is shown: " + err);
  }

  void assertUsageFault() {
    assertEquals(Lacre.USAGE, code, err);
    assertEquals("", out);
  }

  void assertSetUpFault() {
    assertEquals(Lacre.SET_UP, code, err);
    assertEquals("", out);
  }
}
