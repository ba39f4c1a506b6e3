package dev.lacre.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scripts that make tables and plots of results; in Python, as the scripts are. */
class ReportTest {

  @Test
  void scripts_ofMadeUpResults_makeTheTablesAndPlots() throws Exception {
    run("-m", "unittest", "-q", "test_report");
  }

  @Test
  void documentation_tablesAndPlots_areWhatTheResultsSay() throws Exception {
    run("report.py", "--check");
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-B"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(Path.of("").toFile().getAbsoluteFile());
    builder.environment().put("PYTHONUTF8", "1");
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
