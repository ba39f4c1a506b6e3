package dev.lacre.verifier.discovery;

import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import dev.lacre.verifier.discovery.DiscoveryIssue.Severity;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a document, so that all of it is told at once. Not thread-safe. */
final class Issues {

  /** A hostile document could have any number. */
  private static final int MOST = 1_000;

  private final List<DiscoveryIssue> all = new ArrayList<>();

  void error(String pointer, Code code, String message) {
    add(new DiscoveryIssue(Severity.ERROR, pointer, code, message));
  }

  void warning(String pointer, Code code, String message) {
    add(new DiscoveryIssue(Severity.WARNING, pointer, code, message));
  }

  private void add(DiscoveryIssue issue) {
    if (all.size() < MOST) {
      all.add(issue);
    }
  }

  boolean hasErrors() {
    return all.stream().anyMatch(issue -> issue.severity() == Severity.ERROR);
  }

  List<DiscoveryIssue> all() {
    return List.copyOf(all);
  }
}
