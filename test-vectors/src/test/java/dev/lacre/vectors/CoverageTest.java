package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.vectors.generator.VectorFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The coverage table in the documentation is made from the vectors. */
final class CoverageTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "conformance.md");
  private static final boolean WRITES = Boolean.getBoolean("lacre.vectors.write");
  private static final String BEGIN = "<!-- coverage begins -->\n";
  private static final String END = "<!-- coverage ends -->";

  @Test
  void table_madeAnew_isTheOneInTheDocument() throws IOException {
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN) + BEGIN.length();
    int end = document.indexOf(END);
    if (WRITES) {
      Files.writeString(DOCUMENT, document.substring(0, begin) + table() + document.substring(end));
    } else {
      assertEquals(table(), document.substring(begin, end));
    }
  }

  private static String table() {
    Map<Rule, List<String>> ids = new LinkedHashMap<>();
    Set<String> operations = new TreeSet<>();
    List<TestVector> tests =
        WRITES
            ? VectorFiles.all().values().stream()
                .flatMap(text -> VectorReader.read(text).stream())
                .flatMap(group -> group.tests().stream())
                .toList()
            : Vectors.v1().tests();
    for (TestVector test : tests) {
      ids.computeIfAbsent(test.group().rule(), rule -> new ArrayList<>()).add(test.id());
      operations.add(operation(test.id()));
    }
    StringBuilder table = new StringBuilder();
    table.append("| requirement | level | tests | ids |\n|---|---|---|---|\n");
    ids.forEach(
        (rule, all) ->
            table
                .append("| ")
                .append(rule.document())
                .append(", ")
                .append(rule.section())
                .append(": \u201C")
                .append(rule.quote())
                .append("\u201D | ")
                .append(rule.level())
                .append(" | ")
                .append(all.size())
                .append(" | ")
                .append(String.join(" ", folded(all, operations)))
                .append(" |\n"));
    return table.toString();
  }

  /** What stands there for every operation is written once. */
  private static List<String> folded(List<String> ids, Set<String> operations) {
    Map<String, Set<String>> byWord = new LinkedHashMap<>();
    for (String id : ids) {
      String word = id.replaceFirst("/[^/]+/", "/*/");
      byWord.computeIfAbsent(word, each -> new TreeSet<>()).add(operation(id));
    }
    return byWord.entrySet().stream()
        .flatMap(
            each ->
                each.getValue().equals(operations)
                    ? List.of(each.getKey()).stream()
                    : each.getValue().stream()
                        .map(operation -> each.getKey().replaceFirst("\\*", operation)))
        .map(id -> "`" + id + "`")
        .collect(Collectors.toList());
  }

  private static String operation(String id) {
    return id.split("/", 3)[1];
  }
}
