package dev.lacre.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The test vectors: deliveries with what a right implementation makes of each. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * for (TestVector test : Vectors.v1().select(Selection.of(List.of("sig/*"), List.of())).tests()) {
 *   byte[] body = test.delivery().body();
 * }
 * }</pre>
 */
public final class Vectors {

  private static final String FOLDER = "v1/";

  /** The files, in the order in which one would work through them; the schema is not one. */
  private static final List<String> FILES =
      List.of("sig", "sig-shape", "key", "header", "merchant", "address", "replay");

  private static final String SCHEMA = "vectors.schema.json";

  private final List<VectorGroup> groups;
  private final List<TestVector> tests;

  private Vectors(List<VectorGroup> groups, List<TestVector> tests) {
    this.groups = List.copyOf(groups);
    this.tests = List.copyOf(tests);
  }

  /**
   * Returns the vectors of version 1, from this library.
   *
   * @return all of them
   */
  public static Vectors v1() {
    return V1.ALL;
  }

  /** Read once, when first asked for. */
  private static final class V1 {
    static final Vectors ALL = of(texts());

    private static List<String> texts() {
      return FILES.stream()
          .map(name -> new String(resource(name + ".json"), StandardCharsets.UTF_8))
          .toList();
    }
  }

  /**
   * Reads vectors of the same format from files.
   *
   * @param folder a folder with files that end in {@code .json}; a schema among them is left out
   * @return all of them
   * @throws IOException if a file cannot be read
   * @throws IllegalArgumentException if a file is not of this format
   */
  public static Vectors load(Path folder) throws IOException {
    List<String> texts = new ArrayList<>();
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".json") && !name.endsWith(".schema.json")) {
          texts.add(Files.readString(file));
        }
      }
    }
    return of(texts);
  }

  private static Vectors of(List<String> texts) {
    List<VectorGroup> groups = new ArrayList<>();
    List<TestVector> tests = new ArrayList<>();
    for (String text : texts) {
      for (VectorGroup group : VectorReader.read(text)) {
        groups.add(group);
        tests.addAll(group.tests());
      }
    }
    return new Vectors(groups, tests);
  }

  /**
   * Returns the files of version 1 as they ship: exact bytes by name, the schema among them.
   *
   * @return an ordered map of new arrays
   */
  public static Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : FILES) {
      files.put(name + ".json", resource(name + ".json"));
    }
    files.put(SCHEMA, resource(SCHEMA));
    return files;
  }

  /**
   * Returns the selected tests, and the groups that still have any.
   *
   * @param selection which ids
   * @return new vectors
   */
  public Vectors select(Selection selection) {
    return filter(test -> selection.test(test.id()));
  }

  /**
   * Returns the tests for which a condition holds, and the groups that still have any.
   *
   * @param condition true for those to keep
   * @return new vectors
   */
  public Vectors filter(Predicate<TestVector> condition) {
    List<TestVector> kept = tests.stream().filter(condition).toList();
    List<VectorGroup> left = kept.stream().map(TestVector::group).distinct().toList();
    return new Vectors(left, kept);
  }

  /**
   * Returns the groups that have tests here.
   *
   * @return an immutable list
   */
  public List<VectorGroup> groups() {
    return groups;
  }

  /**
   * Returns the tests.
   *
   * @return an immutable list, in the order of the files
   */
  public List<TestVector> tests() {
    return tests;
  }

  /**
   * Returns the test with this id.
   *
   * @param id a test's id
   * @return the test, or nothing
   */
  public Optional<TestVector> find(String id) {
    return tests.stream().filter(test -> test.id().equals(id)).findFirst();
  }

  private static byte[] resource(String name) {
    try (@Nullable InputStream in = Vectors.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The vectors '" + name + "' are not in the jar beside " + Vectors.class + ".");
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Returns how many tests there are. */
  @Override
  public String toString() {
    return "Vectors[" + tests.size() + " tests]";
  }
}
