package dev.lacre.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One test: a delivery, and what a right implementation makes of it. Immutable. */
public final class TestVector {

  private final VectorGroup group;
  private final String id;
  private final String title;
  private final ExpectedResult result;
  private final List<String> flags;
  private final boolean canonical;
  private final List<Delivery> before;
  private final Delivery delivery;
  private final @Nullable Steps steps;
  private final @Nullable String derivedFrom;
  private final @Nullable String change;
  private final List<Trap> traps;
  private final JsonNode json;

  TestVector(
      VectorGroup group,
      JsonNode json,
      List<String> flags,
      List<Delivery> before,
      Delivery delivery,
      @Nullable Steps steps,
      List<Trap> traps) {
    this.group = group;
    this.id = json.path("id").textValue();
    this.title = json.path("title").textValue();
    this.result = ExpectedResult.of(json.path("result").textValue());
    this.flags = List.copyOf(flags);
    this.canonical = json.path("canonical").asBoolean();
    this.before = List.copyOf(before);
    this.delivery = delivery;
    this.steps = steps;
    this.derivedFrom = json.path("derivedFrom").textValue();
    this.change = json.path("change").textValue();
    this.traps = List.copyOf(traps);
    this.json = json;
  }

  /**
   * Returns what this test shares with others.
   *
   * @return the group
   */
  public VectorGroup group() {
    return group;
  }

  /**
   * Returns the id, which is never changed or used again.
   *
   * @return words with slashes between, such as {@code sig-shape/v1-newEvent/upper-case}
   */
  public String id() {
    return id;
  }

  /**
   * Returns what is tested.
   *
   * @return a sentence without a full stop
   */
  public String title() {
    return title;
  }

  /**
   * Returns what a right verifier makes of the delivery.
   *
   * @return the result
   */
  public ExpectedResult result() {
    return result;
  }

  /**
   * Returns why an acceptable result is not simply valid or invalid, and what else is special.
   *
   * @return sentences
   */
  public List<String> flags() {
    return flags;
  }

  /**
   * Tells whether signers are tested with it too: they must give exactly the three headers of the
   * delivery for its body.
   *
   * @return true if it has {@link #steps} and goes both ways
   */
  public boolean isCanonical() {
    return canonical;
  }

  /**
   * Returns what the receiver got before, oldest first.
   *
   * @return deliveries that were accepted; mostly none
   */
  public List<Delivery> before() {
    return before;
  }

  /**
   * Returns what the receiver gets now.
   *
   * @return the delivery
   */
  public Delivery delivery() {
    return delivery;
  }

  /**
   * Returns how the signature comes about.
   *
   * @return the steps; every valid test has them
   */
  public Optional<Steps> steps() {
    return Optional.ofNullable(steps);
  }

  /**
   * Returns the valid test that this one breaks in one place.
   *
   * @return an id, or nothing
   */
  public Optional<String> derivedFrom() {
    return Optional.ofNullable(derivedFrom);
  }

  /**
   * Returns what was changed in the test it derives from.
   *
   * @return a few words, or nothing
   */
  public Optional<String> change() {
    return Optional.ofNullable(change);
  }

  /**
   * Returns what known bugs make of it.
   *
   * @return an immutable list
   */
  public List<Trap> traps() {
    return traps;
  }

  /** Returns the test as it stands in the file. */
  JsonNode json() {
    return json;
  }

  /** Returns the id. */
  @Override
  public String toString() {
    return id;
  }
}
