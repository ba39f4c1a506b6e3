package dev.lacre.verifier.discovery;

import dev.lacre.signer.internal.Printable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how messages are signed: {@code messageSigning} of a declaration. Immutable.
 *
 * <p>The specification demands that mechanism and operations are named, and has no fields for them;
 * here they are {@code mechanism}, a string, and {@code operations}, an array.
 */
public final class MessageSigning {

  static final String SUPPORTED = "supported";
  static final String REQUIRED = "required";
  static final String MECHANISM = "mechanism";
  static final String OPERATIONS = "operations";

  private final boolean supported;
  private final boolean required;
  private final @Nullable String mechanism;
  private final List<SignedOperation> operations;
  private final Map<String, JsonValue> others;

  MessageSigning(
      boolean supported,
      boolean required,
      @Nullable String mechanism,
      List<SignedOperation> operations,
      Map<String, JsonValue> others) {
    this.supported = supported;
    this.required = required;
    this.mechanism = mechanism;
    this.operations = List.copyOf(operations);
    this.others = others;
  }

  /**
   * Returns that messages are not signed.
   *
   * @return the declaration
   */
  public static MessageSigning unsupported() {
    return new MessageSigning(false, false, null, List.of(), Map.of());
  }

  /**
   * Returns that messages of some operations are signed, and others may come without.
   *
   * @param mechanism how, for example {@code HMAC-SHA256}
   * @param operations the operations
   * @return the declaration
   * @throws IllegalArgumentException if the mechanism is blank or there is no operation
   */
  public static MessageSigning supported(String mechanism, List<SignedOperation> operations) {
    return of(false, mechanism, operations);
  }

  /**
   * Returns that all messages must be signed.
   *
   * @param mechanism how, for example {@code HMAC-SHA256}
   * @param operations the operations
   * @return the declaration
   * @throws IllegalArgumentException if the mechanism is blank or there is no operation
   */
  public static MessageSigning required(String mechanism, List<SignedOperation> operations) {
    return of(true, mechanism, operations);
  }

  private static MessageSigning of(
      boolean required, String mechanism, List<SignedOperation> operations) {
    if (mechanism.isBlank() || operations.isEmpty()) {
      throw new IllegalArgumentException(
          "Message signing is declared with the mechanism '"
              + Printable.of(mechanism)
              + "' and "
              + operations.size()
              + " operations, but both must be specified explicitly; name them.");
    }
    return new MessageSigning(true, required, mechanism, operations, Map.of());
  }

  /**
   * Tells whether messages can be signed.
   *
   * @return true if they can
   */
  public boolean supported() {
    return supported;
  }

  /**
   * Tells whether messages must be signed.
   *
   * @return true if they must
   */
  public boolean required() {
    return required;
  }

  /**
   * Returns how messages are signed.
   *
   * @return the mechanism, or nothing if it is not said
   */
  public Optional<String> mechanism() {
    return Optional.ofNullable(mechanism);
  }

  /**
   * Returns the operations whose messages are signed.
   *
   * @return the operations; empty if it is not said
   */
  public List<SignedOperation> operations() {
    return operations;
  }

  /**
   * Returns the fields that are not known here.
   *
   * @return from name to JSON text, in their order
   */
  public Map<String, String> otherFields() {
    return JsonText.texts(others);
  }

  MessageSigning withOthers(Map<String, JsonValue> values) {
    return new MessageSigning(supported, required, mechanism, operations, values);
  }

  JsonValue json() {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put(SUPPORTED, new JsonValue.Flag(supported));
    members.put(REQUIRED, new JsonValue.Flag(required));
    if (mechanism != null) {
      members.put(MECHANISM, new JsonValue.Text(mechanism));
    }
    if (!operations.isEmpty()) {
      members.put(
          OPERATIONS, new JsonValue.Items(operations.stream().map(SignedOperation::json).toList()));
    }
    members.putAll(others);
    return new JsonValue.Members(members);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageSigning that
        && supported == that.supported
        && required == that.required
        && Objects.equals(mechanism, that.mechanism)
        && operations.equals(that.operations)
        && others.equals(that.others);
  }

  @Override
  public int hashCode() {
    return Objects.hash(supported, required, mechanism, operations, others);
  }

  /** Returns the JSON text. */
  @Override
  public String toString() {
    return JsonText.line(json());
  }
}
