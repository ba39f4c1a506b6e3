package dev.lacre.vectors;

import dev.lacre.vectors.internal.HashEngine;
import dev.lacre.vectors.internal.SignatureBugs;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Judges the headers that a signer gives for a canonical test. */
final class SignerJudge {

  /** How many seconds a signer's clock may be off, and how long it may take, to be seen through. */
  private static final int CLOCK_SKEW = 5;

  /** Of a longer body, many signatures would take long, and show nothing that a short one hides. */
  private static final int LONGEST_TRIED = 8192;

  private SignerJudge() {}

  /** Returns what the headers are worth that a signer gave. */
  static Judgement judge(TestVector test, Answer.Signed signed) {
    Steps steps =
        test.steps().orElseThrow(() -> new IllegalStateException("a canonical test has steps"));
    VectorGroup.Scheme scheme = test.group().scheme();
    String signature = one(signed, scheme.signatureHeader());
    String actual = "signature " + (signature == null ? "missing or doubled" : signature);
    if (!steps.headerValue().equals(signature)) {
      return new Judgement(Outcome.FAIL, actual, ofSignature(test, steps, signature), null);
    }
    String fault = wrongId(signed, scheme.appIdHeader(), steps.appId());
    if (fault == null) {
      fault = wrongId(signed, scheme.merchantIdHeader(), steps.merchantId());
    }
    return fault == null
        ? new Judgement(Outcome.PASS, actual, null, null)
        : new Judgement(Outcome.FAIL, fault, null, null);
  }

  private static @Nullable String wrongId(Answer.Signed signed, String header, String expected) {
    String value = one(signed, header);
    return expected.equals(value)
        ? null
        : header + " is " + (value == null ? "missing or doubled" : "'" + value + "'");
  }

  private static @Nullable String one(Answer.Signed signed, String name) {
    List<String> values =
        signed.headers().stream()
            .filter(line -> line.name().equalsIgnoreCase(name))
            .map(HeaderLine::value)
            .toList();
    return values.size() == 1 ? values.get(0) : null;
  }

  private static @Nullable Bug ofSignature(
      TestVector test, Steps steps, @Nullable String signature) {
    if (signature == null) {
      return null;
    }
    return test.traps().stream()
        .filter(trap -> signature.equals(trap.signature()))
        .map(Trap::bug)
        .findFirst()
        .or(() -> ofThisMoment(test, steps, signature))
        .orElse(null);
  }

  /** Whoever signs the time signs the time of the run, which no file can know. */
  private static Optional<Bug> ofThisMoment(TestVector test, Steps steps, String signature) {
    byte[] body = test.delivery().body();
    if (body.length > LONGEST_TRIED) {
      return Optional.empty();
    }
    long now = System.currentTimeMillis() / 1000;
    SignatureBugs bugs =
        SignatureBugs.of(
            HashEngine.ofThePlatform(),
            HexFormat.of().parseHex(steps.keyHex()),
            body,
            new SignatureBugs.Around(
                steps.appId(),
                steps.merchantId(),
                List.of(test.delivery().path()),
                LongStream.rangeClosed(now - CLOCK_SKEW, now + CLOCK_SKEW).boxed().toList()));
    return Optional.ofNullable(bugs.wrong().get(signature));
  }
}
