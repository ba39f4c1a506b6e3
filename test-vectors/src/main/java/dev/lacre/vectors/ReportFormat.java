package dev.lacre.vectors;

/** How a {@link ConformanceReport} is written. */
public enum ReportFormat {
  /** For people: sections, marks, and the failures once more at the end. */
  TEXT,
  /** One JSON document. */
  JSON,
  /** The XML of JUnit reports, which build servers read. */
  JUNIT
}
