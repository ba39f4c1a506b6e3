package dev.lacre.cli.conform.receiver;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How much refusals look alike. The first two are answers to the same fault: what differs between
 * them changes of itself, and is left out. Immutable.
 */
final class Likeness {

  /** How the connection is used, and when. */
  private static final Set<String> NO_MATTER =
      Set.of("date", "connection", "keep-alive", "content-length", "transfer-encoding");

  private static final int LONGEST_NAME = 40;

  private final List<LiveAnswer> answers;
  private final Set<String> volatileNames;
  private final boolean volatileBody;

  private Likeness(List<LiveAnswer> answers) {
    this.answers = List.copyOf(answers);
    this.volatileNames = differing(answers.get(0), answers.get(1));
    this.volatileBody = !Arrays.equals(answers.get(0).body(), answers.get(1).body());
  }

  static Likeness of(List<LiveAnswer> answers) {
    return new Likeness(answers);
  }

  /** Returns what tells the refusals apart, in the order of {@link MannerCases}, or null. */
  @Nullable String difference() {
    LiveAnswer reference = answers.get(1);
    for (int i = 2; i < answers.size(); i++) {
      String difference = difference(reference, answers.get(i));
      if (difference != null) {
        return MannerCases.name(i) + " is answered otherwise than a wrong one: " + difference;
      }
    }
    return null;
  }

  private @Nullable String difference(LiveAnswer reference, LiveAnswer other) {
    if (reference.status() != other.status()) {
      return other.status() + ", not " + reference.status();
    }
    Set<String> names = differing(reference, other);
    names.removeAll(volatileNames);
    if (!names.isEmpty()) {
      return "the headers differ in " + String.join(", ", shown(names));
    }
    boolean sameLength = reference.body().length == other.body().length;
    if (volatileBody ? sameLength : Arrays.equals(reference.body(), other.body())) {
      return null;
    }
    return volatileBody ? null : "the bodies differ";
  }

  private static Set<String> differing(LiveAnswer one, LiveAnswer other) {
    Set<String> names = new TreeSet<>();
    one.headers().forEach(header -> names.add(header.getKey()));
    other.headers().forEach(header -> names.add(header.getKey()));
    names.removeIf(name -> NO_MATTER.contains(name) || one.header(name).equals(other.header(name)));
    return names;
  }

  /** The names come from the subject. */
  private static List<String> shown(Set<String> names) {
    return names.stream()
        .map(name -> name.matches("[a-z0-9-]{1," + LONGEST_NAME + "}") ? name : "(an odd name)")
        .distinct()
        .toList();
  }
}
