package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process of its own: exit codes, signals and the environment are real. */
class ProcessTest {

  private static final int TIMEOUT_SECONDS = 60;
  private static final boolean ON_WINDOWS =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

  @TempDir Path folder;
  private final Map<String, String> environment =
      new HashMap<>(Map.of("LACRE_SECRET", Run.SECRET, "OTHER_SECRET", "another-" + Run.SECRET));

  private ProcessBuilder lacre(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // What begins faster, for none of them runs long.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(classPath());
    command.add(Lacre.class.getName());
    command.addAll(List.of(args));
    return process(command);
  }

  private ProcessBuilder process(List<String> command) {
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().putAll(environment);
    process.redirectError(folder.resolve("err").toFile());
    return process;
  }

  /** The tests may run on the class path or on the module path. */
  private static String classPath() {
    return System.getProperty("jdk.module.path", "")
        + File.pathSeparator
        + System.getProperty("java.class.path", "");
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), "it did not end");
    return process.exitValue();
  }

  private String err() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  private int run(Path out, String... args) throws Exception {
    return exitCode(lacre(args).redirectOutput(out.toFile()).start());
  }

  @Test
  void signAndVerify_processes_agreeInTheirExitCodes() throws Exception {
    Fixture.config(folder);
    Files.write(folder.resolve("body"), Fixture.BODY);
    Path headers = folder.resolve("headers");
    int signed =
        run(
            headers,
            "sign",
            "--app-id=my-app",
            "--merchant-id=store-1",
            "--secret-env=LACRE_SECRET",
            "body");
    assertEquals(Lacre.DONE, signed, this::errOrNothing);
    Path out = folder.resolve("out");
    String[] verify = {
      "verify", "--config=lacre.json", "--route=/v1/newEvent", "--headers=headers", "body"
    };
    assertEquals(Lacre.DONE, run(out, verify), this::errOrNothing);
    assertTrue(Files.readString(out).startsWith("{\"verdict\":\"accepted\""));
    Files.writeString(folder.resolve("body"), "{\"eventId\":\"e2\"}");
    assertEquals(Lacre.REFUSED, run(out, verify));
    assertTrue(Files.readString(out).startsWith("{\"verdict\":\"rejected\""));
    verify[1] = "--konfig=lacre.json";
    assertEquals(Lacre.USAGE, run(out, verify));
    assertEquals("", Files.readString(out));
  }

  private String errOrNothing() {
    try {
      return err();
    } catch (IOException none) {
      return "";
    }
  }

  @Test
  void serve_terminated_endsInGoodOrder() throws Exception {
    assumeFalse(ON_WINDOWS, "there are no signals on Windows");
    Fixture.config(folder);
    Process serve = lacre("serve", "--config=lacre.json", "--port=0").start();
    // Or a line that does not come would be waited for without end.
    CompletableFuture.delayedExecutor(TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .execute(serve::destroyForcibly);
    try (BufferedReader out = serve.inputReader(StandardCharsets.UTF_8)) {
      assertTrue(
          String.valueOf(out.readLine()).startsWith("ready http://127.0.0.1:"), this::errOrNothing);
      serve.toHandle().destroy();
      assertEquals(Lacre.DONE, exitCode(serve));
      assertNull(out.readLine());
      assertEquals("", err());
    } finally {
      serve.destroyForcibly();
    }
  }

  @Test
  void demo_outputThatIsClosed_leavesNoTrace() throws Exception {
    Process demo = lacre("demo").start();
    demo.getInputStream().close();
    exitCode(demo);
    String err = err();
    assertTrue(err.isEmpty() || err.equals("lacre: standard output could not be written.\n"), err);
  }

  @Test
  void secretEnv_beyondAsciiInAnyLocale_isTheSameKeyOrAFault() throws Exception {
    assumeFalse(ON_WINDOWS, "there is no sh on Windows");
    Path body = Files.write(folder.resolve("body"), Fixture.BODY);
    Path key = Files.writeString(folder.resolve("key"), "\u00e7\u00e9-" + Run.SECRET);
    String[] sign = {"sign", "--app-id=a", "--merchant-id=m", "--signature-only", "", ""};
    sign[4] = "--secret-file=" + key;
    sign[5] = body.toString();
    Run fromFile = Run.given().run(sign);
    assertEquals(Lacre.DONE, fromFile.code(), fromFile.err());
    sign[4] = "--secret-env=KEY";
    // This process would write the variable in its own locale, so the shell does it.
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "KEY=$(cat key); export KEY; exec \"$@\"", "sh"));
    command.addAll(lacre(sign).command());
    Map<String, Process> running = new LinkedHashMap<>();
    for (String locale : List.of("C", "C.UTF-8", "en_US.ISO-8859-1")) {
      environment.put("LC_ALL", locale);
      running.put(
          locale,
          process(command)
              .redirectOutput(folder.resolve("out-" + locale).toFile())
              .redirectError(folder.resolve("err-" + locale).toFile())
              .start());
    }
    for (Map.Entry<String, Process> each : running.entrySet()) {
      String locale = each.getKey();
      int code = exitCode(each.getValue());
      String err = Files.readString(folder.resolve("err-" + locale));
      if (code == Lacre.DONE) {
        assertEquals(fromFile.out(), Files.readString(folder.resolve("out-" + locale)), locale);
      } else {
        assertEquals(Lacre.SET_UP, code, locale + err);
        assertTrue(err.contains("'KEY' is not UTF-8, or holds characters"), locale + err);
      }
    }
  }
}
