package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LacreTest {

  @Test
  void help_ofTheProgram_namesEveryCommand() {
    Run run = Run.given().run("--help");
    assertEquals(Lacre.DONE, run.code());
    for (String command :
        new String[] {
          "sign", "verify", "serve", "send", "demo", "conform", "routes", "discovery"
        }) {
      assertTrue(run.out().contains("\n  " + command), command);
    }
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sign", "verify", "serve", "send", "demo", "routes"})
  void help_ofACommand_hasAnExample(String command) {
    Run run = Run.given().run(command, "--help");
    assertEquals(Lacre.DONE, run.code());
    assertTrue(run.out().contains("Example:\n  lacre " + command), run.out());
    assertTrue(run.out().lines().allMatch(line -> line.length() <= 100), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sign", "serve"})
  void version_anywhere_isTheBuilds(String command) {
    Run run =
        command.isEmpty() ? Run.given().run("--version") : Run.given().run(command, "--version");
    assertEquals(Lacre.DONE, run.code());
    assertTrue(run.out().matches("lacre \\d+\\.\\d+\\.\\d+\\S*\n"), run.out());
  }

  @Test
  void run_noCommand_isAUsageFault() {
    Run run = Run.given().run();
    run.assertUsageFault();
    assertTrue(run.err().contains("Try 'lacre --help'."), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sing", "conform", "-x", "--frobnicate", "@nothing"})
  void run_unknownCommandOrFlag_isAUsageFault(String argument) {
    Run.given().run(argument).assertUsageFault();
  }

  @Test
  void run_secretAsAFlagsValue_isRefusedAndNotShown() {
    Run.given().run("sign", "--secret=" + Run.SECRET).assertUsageFault();
    Run.given().run("sign", "--secret", Run.SECRET).assertUsageFault();
    Run joined =
        Run.given()
            .run(
                "sign",
                "--app-id=a",
                "--merchant-id=m",
                "--secret-env=S",
                "--secret=" + Run.SECRET);
    joined.assertUsageFault();
    assertTrue(joined.err().contains("never a flag's value"), joined.err());
    Run.given()
        .run("sign", "--app-id=a", "--merchant-id=m", "--secret-env=S", "body", Run.SECRET)
        .assertUsageFault();
  }

  @Test
  void run_secretWhereItsVariablesNameBelongs_isNotShown() {
    Run run =
        Run.given().run("sign", "--app-id=a", "--merchant-id=m", "--secret-env", Run.SECRET, "-");
    run.assertSetUpFault();
    assertTrue(run.err().contains("never the secret itself"), run.err());
  }

  @Test
  void run_argumentThatBeginsWithAt_isNotAFileOfArguments() {
    Run run = Run.given().run("sign", "@nothing", "@nothing");
    run.assertUsageFault();
  }

  @Test
  void run_standardOutputThatFails_isAFailureWithoutATrace() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    int code =
        Lacre.run(
            new String[] {"sign", "--app-id=a", "--merchant-id=m", "--secret-env=S"},
            new ByteArrayInputStream(new byte[] {1}),
            new PrintStream(closed, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            name -> Run.SECRET);
    assertEquals(Lacre.REFUSED, code);
    assertEquals(
        "lacre: standard output could not be written.\n", err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void shown_variablesName_isShownOnlyIfItLooksLikeOne() {
    assertEquals("'LACRE_SECRET_2'", Environment.shown("LACRE_SECRET_2"));
    assertFalse(Environment.shown("c2VjcmV0").contains("c2VjcmV0"));
    assertFalse(Environment.shown("A".repeat(65)).contains("AAA"));
  }
}
