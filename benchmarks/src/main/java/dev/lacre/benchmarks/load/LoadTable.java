package dev.lacre.benchmarks.load;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The runs as a table of medians, beside those of {@link Variant#BARE}. Ratios are medians of the
 * ratios of each round, for what else the machine does at the time bears on all runs of a round.
 */
final class LoadTable {

  private final List<LoadRun> runs;

  LoadTable(List<LoadRun> runs) {
    this.runs = List.copyOf(runs);
  }

  String markdown() {
    StringBuilder table =
        new StringBuilder(
            "| variant | requests/s | × bare | p50 µs | × bare | p99 µs | × bare | CPU µs |"
                + " × bare | B/request | errors |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
    Map<Variant, List<LoadRun>> byVariant =
        runs.stream()
            .collect(
                Collectors.groupingBy(
                    LoadRun::variant, () -> new EnumMap<>(Variant.class), Collectors.toList()));
    byVariant.forEach(
        (variant, own) ->
            table.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.3f | %.0f | %.2f | %.0f | %.2f | %.1f | %.2f | %.0f | %d |%n",
                    variant,
                    median(own, LoadRun::perSecond),
                    ratio(own, LoadRun::perSecond),
                    median(own, LoadRun::p50Micros),
                    ratio(own, LoadRun::p50Micros),
                    median(own, LoadRun::p99Micros),
                    ratio(own, LoadRun::p99Micros),
                    median(own, LoadRun::cpuMicros),
                    ratio(own, LoadRun::cpuMicros),
                    median(own, LoadRun::bytesPerRequest),
                    own.stream().mapToLong(LoadRun::errors).sum())));
    return table.toString();
  }

  private static double median(List<LoadRun> own, ToDoubleFunction<LoadRun> figure) {
    return median(own.stream().mapToDouble(figure).toArray());
  }

  private double ratio(List<LoadRun> own, ToDoubleFunction<LoadRun> figure) {
    return median(
        own.stream()
            .mapToDouble(run -> figure.applyAsDouble(run) / figure.applyAsDouble(bare(run)))
            .toArray());
  }

  private LoadRun bare(LoadRun other) {
    return runs.stream()
        .filter(run -> run.variant() == Variant.BARE && run.round() == other.round())
        .findFirst()
        .orElseThrow();
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int half = values.length / 2;
    return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
  }
}
