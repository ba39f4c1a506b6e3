package dev.lacre.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * A JMH profiler that adds {@code cpu}: nanoseconds of processor time that the measuring threads
 * took for one operation. On a machine whose processors are shared with others it differs from the
 * time on the clock, and is what {@code openssl speed} counts, too. The collector's and the
 * compiler's threads are not in it.
 */
public final class CpuTime implements InternalProfiler {

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long before;

  @Override
  public String getDescription() {
    return "Processor time of the measuring threads per operation";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = workers();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    long operations = result.getMetadata().getAllOps();
    if (operations == 0) {
      return List.of();
    }
    double each = (workers() - before) / (double) operations;
    return List.of(new ScalarResult("cpu", each, "ns/op", AggregationPolicy.AVG));
  }

  private long workers() {
    long sum = 0;
    for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (each != null && each.getThreadName().contains("jmh-worker")) {
        sum += Math.max(0, threads.getThreadCpuTime(each.getThreadId()));
      }
    }
    return sum;
  }
}
