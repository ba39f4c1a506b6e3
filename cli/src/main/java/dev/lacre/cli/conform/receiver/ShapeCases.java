package dev.lacre.cli.conform.receiver;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.internal.Bugs;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** How a signature is written in its header: exactly once, 64 digits of lower-case hex. */
final class ShapeCases {

  private static final Set<Bug> WRITING =
      Set.of(
          Bugs.UPPER_CASE,
          Bugs.BASE64,
          Bugs.BASE64_OF_HEX,
          Bugs.PREFIXED,
          Bugs.TRUNCATED,
          Bugs.QUOTED,
          Bugs.BINARY_AS_TEXT,
          Bugs.SHORT_HEX);
  private static final int TRIES = 200;
  private static final int HUGE = 65_536;

  private final Deliveries deliveries;
  private final CaseGroup group;

  private ShapeCases(Deliveries deliveries, CaseGroup group) {
    this.deliveries = deliveries;
    this.group = group;
  }

  static boolean isWriting(Bug bug) {
    return WRITING.contains(bug);
  }

  static void addTo(CaseGroup group, Deliveries deliveries, WrongSignatures wrong) {
    ShapeCases cases = new ShapeCases(deliveries, group);
    cases.absent();
    cases.repeated();
    cases.spaces();
    cases.malformed();
    for (Bug bug : wrong.bugs()) {
      if (isWriting(bug)) {
        SignatureCases.add(group, bug, wrong, LiveRules.ONE_SIGNATURE);
      }
    }
  }

  private void absent() {
    group
        .of("missing", "no signature", LiveRules.IDENTITY)
        .blames(Bugs.MISSING_SKIPS)
        .refuses(() -> deliveries.genuine().remove(LiveDelivery.SIGNATURE));
    group
        .of("empty", "an empty signature", LiveRules.IDENTITY)
        .blames(Bugs.MISSING_SKIPS)
        .refuses(signed(right -> ""), signed(right -> "   "));
    group
        .of("random", "a signature of the right shape that is none", LiveRules.VERIFY)
        .blames(Bugs.SHAPE_ONLY)
        .refuses(signed(right -> random()));
    group
        .of("all-zero", "a signature of zeros", LiveRules.VERIFY)
        .blames(Bugs.SHAPE_ONLY)
        .refuses(signed(right -> "0".repeat(64)));
  }

  private void repeated() {
    group
        .of("right-then-wrong", "two signature headers, the first right", LiveRules.ONCE)
        .blames(Bugs.FIRST_HEADER)
        .refuses(() -> twice(true, false));
    group
        .of("wrong-then-right", "two signature headers, the second right", LiveRules.ONCE)
        .blames(Bugs.LAST_HEADER)
        .refuses(() -> twice(false, true));
    group
        .of("same-twice", "two signature headers, both right", LiveRules.ONCE)
        .blames(Bugs.FIRST_HEADER)
        .expects(Expectation.BETTER_REFUSED, List.of(() -> twice(true, true)));
    group
        .of("two-in-one-line", "two signatures in one header line", LiveRules.ONCE)
        .blames(Bugs.ANY_HEADER)
        .refuses(
            signed(right -> right + ", " + random()),
            signed(right -> random() + ", " + right),
            signed(right -> random() + "," + right),
            signed(right -> right + "," + right));
  }

  private void spaces() {
    group
        .of("outer-spaces", "a right signature with white space around it", LiveRules.FIELD_SPACE)
        .blames(Bugs.HEADER_SPACE)
        .accepts(signed(right -> "   " + right + "  "));
    group
        .of("outer-tab", "a right signature with tabs around it", LiveRules.FIELD_SPACE)
        .blames(Bugs.HEADER_SPACE)
        .accepts(signed(right -> "\t" + right + "\t"));
    group
        .of("space-inside", "a right signature with white space within", LiveRules.ONE_SIGNATURE)
        .blames(Bugs.SPACE_INSIDE)
        .refuses(
            signed(right -> inserted(right, " ")),
            signed(right -> inserted(right, "\t")),
            signed(right -> HexFormat.ofDelimiter(" ").formatHex(HexFormat.of().parseHex(right))));
  }

