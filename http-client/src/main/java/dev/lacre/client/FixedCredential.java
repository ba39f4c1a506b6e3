package dev.lacre.client;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.HeaderSyntax;
import dev.lacre.signer.internal.Printable;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A key or token that comes from elsewhere and is presented as it is. */
final class FixedCredential extends CallCredential {

  private static final Set<String> OTHER_MEANING =
      Set.of("authorization", "user-agent", "host", "content-type", "content-length", "cookie");

  private final String header;
  private final Supplier<String> values;

  private FixedCredential(String header, Supplier<String> values) {
    this.header = header;
    this.values = values;
  }

  static FixedCredential of(String header, String before, Secret secret) {
    String value = before + SecretStrings.headerText(secret);
    return new FixedCredential(header, () -> value);
  }

  static FixedCredential of(String header, String before, Supplier<Secret> secrets) {
    return new FixedCredential(header, () -> before + SecretStrings.headerText(secrets.get()));
  }

  static String keyHeader(String name) {
    if (!HeaderSyntax.isToken(name) || OTHER_MEANING.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          "The API key's header '"
              + Printable.of(name)
              + "' is no header's name, or one with another meaning; name the header that the other"
              + " side reads keys from, such as "
              + API_KEY_HEADER
              + ".");
    }
    return name;
  }

  @Override
  String header() {
    return header;
  }

  @Override
  CompletableFuture<Presented> current() {
    try {
      return CompletableFuture.completedFuture(new Presented(values.get(), () -> false));
    } catch (RuntimeException fault) {
      // Whose words may hold the secret.
      return CompletableFuture.failedFuture(
          new CredentialUnavailableException(
              "The source of the credential for '"
                  + header
                  + "' failed ("
                  + fault.getClass().getSimpleName()
                  + "), or what it gave fits no header; the call was not made."));
    }
  }

  @Override
  public String toString() {
    return "CallCredential[" + header + ": redacted]";
  }
}
