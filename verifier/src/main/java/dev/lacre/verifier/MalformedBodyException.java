package dev.lacre.verifier;

/**
 * A body that does not read as one JSON document, in one way only. Says which rule was broken and
 * nothing of the body: it has neither a cause nor a stack trace.
 */
final class MalformedBodyException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedBodyException(String brokenRule) {
    super(brokenRule, null, false, false);
  }
}
