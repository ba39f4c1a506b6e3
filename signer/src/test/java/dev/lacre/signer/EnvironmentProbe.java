package dev.lacre.signer;

import java.nio.charset.StandardCharsets;

/** A process of its own, for an environment and a locale cannot be changed from within. */
final class EnvironmentProbe {

  static final String NON_ASCII = "um segredo com a\u00E7\u00E3o \u20AC";
  static final String REFUSED = "refused: ";

  private EnvironmentProbe() {}

  /** Writes what each named variable's secret signs, or why it is refused. */
  public static void main(String[] variables) {
    System.out.println(signatureUnder(Secret.ofUtf8(NON_ASCII)));
    for (String variable : variables) {
      try {
        System.out.println(signatureUnder(Secret.fromEnvironment(variable)));
      } catch (IllegalArgumentException fault) {
        System.out.println(REFUSED + fault.getMessage());
      }
    }
  }

  static String signatureUnder(Secret secret) {
    return WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("app"), secret)
        .sign(MerchantId.of("store"), "{}".getBytes(StandardCharsets.UTF_8))
        .signature();
  }
}
