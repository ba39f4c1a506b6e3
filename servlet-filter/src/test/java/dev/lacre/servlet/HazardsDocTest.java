package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The tables of {@code docs/hazards.md} name tests that exist, and run where they say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HazardsDocTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern NAME = Pattern.compile("`(?:([A-Z]\\w*)?#(\\w+)|([A-Z]\\w*Test))`");
  private static final Pattern OTHER_ROW = Pattern.compile("as ([A-F]\\d+)|([A-F]\\d+)");

  private final Map<String, String> sources = new HashMap<>();
  private final Map<String, String> modules = new HashMap<>();
  private List<String> lines = List.of();

  @BeforeAll
  void read() throws IOException {
    for (String module : List.of("signer", "verifier", "servlet-filter")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/test/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = String.valueOf(file.getFileName()).replace(".java", "");
          sources.merge(name, text(file), String::concat);
          modules.merge(name, module, (one, other) -> one + " " + other);
        }
      }
    }
    lines = Files.readAllLines(ROOT.resolve("docs/hazards.md"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns the classes that a line names, having found each with its methods. */
  private List<String> classes(String line, List<String> faults) {
    List<String> classes = new ArrayList<>();
    Matcher names = NAME.matcher(line);
    while (names.find()) {
      String name = names.group(3) != null ? names.group(3) : names.group(1);
      if (name == null) {
        name = classes.isEmpty() ? "" : classes.get(classes.size() - 1);
      }
      String source = sources.get(name);
      String method = names.group(2);
      if (source == null) {
        faults.add("no class '" + name + "': " + names.group());
      } else if (method != null
          && !Pattern.compile("[\\w>\\]] " + method + "\\(").matcher(source).find()) {
        faults.add("no method in " + name + ": " + names.group());
      }
      classes.add(name);
    }
    return classes;
  }

  @Test
  void everyTestThatIsNamed_exists() {
    List<String> faults = new ArrayList<>();
    int named = 0;
    for (String line : lines) {
      named += classes(line, faults).size();
    }
    assertEquals(List.of(), faults);
    assertTrue(named > 250, () -> "the document names tests");
  }

  @Test
  void everyRow_namesATestThatRunsWhereItSays_orSaysWhyThereIsNone() {
    List<String> faults = new ArrayList<>();
    Map<String, Integer> rows = new HashMap<>();
    for (String line : lines) {
      String[] cells = line.split("(?<!\\\\) \\| ", -1);
      String row = cells[0].replace("| ", "");
      if (!row.matches("[A-F]?\\d+")) {
        continue;
      }
      rows.merge(row, 1, Integer::sum);
      if (cells.length != 4) {
        faults.add(row + " has " + cells.length + " cells");
        continue;
      }
      List<String> classes = classes(cells[2], faults);
      String where = cells[3];
      if (classes.isEmpty()) {
        if (!OTHER_ROW.matcher(cells[2]).lookingAt() && !cells[2].startsWith("not offered")) {
          faults.add(row + " names no test");
        }
        continue;
      }
      boolean containers =
          classes.stream()
              .anyMatch(each -> sources.getOrDefault(each, "").contains("ContainerKind"));
      if (containers != where.contains("all five")) {
        faults.add(row + " runs elsewhere than " + where);
      }
      for (String module : List.of("verifier", "signer")) {
        if (where.contains(module)
            && classes.stream()
                .noneMatch(each -> modules.getOrDefault(each, "").contains(module))) {
          faults.add(row + " names no test of " + module);
        }
      }
    }
    assertEquals(List.of(), faults);
    rows.values().removeIf(count -> count == 1);
    assertEquals(Map.of(), rows, "rows that stand twice");
  }
}
