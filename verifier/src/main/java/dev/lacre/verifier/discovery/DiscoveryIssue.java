package dev.lacre.verifier.discovery;

import java.util.HexFormat;
import java.util.Locale;

/**
 * One thing that is wrong with a discovery document, or that a reader of it should know. Immutable.
 *
 * @param severity whether the document is valid all the same
 * @param pointer where it stands: a JSON Pointer (RFC 6901) from the document's root, empty for the
 *     document as a whole; for what is missing, where it should stand
 * @param code what is wrong
 * @param message the fact, the rule and the remedy, in one line of ASCII
 */
public record DiscoveryIssue(Severity severity, String pointer, Code code, String message) {

  /** Whether a document with the issue is valid. */
  public enum Severity {
    /** The document breaks a rule of the specification. */
    ERROR,

    /** The document is valid, but says less than it should. */
    WARNING
  }

  /** What is wrong. */
  public enum Code {
    /** The bytes are not UTF-8, or begin with a byte order mark. */
    NOT_UTF8,
    /** The text is not one JSON document. */
    MALFORMED_JSON,
    /** The document is too long, too deep, or has a name or number that is far too long. */
    TOO_LARGE,
    /** A member stands twice in one object. */
    DUPLICATE_KEY,
    /** A required member is not there. */
    MISSING,
    /** A value is of another JSON type than it must be. */
    WRONG_TYPE,
    /** A list is empty that must not be. */
    EMPTY_LIST,
    /** A value stands twice in one list. */
    DUPLICATE_VALUE,
    /** A model that the specification does not know. */
    UNKNOWN_MODEL,
    /** A scope that the specification does not know. */
    UNKNOWN_SCOPE,
    /** A grant type that the draft's schema does not know. */
    UNKNOWN_GRANT_TYPE,
    /** A way to issue client ids that the draft's schema does not know. */
    UNKNOWN_CLIENT_ID_GENERATION,
    /** The default model is not among the supported ones. */
    DEFAULT_NOT_SUPPORTED,
    /** Message signing is required, but not supported. */
    REQUIRED_NOT_SUPPORTED,
    /** A mechanism or operations of message signing that is not supported. */
    SIGNING_NOT_SUPPORTED,
    /** Message signing is supported, but it is not said how. */
    MECHANISM_NOT_SAID,
    /** Message signing is supported, but it is not said for which operations. */
    OPERATIONS_NOT_SAID,
    /** An operation's scope is not among the supported ones. */
    SCOPE_NOT_SUPPORTED,
    /** The page's models and those of the draft's fields beside them differ. */
    SHAPES_DISAGREE,
    /** The draft's shape cannot say what the page requires. */
    NOT_SAID,
    /** A manifest of one's own says otherwise than what the filter enforces. */
    NOT_ENFORCED;

    /**
     * Returns the name in output.
     *
     * @return for example {@code unknown-scope}
     */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Returns pointer, severity, code and words, in one line of ASCII. */
  @Override
  public String toString() {
    return shown(pointer)
        + ": "
        + severity.name().toLowerCase(Locale.ROOT)
        + " "
        + code.code()
        + ": "
        + message;
  }

  /** A pointer holds names of the document, which may hold anything. */
  private static String shown(String pointer) {
    if (pointer.isEmpty()) {
      return "(document)";
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < pointer.length(); i++) {
      char c = pointer.charAt(i);
      if (c > 0x20 && c <= 0x7E) {
        out.append(c);
      } else {
        out.append("\\u").append(HexFormat.of().toHexDigits(c));
      }
    }
    return out.toString();
  }
}
