package dev.lacre.cli.conform.sender;

import dev.lacre.cli.conform.sender.SignatureBlame.Blame;
import dev.lacre.signer.SignatureScheme;
import dev.lacre.vectors.internal.Bugs;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Judges the signature of one delivery, and names the mistake behind a wrong one. */
final class SignatureJudge {

  private static final SenderCase QUESTION = SenderCase.SIGNATURE;

  private final Senders senders;
  private final SignatureScheme scheme = SignatureScheme.openDelivery();
  private final String origin;

  /** Makes a judge; the origin is where the senders send, {@code HOST:PORT}. */
  SignatureJudge(Senders senders, String origin) {
    this.senders = senders;
    this.origin = origin;
  }

  /** Judges one delivery, and returns whether its signature is right, selected or not. */
  boolean judge(WireRequest request, Instant at, DeliveryCases cases) {
    List<String> values = request.values(scheme.signatureHeader());
    String appId = request.agreed(scheme.appIdHeader()).orElse(null);
    String merchantId = request.agreed(scheme.merchantIdHeader()).orElse(null);
    if (values.isEmpty()) {
      cases.fail(QUESTION, "no signature", Bugs.HEADER_LEFT_OUT, null);
    } else if (appId == null || merchantId == null) {
      cases.fail(QUESTION, "a signature, but no one application and merchant that it is of");
    } else if (values.stream().distinct().count() > 1) {
      boolean one = values.stream().anyMatch(value -> isRight(value, request, appId, merchantId));
      cases.fail(
          QUESTION,
          values.size() + " different signatures" + (one ? ", one of them right" : ""),
          Bugs.HEADER_DOUBLED,
          null);
    } else if (request.body().length == 0) {
      cases.fail(QUESTION, "no body that a signature could prove", Bugs.BODY_LEFT_OUT, null);
    } else if (isRight(values.get(0), request, appId, merchantId)) {
      cases.pass(QUESTION, "a right signature");
      return true;
    } else {
      blame(values.get(0), request, appId, merchantId, at, cases);
    }
    return false;
  }

  private boolean isRight(String value, WireRequest request, String app, String merchant) {
    return senders.keys(app, merchant).stream()
        .anyMatch(key -> SignatureBlame.mac(key, request.body()).equals(value));
  }

  private void blame(
      String value,
      WireRequest request,
      String appId,
      String merchantId,
      Instant at,
      DeliveryCases cases) {
    String actual = SignatureText.describe(value);
    if (isSwapped(senders, appId, merchantId)) {
      boolean right = isRight(value, request, /* app= */ merchantId, /* merchant= */ appId);
      cases.fail(QUESTION, actual, Bugs.IDS_SWAPPED, right ? "right, if they were not" : null);
      return;
    }
    if (!cases.isSelected(QUESTION)) {
      return; // the search is dear
    }
    Blame blame = new SignatureBlame(request, appId, merchantId, senders, origin, at).of(value);
    @Nullable String also = blame.also();
    cases.fail(QUESTION, actual, blame.bug(), also == null ? null : "also, " + also);
  }

  /** Tells whether the two identities stand in each other's place. */
  static boolean isSwapped(Senders senders, String appId, String merchantId) {
    return !senders.knows(appId) && senders.authorises(merchantId, appId);
  }
}
