package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class JsonReportTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try (@Nullable InputStream in =
        ConformanceReport.class.getResourceAsStream("report.schema.json")) {
      assertNotNull(in, "the schema lies beside the classes");
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(in, InputFormat.JSON);
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  private static String json(ConformanceReport report) {
    return Reports.write(report, ReportFormat.JSON, true);
  }

  @Test
  void write_everyOutcome_isAsTheSchemaSays() {
    assertEquals(List.of(), SCHEMA.validate(json(Reports.small()), InputFormat.JSON));
    ConformanceReport none = ConformanceReport.of("nothing", List.of(), List.of());
    assertEquals(List.of(), SCHEMA.validate(json(none), InputFormat.JSON));
  }

  static Stream<Arguments> spoils() {
    return Stream.of(
        spoil("a key more", root -> root.put("more", 1)),
        spoil("a key less", root -> root.remove("asExpected")),
        spoil("another version", root -> root.put("version", 2)),
        spoil("a count more", root -> object(root, "/counts").put("more", 1)),
        spoil("a count below nothing", root -> object(root, "/counts").put("fail", -1)),
        spoil("a rule's key more", root -> object(root, "/results/0/rule").put("more", 1)),
        spoil("a level", root -> object(root, "/results/0/rule").put("level", "must")),
        spoil("a result's key more", root -> object(root, "/results/0").put("more", 1)),
        spoil("a result's key less", root -> object(root, "/results/0").remove("actual")),
        spoil("an outcome", root -> object(root, "/results/0").put("outcome", "PASS")),
        spoil("no id", root -> object(root, "/results/0").put("id", "")),
        spoil("a bug's key more", root -> object(root, "/results/1/likelyBug").put("more", 1)),
        spoil("a bug's code", root -> object(root, "/results/1/likelyBug").put("code", "A bug")),
        spoil("a time", root -> object(root, "/results/0").put("milliseconds", "1")),
        spoil("skipped, and no reason", root -> object(root, "/results/6").putNull("note")));
  }

  private static Arguments spoil(String name, Consumer<ObjectNode> change) {
    return Arguments.of(name, change);
  }

  private static ObjectNode object(ObjectNode root, String pointer) {
    return (ObjectNode) root.at(pointer);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spoils")
  void schema_spoiltReport_isRefused(String name, Consumer<ObjectNode> change) throws IOException {
    ObjectNode root = (ObjectNode) JSON.readTree(json(Reports.small()));
    change.accept(root);
    assertFalse(SCHEMA.validate(root).isEmpty(), name);
  }

  @Test
  void write_hostileTexts_areAsciiAndComeBackAsTheyWere() throws IOException {
    ConformanceReport hostile = Reports.hostile();
    String json = json(hostile);
    assertTrue(json.chars().allMatch(c -> c == '\n' || c >= 0x20 && c < 0x7F), json);
    assertEquals(List.of(), SCHEMA.validate(json, InputFormat.JSON));
    JsonNode results = JSON.readTree(json).get("results");
    for (int i = 0; i < hostile.results().size(); i++) {
      CaseResult result = hostile.results().get(i);
      assertEquals(result.id(), results.get(i).get("id").textValue());
      assertEquals(result.actual(), results.get(i).get("actual").textValue());
      assertEquals(result.note(), results.get(i).get("note").textValue());
    }
  }

  @Test
  void write_knownFailures_areSo() throws IOException {
    JsonNode root = JSON.readTree(json(Reports.small()));
    assertFalse(root.get("asExpected").booleanValue());
    for (JsonNode result : root.get("results")) {
      boolean known = List.of("sig/known", "sig/gone").contains(result.get("id").textValue());
      assertEquals(known, result.get("known").booleanValue(), result::toString);
    }
  }

  @Test
  void write_counts_areThoseOfTheTextReport() throws IOException {
    JsonNode counts = JSON.readTree(json(Reports.small())).get("counts");
    String expected =
        "%s tests, %s passed, %s failed, %s error, %s non-strict, %s skipped;"
            .formatted(
                counts.get("tests"),
                counts.get("pass"),
                counts.get("fail"),
                counts.get("error"),
                counts.get("non-strict"),
                counts.get("skipped"));
    String text = Reports.write(Reports.small(), ReportFormat.TEXT, false);
    assertTrue(text.contains("\n" + expected), text);
  }
}
