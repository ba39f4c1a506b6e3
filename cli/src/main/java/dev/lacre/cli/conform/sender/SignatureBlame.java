package dev.lacre.cli.conform.sender;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.internal.Bugs;
import dev.lacre.vectors.internal.HashEngine;
import dev.lacre.vectors.internal.SignatureBugs;
import dev.lacre.vectors.internal.SignatureBugs.Around;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mistake that explains a wrong signature: of all that are known, the one that yields the
 * value received, first with the sender's own secrets, then with others, and then with the value's
 * writing undone.
 */
final class SignatureBlame {

  /**
   * What explains a signature.
   *
   * @param bug the mistake, or null if none that is known yields the value
   * @param also what else is wrong with the value, or null
   */
  record Blame(@Nullable Bug bug, @Nullable String also) {}

  private static final HashEngine ENGINE = HashEngine.ofThePlatform();

  /** A time in a header of its own, or beside the signature as in {@code t=1700000000,v1=...}. */
  private static final Pattern EPOCH =
      Pattern.compile("(?<![0-9A-Za-z.])(?:[0-9]{10}|[0-9]{13})(?![0-9A-Za-z.])");

  private static final int LONGEST_BODY = 4_194_304;
  private static final int CLOCK_SECONDS = 5;
  private static final int MOST_NUMBERS = 10;
  private static final int FEWEST_OF_A_PART = 16;

  private final byte[] body;
  private final List<byte[]> keys;
  private final List<byte[]> otherKeys;
  private final List<String> numbers;
  private final Around around;

  /**
   * Begins the search.
   *
   * @param origin where the request went, as {@code HOST:PORT}, by our own knowledge
   */
  SignatureBlame(
      WireRequest request,
      String appId,
      String merchantId,
      Senders senders,
      String origin,
      Instant at) {
    this.body = request.body();
    this.keys = senders.keys(appId, merchantId);
    this.otherKeys = senders.otherKeys(appId, merchantId);
    this.numbers =
        request.headers().stream()
            .flatMap(header -> EPOCH.matcher(header.value()).results())
            .map(MatchResult::group)
            .distinct()
            .limit(MOST_NUMBERS)
            .toList();
    long now = at.getEpochSecond();
    this.around =
        new Around(
            appId,
            merchantId,
            urls(request, origin),
            LongStream.rangeClosed(now - CLOCK_SECONDS, now + CLOCK_SECONDS).boxed().toList());
  }

  private static List<String> urls(WireRequest request, String origin) {
    String local = request.target().startsWith("/") ? request.target() : request.path();
    return Stream.of(local, request.path())
        .distinct()
        .flatMap(
            path ->
                Stream.concat(
                    Stream.of(path, request.method() + path, request.method() + " " + path),
                    Stream.concat(Stream.of(origin), request.values("Host").stream())
                        .distinct()
                        .flatMap(host -> Stream.of("http://" + host, "https://" + host))
                        .map(authority -> authority + path)))
        .toList();
  }

  /** Returns what explains the value, which is known to be wrong. */
  Blame of(String received) {
    if (body.length > LONGEST_BODY) {
      return new Blame(null, "the body is too long to try all known mistakes on it");
    }
    SignatureText text = SignatureText.of(received);
    for (byte[] key : keys) {
      Bug bug = of(key, received, text);
      if (bug != null) {
        return blame(bug, text);
      }
    }
    for (byte[] key : otherKeys) {
      if (mac(key, body).equals(text.hex())) {
        return blame(Bugs.KEY_OF_ANOTHER, text);
      }
    }
    return new Blame(null, also(null, text));
  }

  private @Nullable Bug of(byte[] key, String received, SignatureText text) {
    SignatureBugs bugs = SignatureBugs.of(ENGINE, key, body, around);
    Bug direct = bugs.wrong().get(received);
    if (direct != null) {
      return direct;
    }
    String hex = text.hex();
    if (hex.equals(bugs.right())) {
      return text.mistakes().isEmpty() ? null : text.mistakes().get(0);
    }
    Bug undone = bugs.wrong().get(hex);
    if (undone != null) {
      return undone;
    }
    for (String number : numbers) {
      for (String between : List.of("", ".", ":", "\n")) {
        byte[] before = (number + between).getBytes(StandardCharsets.US_ASCII);
        byte[] behind = (between + number).getBytes(StandardCharsets.US_ASCII);
        if (mac(key, concat(before, body)).equals(hex)) {
          return Bugs.TIMESTAMP_PREPENDED;
        }
        if (mac(key, concat(body, behind)).equals(hex)) {
          return Bugs.TIMESTAMP_APPENDED;
        }
      }
    }
    return isPartOf(hex, bugs) ? Bugs.TRUNCATED : null;
  }

  private static boolean isPartOf(String hex, SignatureBugs bugs) {
    return hex.length() >= FEWEST_OF_A_PART
        && Stream.concat(Stream.of(bugs.right()), bugs.wrong().keySet().stream())
            .anyMatch(full -> full.length() > hex.length() && full.contains(hex));
  }

  private static Blame blame(Bug bug, SignatureText text) {
    return new Blame(bug, also(bug, text));
  }

  private static @Nullable String also(@Nullable Bug bug, SignatureText text) {
    List<String> others = new ArrayList<>();
    for (Bug mistake : text.mistakes()) {
      if (!mistake.equals(bug)) {
        others.add(mistake.sentence());
      }
    }
    return others.isEmpty() ? null : String.join("; ", others);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Returns the right signature with this key. */
  static String mac(byte[] key, byte[] data) {
    return HexFormat.of().formatHex(ENGINE.hmac("SHA-256", key, data));
  }
}
