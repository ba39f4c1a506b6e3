package dev.lacre.verifier.discovery;

import dev.lacre.verifier.Participant;
import dev.lacre.verifier.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation to which message signing applies: an item of {@code messageSigning.operations}. The
 * specification demands that the operations are named, and not how. Written as a string if there is
 * nothing but the name, else as an object with {@code operation}, {@code path}, {@code access},
 * {@code scope} and {@code presenter}. Immutable.
 */
public final class SignedOperation {

  static final String OPERATION = "operation";
  static final String PATH = "path";
  static final String ACCESS = "access";
  static final String SCOPE = "scope";
  static final String PRESENTER = "presenter";

  /** The one kind of access that an operation with a signature can have. */
  static final String PROTECTED = "protected";

  private final String name;
  private final @Nullable String path;
  private final @Nullable Scope scope;
  private final @Nullable Participant presenter;
  private final Map<String, JsonValue> others;

  SignedOperation(
      String name,
      @Nullable String path,
      @Nullable Scope scope,
      @Nullable Participant presenter,
      Map<String, JsonValue> others) {
    this.name = name;
    this.path = path;
    this.scope = scope;
    this.presenter = presenter;
    this.others = others;
  }

  /**
   * Returns an operation of which nothing but the name is said.
   *
   * @param name for example {@code v1/newEvent}
   * @return the operation
   * @throws IllegalArgumentException if the name is blank
   */
  public static SignedOperation named(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(
          "The name of a signed operation is blank, but must tell which one it is; name it.");
    }
    return new SignedOperation(name, null, null, null, Map.of());
  }

  /**
   * Returns the operation's name.
   *
   * @return for example {@code v1/newEvent}
   */
  public String name() {
    return name;
  }

  /**
   * Returns the path at which the operation is served.
   *
   * @return a path, or one that ends in {@code /*} for all below it; nothing if it is not said
   */
  public Optional<String> path() {
    return Optional.ofNullable(path);
  }

  /**
   * Returns the scope that the operation needs.
   *
   * @return the scope, or nothing if it is not said
   */
  public Optional<Scope> scope() {
    return Optional.ofNullable(scope);
  }

  /**
   * Returns who signs.
   *
   * @return the participant, or nothing if it is not said
   */
  public Optional<Participant> presenter() {
    return Optional.ofNullable(presenter);
  }

  /**
   * Returns the fields that are not known here, {@code access} among them.
   *
   * @return from name to JSON text, in their order
   */
  public Map<String, String> otherFields() {
    return JsonText.texts(others);
  }

  JsonValue json() {
    if (path == null && scope == null && presenter == null && others.isEmpty()) {
      return new JsonValue.Text(name);
    }
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put(OPERATION, new JsonValue.Text(name));
    if (path != null) {
      members.put(PATH, new JsonValue.Text(path));
    }
    if (scope != null) {
      members.put(SCOPE, new JsonValue.Text(scope.code()));
    }
    if (presenter != null) {
      members.put(PRESENTER, new JsonValue.Text(presenter.code()));
    }
    members.putAll(others);
    return new JsonValue.Members(members);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedOperation that
        && name.equals(that.name)
        && Objects.equals(path, that.path)
        && scope == that.scope
        && presenter == that.presenter
        && others.equals(that.others);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, path, scope, presenter, others);
  }

  /** Returns the JSON text. */
  @Override
  public String toString() {
    return JsonText.line(json());
  }
}
