package dev.lacre.verifier.discovery;

import java.util.List;
import java.util.stream.Collectors;

/** A discovery document or declaration with errors, all of them named. Never holds a secret. */
public final class InvalidDiscoveryException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  private final transient List<DiscoveryIssue> issues;

  InvalidDiscoveryException(List<DiscoveryIssue> issues) {
    super(issues.stream().map(DiscoveryIssue::toString).collect(Collectors.joining("\n")));
    this.issues = List.copyOf(issues);
  }

  /**
   * Returns what is wrong, in the order of the document.
   *
   * @return one issue at least; empty in an exception that was serialised
   */
  public List<DiscoveryIssue> issues() {
    return issues == null ? List.of() : issues;
  }
}