  private void malformed() {
    group
        .of("odd-length", "a right signature without its last digit", LiveRules.ONE_SIGNATURE)
        .blames(Bugs.PREFIX_COMPARED)
        .refuses(signed(right -> right.substring(0, 63)));
    group
        .of("begin-only", "the beginning of a right signature", LiveRules.ONE_SIGNATURE)
        .blames(Bugs.PREFIX_COMPARED)
        .refuses(signed(right -> right.substring(0, 1)), signed(right -> right.substring(0, 8)));
    group
        .of("longer", "a right signature with digits behind it", LiveRules.ONE_SIGNATURE)
        .blames(Bugs.PREFIX_COMPARED)
        .refuses(
            signed(right -> right + "0"),
            signed(right -> right + "00"),
            signed(right -> right + right));
    group
        .of("not-hex", "a right signature with characters that are no hex", LiveRules.ONE_SIGNATURE)
        .blames(Bugs.LENIENT_HEX)
        .refuses(
            signed(right -> inserted(right, "z")),
            signed(right -> inserted(right, ":")),
            signed(right -> HexFormat.ofDelimiter(":").formatHex(HexFormat.of().parseHex(right))),
            signed(right -> HexFormat.ofDelimiter("-").formatHex(HexFormat.of().parseHex(right))),
            signed(right -> right + "zz"),
            replacing("f", "z"),
            replacing("0", "o"),
            () -> signedPlus());
    group
        .of("mixed-case", "a right signature with one digit in upper case", LiveRules.ONE_SIGNATURE)
        .blames(Bugs.UPPER_CASE)
        .refuses(this::mixedCase);
    group
        .of("not-ascii", "a right signature with a byte beyond ASCII", LiveRules.ONE_SIGNATURE)
        .blames(Bugs.LENIENT_HEX)
        .orWith(400)
        .refuses(signed(right -> right + "\u00e9"), signed(right -> inserted(right, "\u00e9")));
    group
        .of(
            "no-break-space",
            "a right signature with a space beyond ASCII around it",
            LiveRules.ONE_SIGNATURE)
        .blames(Bugs.HEADER_TRIMMED)
        .orWith(400)
        .refuses(signed(right -> "\u00a0" + right), signed(right -> right + "\u00a0"));
    group
        .of("huge", "a signature of 64 KiB", LiveRules.ONE_SIGNATURE)
        .blames(Bugs.NOT_CHECKED)
        .orWith(400, 413, 414, 431)
        .expects(Expectation.BETTER_NOT_CLOSED, List.of(signed(right -> "0".repeat(HUGE))));
  }

  private Supplier<LiveDelivery> signed(UnaryOperator<String> change) {
    return () -> {
      LiveDelivery delivery = deliveries.genuine();
      return delivery.signature(change.apply(delivery.right()));
    };
  }

  private LiveDelivery twice(boolean firstRight, boolean secondRight) {
    LiveDelivery delivery = deliveries.genuine();
    String right = delivery.right();
    return delivery.signature(firstRight ? right : random(), secondRight ? right : random());
  }

  private Supplier<LiveDelivery> replacing(String digit, String other) {
    return () -> {
      LiveDelivery delivery = having(digit);
      return delivery.signature(delivery.right().replace(digit, other));
    };
  }

  private LiveDelivery mixedCase() {
    LiveDelivery delivery = having("a");
    return delivery.signature(delivery.right().replaceFirst("a", "A"));
  }

  /** As a reader of integers takes it: a sign in place of a leading zero. */
  private LiveDelivery signedPlus() {
    for (int i = 0; i < TRIES; i++) {
      LiveDelivery delivery = deliveries.genuine();
      String right = delivery.right();
      for (int at = 0; at < right.length(); at += 2) {
        if (right.charAt(at) == '0') {
          return delivery.signature(right.substring(0, at) + "+" + right.substring(at + 1));
        }
      }
    }
    throw new IllegalStateException("a signature with a small byte does not come up");
  }

  private LiveDelivery having(String digit) {
    for (int i = 0; i < TRIES; i++) {
      LiveDelivery delivery = deliveries.genuine();
      if (delivery.right().contains(digit)) {
        return delivery;
      }
    }
    throw new IllegalStateException("a signature with the digit " + digit + " does not come up");
  }

  private static String inserted(String right, String middle) {
    return right.substring(0, 32) + middle + right.substring(32);
  }

  /** Of the right shape; that it is right is out of the question. */
  static String random() {
    byte[] bytes = new byte[32];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
