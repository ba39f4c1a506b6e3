package dev.lacre.cli;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link SendFault} needs to mean anything. Each method returns what is wanting, in a
 * sentence without a full stop, or null if nothing is.
 */
final class SendNeeds {

  private static final int LARGEST = 64 * 1_048_576;
  private static final String NO_LEDGER = "there is no ledger, which would remember what came";

  private SendNeeds() {}

  static @Nullable String apiKey(SendPlan plan) {
    return plan.credentials().hasKey() ? null : "no API key is presented";
  }

  static @Nullable String token(SendPlan plan) {
    return plan.credentials().hasToken() ? null : "no bearer token is presented";
  }

  static @Nullable String signedToken(SendPlan plan) {
    return plan.credentials().hasSignedToken() ? null : "no token with a signature is presented";
  }

  static @Nullable String otherMerchant(SendPlan plan) {
    if (plan.otherMerchant() == null) {
      return "the application has no other merchant in the configuration";
    }
    return plan.speaker().ofOneMerchant()
            || plan.namesMerchantTwice()
            || plan.isOtherMerchantForbidden()
        ? null
        : "one secret serves all merchants and nothing signed names the merchant here, so a"
            + " receiver cannot tell (merchantProof 'asserted')";
  }

  static @Nullable String limit(SendPlan plan) {
    return plan.maxBodyBytes() < LARGEST ? null : "the route takes more than is sent here";
  }

  static @Nullable String readBody(SendPlan plan) {
    return plan.isBodyRead() ? null : "nothing in the body is read on this route";
  }

  static @Nullable String address(SendPlan plan) {
    return plan.refusedAddress() == null
        ? "it takes an allowlist, and this machine among the trusted proxies"
        : null;
  }

  static @Nullable String swap(SendPlan plan) {
    if (!plan.hasLedger()) {
      return NO_LEDGER;
    }
    boolean swappable =
        plan.otherMerchant() != null
            && !plan.speaker().ofOneMerchant()
            && !plan.namesMerchantTwice()
            && !plan.isOtherMerchantForbidden();
    return swappable
        ? null
        : "it takes another merchant under the same secret, API key and token, whom nothing but the"
            + " header names";
  }

  static @Nullable String eventId(SendPlan plan) {
    if (!plan.hasLedger()) {
      return NO_LEDGER;
    }
    if (plan.body().length >= plan.maxBodyBytes()) {
      return "the body is as long as the route takes, and a byte is added";
    }
    return plan.namesEvent() ? null : "the body has no event id";
  }
}
