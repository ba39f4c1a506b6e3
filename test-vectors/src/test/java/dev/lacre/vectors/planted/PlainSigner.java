package dev.lacre.vectors.planted;

import dev.lacre.vectors.Answer;
import dev.lacre.vectors.HeaderLine;
import dev.lacre.vectors.Steps;
import dev.lacre.vectors.Subject;
import dev.lacre.vectors.TestVector;
import dev.lacre.vectors.VectorGroup;
import java.util.HexFormat;
import java.util.List;

/** A signer in plain Java; a right one with the right maker. */
final class PlainSigner implements Subject {

  private final Maker maker;

  PlainSigner(Maker maker) {
    this.maker = maker;
  }

  @Override
  public Answer answer(TestVector test) {
    VectorGroup.Scheme scheme = test.group().scheme();
    Steps steps = test.steps().orElseThrow();
    String now = Long.toString(System.currentTimeMillis() / 1000);
    Maker.Around around =
        new Maker.Around(steps.appId(), steps.merchantId(), test.delivery().path(), now);
    byte[] secret = HexFormat.of().parseHex(steps.keyHex());
    return Answer.signed(
        List.of(
            new HeaderLine(scheme.appIdHeader(), steps.appId()),
            new HeaderLine(scheme.merchantIdHeader(), steps.merchantId()),
            new HeaderLine(
                scheme.signatureHeader(),
                maker.signature(secret, around, test.delivery().body()))));
  }
}
