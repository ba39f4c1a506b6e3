package dev.lacre.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * That the benchmarks still work; nothing here is timed. Each checks by itself what it measures.
 */
class BenchmarksTest {

  @Test
  void everyBenchmark_smallAndOnce_runs() throws Exception {
    System.setProperty("jmh.ignoreLock", "true");
    Options options =
        new OptionsBuilder()
            .include("dev\\.lacre\\.benchmarks\\..*")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(1))
            .addProfiler(CpuTime.class)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .param("addressRules", "10")
            .param("bodyLength", "64")
            .param("entries", "10")
            .param("merchants", "10")
            .param("payload", "v1-newEvent-CREATED.json", "newLogisticEvent-PENDING.json")
            .param("rules", "10")
            .param("senders", "4")
            .param("storeRule", "none", "header")
            .build();

    Collection<RunResult> results = new Runner(options).run();

    Set<String> ran =
        results.stream().map(each -> each.getParams().getBenchmark()).collect(Collectors.toSet());
    assertEquals(declared(), ran);
    for (RunResult each : results) {
      assertTrue(each.getSecondaryResults().containsKey("cpu"), each.getParams().getBenchmark());
    }
  }

  private static Set<String> declared() {
    Set<String> names =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
            .stream()
            .map(BenchmarkListEntry::getUsername)
            .collect(Collectors.toSet());
    assertFalse(names.isEmpty());
    return names;
  }

  @Test
  void memoryReport_few_isJsonWithEveryFigure() throws Exception {
    PrintStream terminal = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      MemoryReport.main(new String[] {"100"});
    } finally {
      System.setOut(terminal);
    }
    JsonNode report = new ObjectMapper().readTree(out.toByteArray());
    assertEquals(100, report.get("count").intValue());
    for (String figure : Set.of("merchant", "merchantInUse", "ruleV4", "ruleV6", "ledgerEntry")) {
      assertTrue(report.get(figure).isNumber(), figure);
    }
  }
}
