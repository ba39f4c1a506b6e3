package dev.lacre.verifier.discovery;

import dev.lacre.verifier.discovery.DiscoveryIssue.Severity;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of reading a discovery document: all that is wrong, or what it declares. Immutable.
 */
public final class DiscoveryReading {

  private final List<DiscoveryIssue> issues;
  private final @Nullable DiscoveryDeclaration declaration;

  DiscoveryReading(List<DiscoveryIssue> issues, @Nullable DiscoveryDeclaration declaration) {
    this.issues = issues;
    this.declaration = declaration;
  }

  /**
   * Returns the errors and warnings.
   *
   * @return all of them; at most a thousand are collected
   */
  public List<DiscoveryIssue> issues() {
    return issues;
  }

  /**
   * Tells whether the document is valid; it may have warnings.
   *
   * @return true if there is no error
   */
  public boolean isValid() {
    return declaration != null;
  }

  /**
   * Returns what the document declares.
   *
   * @return the declaration, or nothing if the document has errors
   */
  public Optional<DiscoveryDeclaration> declaration() {
    return Optional.ofNullable(declaration);
  }

  /**
   * Returns what the document declares.
   *
   * @return the declaration
   * @throws InvalidDiscoveryException that holds the errors, if there are any
   */
  public DiscoveryDeclaration orElseThrow() {
    if (declaration == null) {
      throw new InvalidDiscoveryException(
          issues.stream().filter(issue -> issue.severity() == Severity.ERROR).toList());
    }
    return declaration;
  }

  /** Returns the declaration, or how many issues there are. */
  @Override
  public String toString() {
    return declaration == null
        ? "DiscoveryReading[" + issues.size() + " issues]"
        : "" + declaration;
  }
}
