package dev.lacre.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * Tells how many bytes all threads that live have allocated so far, how often the application was
 * called, and how many nanoseconds the processors have worked for this process, as three decimal
 * numbers. The bytes between two calls are exact if no thread ended meanwhile.
 */
final class StatsServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final ReadingServlet application;

  StatsServlet(ReadingServlet application) {
    this.application = application;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long sum = 0;
    for (long each : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, each);
    }
    response.setContentType("text/plain");
    response
        .getOutputStream()
        .print(sum + " " + application.calls() + " " + system.getProcessCpuTime());
  }
}
