package dev.lacre.verifier.discovery;

import dev.lacre.verifier.Participant;
import dev.lacre.verifier.Scope;
import dev.lacre.verifier.discovery.DiscoveryIssue.Code;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code messageSigning}. The page demands that mechanism and operations are specified, and
 * its own example does not do it, so that they are missing is no more than a warning.
 */
final class SigningReader {

  /** More than there are, and few enough to compare with each other. */
  private static final int MOST_OPERATIONS = 10_000;

  private final Fields fields;
  private final Issues issues;
  private final BlockReader.Extent extent;
  private final @Nullable List<Scope> scopes;

  SigningReader(
      Fields fields, Issues issues, BlockReader.Extent extent, @Nullable List<Scope> scopes) {
    this.fields = fields;
    this.issues = issues;
    this.extent = extent;
    this.scopes = scopes;
  }

  Block.Signing read() {
    boolean names = fields.has(MessageSigning.MECHANISM) || fields.has(MessageSigning.OPERATIONS);
    Boolean supported = BlockReader.flag(fields, MessageSigning.SUPPORTED, extent, issues);
    Boolean required = BlockReader.flag(fields, MessageSigning.REQUIRED, extent, issues);
    String mechanism = mechanism(supported);
    List<SignedOperation> operations = operations(supported);
    if (Boolean.FALSE.equals(supported)) {
      if (Boolean.TRUE.equals(required)) {
        issues.error(
            fields.at(MessageSigning.REQUIRED),
            Code.REQUIRED_NOT_SUPPORTED,
            "message signing is required, but 'supported' is false, so no message could be"
                + " accepted; what is required is supported: correct one of the two");
      }
      if (names) {
        issues.warning(
            fields.at(MessageSigning.SUPPORTED),
            Code.SIGNING_NOT_SUPPORTED,
            "'supported' is false, yet a mechanism or operations are named; leave them out, or"
                + " write true");
      }
    }
    return new Block.Signing(supported, required, mechanism, operations, fields.rest());
  }

  private @Nullable String mechanism(@Nullable Boolean supported) {
    String place = fields.at(MessageSigning.MECHANISM);
    JsonValue value = fields.take(MessageSigning.MECHANISM);
    if (value == null && Boolean.TRUE.equals(supported) && extent == BlockReader.Extent.WHOLE) {
      issues.warning(
          place,
          Code.MECHANISM_NOT_SAID,
          "message signing is supported, but not said how; the mechanism must be specified"
              + " explicitly: name it, for example HMAC-SHA256");
    }
    if (value instanceof JsonValue.Text text && !text.value().isBlank()) {
      return text.value();
    }
    if (value != null) {
      fields.wrongType(place, value, "a string that is not blank");
    }
    return null;
  }

  private @Nullable List<SignedOperation> operations(@Nullable Boolean supported) {
    String place = fields.at(MessageSigning.OPERATIONS);
    JsonValue value = fields.take(MessageSigning.OPERATIONS);
    if (value == null && Boolean.TRUE.equals(supported) && extent == BlockReader.Extent.WHOLE) {
      issues.warning(
          place,
          Code.OPERATIONS_NOT_SAID,
          "message signing is supported, but not said for which operations; they must be specified"
              + " explicitly: list them");
    }
    if (!(value instanceof JsonValue.Items items)) {
      if (value != null) {
        fields.wrongType(place, value, "an array of operations");
      }
      return null;
    }
    if (items.values().isEmpty()) {
      issues.error(place, Code.EMPTY_LIST, "the list is empty; name at least one operation");
    }
    if (items.values().size() > MOST_OPERATIONS) {
      issues.error(
          place,
          Code.TOO_LARGE,
          "the list has more than " + MOST_OPERATIONS + " operations; name each of them once");
      return null;
    }
    List<SignedOperation> read = new ArrayList<>();
    Set<JsonValue> seen = new HashSet<>();
    for (int i = 0; i < items.values().size(); i++) {
      String inner = place + "/" + i;
      JsonValue item = items.values().get(i);
      SignedOperation operation = operation(inner, item);
      if (!seen.add(item)) {
        issues.error(
            inner, Code.DUPLICATE_VALUE, "this stands twice in the list; keep one of them");
      } else if (operation != null) {
        checkScope(inner, operation);
        read.add(operation);
      }
    }
    return read;
  }

  /** What the page does not define is read where it is as Lacre writes it, and kept elsewhere. */
  private @Nullable SignedOperation operation(String place, JsonValue item) {
    if (item instanceof JsonValue.Text text && !text.value().isBlank()) {
      return SignedOperation.named(text.value());
    }
    if (!(item instanceof JsonValue.Members members)) {
      fields.wrongType(place, item, "an operation's name, or an object with its 'operation'");
      return null;
    }
    Fields entry = new Fields(place, members, issues);
    JsonValue name = entry.take(SignedOperation.OPERATION);
    if (!(name instanceof JsonValue.Text text) || text.value().isBlank()) {
      issues.error(
          entry.at(SignedOperation.OPERATION),
          name == null ? Code.MISSING : Code.WRONG_TYPE,
          "this tells of an operation and does not name it; write its name here, as a string");
      return null;
    }
    String path = textOf(entry.peek(SignedOperation.PATH));
    String scopeCode = textOf(entry.peek(SignedOperation.SCOPE));
    Scope scope = scopeCode == null ? null : Scope.ofCode(scopeCode).orElse(null);
    String presenterCode = textOf(entry.peek(SignedOperation.PRESENTER));
    Participant presenter =
        presenterCode == null ? null : Participant.ofCode(presenterCode).orElse(null);
    if (path != null) {
      entry.take(SignedOperation.PATH);
    }
    if (scope != null) {
      entry.take(SignedOperation.SCOPE);
    }
    if (presenter != null) {
      entry.take(SignedOperation.PRESENTER);
    }
    return new SignedOperation(text.value(), path, scope, presenter, entry.rest());
  }

  private static @Nullable String textOf(@Nullable JsonValue value) {
    return value instanceof JsonValue.Text text ? text.value() : null;
  }

  private void checkScope(String place, SignedOperation operation) {
    boolean supported =
        scopes == null
            || extent == BlockReader.Extent.PART
            || scopes.contains(Scope.ALL)
            || operation.scope().map(scopes::contains).orElse(true);
    if (!supported) {
      issues.error(
          Fields.below(place, SignedOperation.SCOPE),
          Code.SCOPE_NOT_SUPPORTED,
          "the operation needs a scope that is not among 'scopes', so nobody could be granted it;"
              + " add it there");
    }
  }
}
