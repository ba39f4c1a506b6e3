package dev.lacre.benchmarks.load;

import java.util.Locale;

/**
 * What one run of the client against one server gave.
 *
 * @param variant what was in front of the servlet
 * @param round counts from 1
 * @param requests how many were answered
 * @param perSecond requests answered in a second
 * @param p50Micros the median latency
 * @param p99Micros the latency that one in a hundred exceeds
 * @param errors answers of 400 and more, and connections that failed
 * @param bytesPerRequest what the server allocated
 * @param cpuMicros how long a processor worked in the server for each request, compiling included
 */
record LoadRun(
    Variant variant,
    int round,
    long requests,
    double perSecond,
    double p50Micros,
    double p99Micros,
    long errors,
    double bytesPerRequest,
    double cpuMicros) {

  static final String CSV_HEADER =
      "variant,round,requests,requests_per_second,p50_us,p99_us,errors,bytes_per_request,cpu_us";

  String csv() {
    return String.join(
        ",",
        variant.toString(),
        Integer.toString(round),
        Long.toString(requests),
        Long.toString(Math.round(perSecond)),
        Long.toString(Math.round(p50Micros)),
        Long.toString(Math.round(p99Micros)),
        Long.toString(errors),
        Long.toString(Math.round(bytesPerRequest)),
        String.format(Locale.ROOT, "%.1f", cpuMicros));
  }
}
