package dev.lacre.cli;

import dev.lacre.signer.AppId;
import dev.lacre.signer.MerchantId;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Who sends a webhook, and for whom. */
final class SenderOptions {

  @Option(
      names = "--app-id",
      required = true,
      paramLabel = "ID",
      description = "the application that sends (X-App-Id)")
  private String appId = "";

  @Option(
      names = "--merchant-id",
      required = true,
      paramLabel = "ID",
      description = "the merchant that the webhook speaks for (X-App-MerchantId)")
  private String merchantId = "";

  /**
   * Returns the application.
   *
   * @throws Failure if the value is no id
   */
  AppId appId() {
    return id("--app-id", appId, AppId::of);
  }

  /**
   * Returns the merchant.
   *
   * @throws Failure if the value is no id
   */
  MerchantId merchantId() {
    return id("--merchant-id", merchantId, MerchantId::of);
  }

  private static <T> T id(String option, String value, Function<String, T> type) {
    try {
      return type.apply(value);
    } catch (IllegalArgumentException fault) {
      throw Failure.usage("Invalid value for " + option + ": " + Failure.messageOf(fault));
    }
  }
}
