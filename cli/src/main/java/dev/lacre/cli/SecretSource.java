package dev.lacre.cli;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.SignerAccess;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the secret is. Never the secret itself: a command line is there for everyone to see. */
final class SecretSource {

  @Option(
      names = "--secret-env",
      paramLabel = "NAME",
      description = "the environment variable that holds the secret; its value is taken as it is")
  private @Nullable String variable;

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = "the file that holds the secret; one newline at its end is not part of it")
  private @Nullable String file;

  Secret read(Terminal terminal) {
    Secret secret = new SecretPlace("secret", variable, file).read(terminal);
    if (SignerAccess.insecureBytes(secret).length < Secret.MIN_LENGTH) {
      terminal.say(
          "warning: the secret is shorter than "
              + Secret.MIN_LENGTH
              + " bytes, so one signed delivery is enough to find it by trial; ask for a longer"
              + " one.");
    }
    return secret;
  }
}
