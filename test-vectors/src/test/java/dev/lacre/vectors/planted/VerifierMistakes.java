package dev.lacre.vectors.planted;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Delivery;
import dev.lacre.vectors.HeaderLine;
import dev.lacre.vectors.VectorGroup;
import dev.lacre.vectors.VectorGroup.Credential;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mistakes of verifiers in headers, in comparing signatures, and in choosing secrets. */
final class VerifierMistakes {

  private VerifierMistakes() {}

  /** Compares in another way. */
  private interface Match {
    boolean matches(String given, String expected);
  }

  /** Takes other signatures from the lines of the header. */
  private interface Pick {
    List<String> from(List<String> values);
  }

  /** Takes other secrets into account. */
  private interface Secrets {
    List<byte[]> of(VectorGroup group, @Nullable Credential sender);
  }

  static List<Planted> all() {
    List<Planted> all = new ArrayList<>();
    comparing(all);
    headers(all);
    secrets(all);
    all.add(
        planted(
            "empty body accepted",
            Bugs.EMPTY_BODY,
            new PlainVerifier() {
              @Override
              boolean isEmpty(Delivery delivery) {
                return false;
              }
            }));
    return all;
  }

  private static void comparing(List<Planted> all) {
    all.add(compared("never compared", Bugs.NOT_CHECKED, (given, expected) -> true));
    all.add(
        compared(
            "no signature, no check",
            Bugs.MISSING_SKIPS,
            (given, expected) -> given.isEmpty() || given.equals(expected)));
    all.add(
        compared(
            "64 digits will do",
            Bugs.SHAPE_ONLY,
            (given, expected) -> given.matches("[0-9a-f]{64}")));
    all.add(
        compared(
            "no hex digit, no matter",
            Bugs.LENIENT_HEX,
            (given, expected) -> given.replaceAll("[^0-9a-f]", "").equals(expected)));
    all.add(
        compared(
            "as long as the shorter",
            Bugs.PREFIX_COMPARED,
            (given, expected) ->
                !given.isEmpty() && (expected.startsWith(given) || given.startsWith(expected))));
    all.add(
        compared(
            "the first half alone",
            Bugs.TRUNCATED,
            (given, expected) -> given.startsWith(expected.substring(0, 32))));
    all.add(compared("in any case", Bugs.UPPER_CASE, String::equalsIgnoreCase));
    all.add(
        compared(
            "white space removed",
            Bugs.SPACE_INSIDE,
            (given, expected) -> given.replaceAll("\\s", "").equals(expected)));
    all.add(
        compared(
            "a prefix cut off",
            Bugs.PREFIXED,
            (given, expected) -> given.replaceFirst("^sha256=", "").equals(expected)));
  }

  private static void headers(List<Planted> all) {
    all.add(one("first header", Bugs.FIRST_HEADER, 0));
    all.add(one("last header", Bugs.LAST_HEADER, -1));
    all.add(
        picked(
            "any of several, or of a list",
            Bugs.ANY_HEADER,
            values -> Arrays.asList(String.join(",", values).split("\\s*,\\s*", -1))));
    all.add(
        picked(
            "split(\",\")[1] when there is a comma",
            Bugs.ANY_HEADER,
            values -> values.stream().map(VerifierMistakes::secondPart).toList()));
    all.add(
        lines(
            "names in one case only",
            Bugs.HEADER_CASE,
            (delivery, name) ->
                delivery.headers().stream().anyMatch(line -> line.name().equals(name))
                    ? delivery.values(name)
                    : List.of()));
    all.add(
        lines(
            "white space kept",
            Bugs.HEADER_SPACE,
            (delivery, name) ->
                delivery.headers().stream()
                    .filter(line -> line.name().equalsIgnoreCase(name))
                    .map(HeaderLine::value)
                    .toList()));
  }

  /** Throws where nothing stands behind the comma. */
  @SuppressWarnings("StringSplitter") // the very mistake
  private static String secondPart(String value) {
    return value.contains(",") ? value.split(",")[1].strip() : value;
  }

  private static void secrets(List<Planted> all) {
    all.add(
        keyed(
            "first secret only",
            Bugs.ONE_SECRET,
            (group, sender) ->
                sender == null ? List.of() : PlainVerifier.secrets(sender).subList(0, 1)));
    all.add(
        keyed(
            "every secret there is",
            Bugs.EVERY_SECRET,
            (group, sender) ->
                group.credentials().stream()
                    .flatMap(each -> PlainVerifier.secrets(each).stream())
                    .toList()));
    all.add(
        keyed(
            "a retired secret kept",
            Bugs.RETIRED_SECRET,
            (group, sender) ->
                and(sender, "fake-retired-secret-not-for-production".getBytes(UTF_8))));
    all.add(
        keyed(
            "an empty secret where one is missing",
            Bugs.DEFAULT_SECRET,
            (group, sender) -> and(sender, new byte[0])));
    all.add(
        keyed(
            "the application's id for a secret",
            Bugs.DEFAULT_SECRET,
            (group, sender) ->
                sender == null ? List.of() : and(sender, sender.appId().getBytes(UTF_8))));
    all.add(
        planted(
            "one secret for all merchants of an application",
            Bugs.KEY_OF_ANOTHER,
            new PlainVerifier() {
              @Override
              List<byte[]> secrets(VectorGroup group, @Nullable Credential sender) {
                return group.credentials().stream()
                    .filter(each -> sender != null && each.appId().equals(sender.appId()))
                    .flatMap(each -> secrets(each).stream())
                    .toList();
              }
            }));
  }

  private static List<byte[]> and(@Nullable Credential sender, byte[] more) {
    List<byte[]> secrets = new ArrayList<>();
    if (sender != null) {
      secrets.addAll(PlainVerifier.secrets(sender));
    }
    secrets.add(more);
    return secrets;
  }

  private static Planted planted(String name, Bug bug, PlainVerifier verifier) {
    return new Planted(name, bug, verifier);
  }

  private static Planted compared(String name, Bug bug, Match match) {
    return planted(
        name,
        bug,
        new PlainVerifier() {
          @Override
          boolean matches(String given, String expected) {
            return match.matches(given, expected);
          }
        });
  }

  private static Planted picked(String name, Bug bug, Pick pick) {
    return planted(
        name,
        bug,
        new PlainVerifier() {
          @Override
          List<String> signatures(Delivery delivery, String header) {
            return pick.from(delivery.values(header));
          }
        });
  }

  /** Takes one of the values of every header: the first, or the last for -1. */
  private static Planted one(String name, Bug bug, int index) {
    return planted(
        name,
        bug,
        new PlainVerifier() {
          @Override
          String one(List<String> values) {
            return values.isEmpty() ? "" : values.get(index < 0 ? values.size() - 1 : index);
          }
        });
  }

  /** Reads the lines of a header in another way. */
  private interface Lines {
    List<String> of(Delivery delivery, String name);
  }

  private static Planted lines(String name, Bug bug, Lines lines) {
    return planted(
        name,
        bug,
        new PlainVerifier() {
          @Override
          List<String> values(Delivery delivery, String header) {
            return lines.of(delivery, header);
          }
        });
  }

  private static Planted keyed(String name, Bug bug, Secrets secrets) {
    return planted(
        name,
        bug,
        new PlainVerifier() {
          @Override
          List<byte[]> secrets(VectorGroup group, @Nullable Credential sender) {
            return secrets.of(group, sender);
          }
        });
  }
}
