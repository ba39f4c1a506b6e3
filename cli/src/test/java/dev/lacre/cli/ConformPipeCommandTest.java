package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the documentation pass, and programs that misbehave are told from wrong ones. */
class ConformPipeCommandTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
  private static final int MOST_LINES = 59;

  /** Programs that were found to be there. */
  private static final Set<String> THERE = ConcurrentHashMap.newKeySet();

  @TempDir Path folder;

  /** The one example in a language, as it stands in the documentation. */
  private Path example(String language) throws IOException {
    Matcher block =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(DOCUMENT));
    assertTrue(block.find(), "no example in " + language);
    assertTrue(block.group(1).lines().count() <= MOST_LINES, "the example is too long");
    return Files.writeString(
        folder.resolve("subject." + (language.equals("python") ? "py" : "mjs")), block.group(1));
  }

  /** Returns how to start an interpreter; Python without looking for modules of others. */
  private static List<String> interpreter(String name) {
    if (!THERE.contains(name)) {
      assertThere(name);
      THERE.add(name);
    }
    return name.startsWith("python") ? List.of(name, "-I", "-S") : List.of(name);
  }

  private static void assertThere(String name) {
    try {
      Process process = new ProcessBuilder(name, "--version").redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      assertEquals(0, process.waitFor());
    } catch (IOException | InterruptedException missing) {
      String message = name + " is not there; install it (" + missing + ")";
      if (System.getenv("CI") == null) {
        abort(message);
      }
      fail(message);
    }
  }

  /** Runs {@code lacre conform pipe}, with much time for an answer unless an option tells. */
  private static Run pipe(String role, List<String> options, List<String> command) {
    List<String> args = new ArrayList<>(List.of("conform", "pipe", role));
    args.addAll(options);
    if (options.stream().noneMatch(option -> option.startsWith("--timeout="))) {
      args.add("--timeout=60");
    }
    args.add("--");
    args.addAll(command);
    return Run.given().run(args);
  }

  private static List<String> command(String interpreter, Path script, String... args) {
    List<String> command = new ArrayList<>(interpreter(interpreter));
    command.add(script.toString());
    command.addAll(List.of(args));
    return command;
  }

  @ParameterizedTest
  @CsvSource({
    "python, python3, verifier, ' 0 failed, 0 errors, 7 non-strict, 0 skipped'",
    "python, python3, signer, ' 0 failed, 0 errors, 0 non-strict, 0 skipped'",
    "javascript, node, verifier, ' 0 failed, 0 errors, 6 non-strict, '",
    "javascript, node, signer, ' 0 failed, 0 errors, 0 non-strict, 0 skipped'"
  })
  void example_ofTheDocumentation_passes(
      String language, String program, String role, String counted) throws IOException {
    Path example = example(language);
    Run run = pipe(role, List.of(), command(program, example));
    assertEquals(Lacre.DONE, run.code(), run.out() + run.err());
    assertTrue(run.out().contains(counted), lastLine(run));
  }

  @Test
  void example_withABugPlanted_failsAndIsTold() throws IOException {
    Path example = example("python");
    Files.writeString(
        example,
        Files.readString(example)
            .replace("bytes.fromhex(run[\"bodyHex\"])", "bytes.fromhex(run[\"bodyHex\"]).strip()"));
    Run run = pipe("signer", List.of(), command("python3", example));
    assertEquals(Lacre.REFUSED, run.code(), run.err());
    assertTrue(run.out().contains("[trailing-newline-dropped]"), run.out());
    assertTrue(run.out().contains("\nFailures:\n"), run.out());
  }

  /** Answers every run with one text, in which SEQ is its number. */
  private Run answering(String answer, String... options) throws IOException {
    return pipe("verifier", List.of(options), answerer(answer));
  }

  private List<String> answerer(String answer) throws IOException {
    Path script =
        Files.writeString(
            folder.resolve("answer.py"),
            """
            import json, sys
            for line in sys.stdin:
                message = json.loads(line)
                if message["type"] == "run":
                    print(sys.argv[1].replace("SEQ", str(message["seq"])), flush=True)
            """);
    return command("python3", script, answer);
  }

  @Test
  void everything_accepted_isTold() throws IOException {
    Run run = answering("{\"type\":\"result\",\"seq\":SEQ,\"result\":\"valid\"}");
    assertEquals(Lacre.REFUSED, run.code());
    assertTrue(run.out().contains("Every delivery was accepted"), lastLine(run));
  }

  @Test
  void everything_refused_isTold() throws IOException {
    Run run = answering("{\"type\":\"result\",\"seq\":SEQ,\"result\":\"invalid\"}");
    assertEquals(Lacre.REFUSED, run.code());
    assertTrue(run.out().contains("Every delivery was refused"), lastLine(run));
  }

  @Test
  void everything_skipped_isNoPass() throws IOException {
    Run run = answering("{\"type\":\"skipped\",\"seq\":SEQ,\"reason\":\"too \\u001b[31m hard\"}");
    assertTrue(run.out().contains(" 0 passed, 0 failed, 0 errors, 0 non-strict, "), lastLine(run));
    assertTrue(run.out().contains("Nothing was judged"), lastLine(run));
    assertTrue(run.out().contains("too \\u001b[31m hard"), "control characters reach the terminal");
    assertEquals(Lacre.SET_UP, run.code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[]",
        "{\"type\":\"result\",\"seq\":SEQ}",
        "{\"type\":\"result\",\"seq\":SEQ,\"result\":\"perhaps\"}",
        "{\"type\":\"result\",\"seq\":0,\"result\":\"valid\"}",
        "{\"type\":\"result\",\"result\":\"valid\"}",
        "{\"type\":\"result\",\"seq\":\"SEQ\",\"result\":\"valid\"}",
        "{\"type\":\"result\",\"seq\":SEQ.5,\"result\":\"valid\"}",
        "{\"type\":\"other\",\"seq\":SEQ}",
        "{\"type\":\"errored\",\"seq\":SEQ,\"reason\":\"no\"}",
        ""
      })
  void answer_thatIsNone_isAnError(String answer) throws IOException {
    Run run = answering(answer, "--run=sig-shape/v1-newEvent/upper-case");
    assertEquals(Lacre.SET_UP, run.code(), run.out());
    assertFalse(run.out().contains("\u2714"), run.out());
  }

  @Test
  void headers_thatAreNoList_areAnError() throws IOException {
    for (String headers : List.of("\"zz\"", "[\"zz\"]", "{}", "[[1,2]]")) {
      Run run =
          pipe(
              "signer",
              List.of("--run=key/v1-newEvent/uuid"),
              answerer("{\"type\":\"result\",\"seq\":SEQ,\"headers\":" + headers + "}"));
      assertEquals(Lacre.SET_UP, run.code(), run.out());
      assertTrue(run.out().contains(" 1 error, "), lastLine(run));
    }
  }

  @Test
  void longWords_areCut() throws IOException {
    Run run =
        answering(
            "{\"type\":\"result\",\"seq\":SEQ,\"result\":\"invalid\",\"reason\":\""
                + "a".repeat(100_000)
                + "\"}",
            "--run=replay/*");
    assertEquals(Lacre.REFUSED, run.code());
    assertTrue(run.out().length() < 100_000, "all of it is printed");
  }

  @Test
  void blankReason_isStillAReason() throws IOException {
    Run run = answering("{\"type\":\"skipped\",\"seq\":SEQ,\"reason\":\" \"}", "--run=replay/*");
    assertTrue(run.out().contains("Note: no reason given"), run.out());
  }

  @Test
  void runThatJudgesNothing_keepsTheKnownFailures() throws IOException {
    Path known = Files.writeString(folder.resolve("known.txt"), "\uFEFFkey/v1-newEvent/uuid\n");
    Run broken =
        answering("no answer", "--run=key/*", "--expect=" + known, "--write-expect=" + known);
    assertEquals(Lacre.SET_UP, broken.code());
    assertEquals("\uFEFFkey/v1-newEvent/uuid\n", Files.readString(known));
  }

  @Test
  void expect_withAByteOrderMark_isRead_andAnErrorIsNeverKnown() throws IOException {
    Path known =
        Files.writeString(
            folder.resolve("known.txt"), "\uFEFFreplay/v1-newEvent/first\r\n# a word\r\n");
    String refusing = "{\"type\":\"result\",\"seq\":SEQ,\"result\":\"invalid\"}";
    Run expected = answering(refusing, "--run=replay/v1-newEvent/first", "--expect=" + known);
    assertEquals(Lacre.DONE, expected.code(), expected.out());
    Run broken =
        program(
            """
            import json, sys
            for line in sys.stdin:
                message = json.loads(line)
                if message["type"] != "run": continue
                if message["id"].endswith("/first"): sys.exit(1)
                print(json.dumps({"type": "result", "seq": message["seq"], "result": "valid"}), flush=True)
            """,
            "--run=replay/v1-newEvent/first,replay/v1-newEvent/same-again",
            "--expect=" + known);
    assertEquals(Lacre.REFUSED, broken.code(), broken.out());
    Run missing = answering(refusing, "--expect=" + folder.resolve("none.txt"));
    assertEquals(Lacre.SET_UP, missing.code(), missing.err());
    assertEquals("", missing.out());
  }

  private Run program(String script, String... options) throws IOException {
    Path file = Files.writeString(folder.resolve("program.py"), script);
    return pipe("verifier", List.of(options), command("python3", file));
  }

  @Test
  void program_thatHangs_isGivenUp() throws IOException {
    Run run = program("import time\ntime.sleep(3600)\n", "--timeout=0.1", "--run=key/*");
    assertEquals(Lacre.SET_UP, run.code(), run.out());
    assertTrue(run.out().contains("no answer within 100 ms"), run.out());
    assertTrue(run.out().contains("failed 3 times in a row"), run.out());
  }

  @Test
  void program_thatEnds_isTold() throws IOException {
    Run run = program("import sys\nsys.exit(7)\n", "--run=key/*");
    assertEquals(Lacre.SET_UP, run.code(), run.out());
    assertTrue(run.out().contains("the program ended with exit code 7"), run.out());
  }

  @Test
  void program_thatTalksWithoutEnd_isBounded() throws IOException {
    Run run =
        program(
            "import sys\nwhile True: sys.stdout.write('a' * 65536)\n",
            "--timeout=5",
            "--run=key/v1-newEvent/genuine");
    assertEquals(Lacre.SET_UP, run.code(), run.out());
    assertTrue(run.out().length() < 10_000, "all of it is printed");
  }

  /** A crash on one test does not cost the others. */
  @Test
  void program_thatCrashesOnce_isStartedAnew() throws IOException {
    Run run =
        program(
            """
            import json, sys
            for line in sys.stdin:
                message = json.loads(line)
                if message["type"] != "run": continue
                if message["id"].endswith("/unknown"): sys.exit(1)
                print(json.dumps({"type": "result", "seq": message["seq"], "result": "invalid"}), flush=True)
            """,
            "--run=key/v2-orderEvent/*");
    assertEquals(Lacre.REFUSED, run.code(), run.out());
    assertTrue(run.out().contains(" 1 error, "), lastLine(run));
  }

  @Test
  void program_thatIsNotThere_isASetUpFault() {
    Run run = Run.given().run("conform", "pipe", "signer", "--", "no-such-program-anywhere");
    assertEquals(Lacre.SET_UP, run.code(), run.err());
    assertTrue(run.err().contains("no-such-program-anywhere"), run.err());
  }

  @Test
  void dryRun_startsNothing() {
    Run run =
        Run.given()
            .run("conform", "pipe", "verifier", "--dry-run", "--run=replay/*", "--", "no-program");
    assertEquals(Lacre.DONE, run.code(), run.err());
    assertEquals(38, run.out().lines().count(), run.out());
  }

  @Test
  void usage_faults_areToldWithoutAReport() {
    Run.given().run("conform").assertUsageFault();
    Run.given().run("conform", "pipe", "singer", "--", "x").assertUsageFault();
    Run.given().run("conform", "pipe", "signer").assertUsageFault();
    Run.given().run("conform", "pipe", "signer", "--format=xml", "--", "x").assertUsageFault();
    Run.given().run("conform", "pipe", "signer", "--timeout=0", "--", "x").assertUsageFault();
    Run.given().run("conform", "pipe", "signer", "--run=none", "--", "x").assertUsageFault();
  }

  @Test
  void strict_failsWhatIsMerelyTolerated_andExpectKnowsIt() throws IOException {
    Path example = example("python");
    Path known = folder.resolve("known.txt");
    List<String> command = command("python3", example);
    Run strict =
        pipe("verifier", List.of("--strict", "--run=replay/*", "--write-expect=" + known), command);
    assertEquals(Lacre.REFUSED, strict.code(), strict.err());
    List<String> ids =
        Files.readAllLines(known).stream().filter(id -> !id.startsWith("#")).toList();
    assertEquals(6, ids.size(), ids.toString());

    Run expected =
        pipe("verifier", List.of("--strict", "--run=replay/*", "--expect=" + known), command);
    assertEquals(Lacre.DONE, expected.code(), expected.out());
    assertTrue(expected.out().contains("6 known failures"), lastLine(expected));

    Run lax = pipe("verifier", List.of("--run=replay/*", "--expect=" + known), command);
    assertEquals(Lacre.REFUSED, lax.code(), "what no longer fails is a difference");
    assertTrue(lax.out().contains("6 unexpected passes"), lastLine(lax));
  }

  private static String lastLine(Run run) {
    return run.out().lines().reduce("", (first, second) -> second);
  }
}
