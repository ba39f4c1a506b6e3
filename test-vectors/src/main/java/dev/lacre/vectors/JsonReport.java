package dev.lacre.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter.Indenter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as one JSON document; {@code report.schema.json} describes it. */
final class JsonReport {

  private static final Indenter LINES = new DefaultIndenter("  ", "\n");

  /** In ASCII, so that it is the same whatever a subject says and in whatever way it is written. */
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writer(new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES));

  private JsonReport() {}

  static String of(ConformanceReport report) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("report", "lacre-conformance");
    root.put("version", 1);
    root.put("subject", report.subject());
    root.put("asExpected", report.asExpected());
    ObjectNode counts = root.putObject("counts");
    counts.put("tests", report.results().size());
    for (Outcome outcome : Outcome.values()) {
      counts.put(code(outcome), report.count(outcome));
    }
    ArrayNode remarks = root.putArray("remarks");
    report.remarks().forEach(remarks::add);
    ArrayNode results = root.putArray("results");
    report.results().forEach(result -> add(report, result, results.addObject()));
    try {
      // The one control character that is no control character to JSON; only texts can hold it.
      return JSON.writeValueAsString(root).replace("\u007F", "\\u007f");
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void add(ConformanceReport report, CaseResult result, ObjectNode to) {
    to.put("id", result.id());
    to.put("section", result.section());
    to.put("title", result.title());
    ObjectNode rule = to.putObject("rule");
    rule.put("document", result.rule().document());
    rule.put("section", result.rule().section());
    rule.put("quote", result.rule().quote());
    rule.put("level", result.rule().level().name());
    to.put("outcome", code(result.outcome()));
    to.put("known", report.isKnown(result) || report.isUnexpectedPass(result));
    to.put("expected", result.expected());
    to.put("actual", result.actual());
    @Nullable Bug bug = result.likelyBug();
    if (bug == null) {
      to.putNull("likelyBug");
    } else {
      to.putObject("likelyBug").put("code", bug.code()).put("sentence", bug.sentence());
    }
    to.put("note", result.note());
    to.put("manner", result.manner());
    to.put("milliseconds", result.took().toNanos() / 1_000_000.0);
  }

  static String code(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
