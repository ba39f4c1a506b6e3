package dev.lacre.cli;

import dev.lacre.signer.Secret;
import dev.lacre.signer.internal.SecretFile;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the secret is. Never the secret itself: a command line is there for everyone to see. */
final class SecretSource {

  private static final String WHAT = "secret file";

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
    return variable != null ? fromVariable(variable, terminal) : fromFile(file, terminal);
  }

  private static Secret fromVariable(String name, Terminal terminal) {
    String value = terminal.environment().apply(name);
    if (value == null) {
      throw Failure.setUp(
          "The environment variable "
              + Environment.shown(name)
              + " is not set; export the secret in it, or use --secret-file.");
    }
    return secret(
        "environment variable " + Environment.shown(name),
        value.getBytes(StandardCharsets.UTF_8),
        terminal);
  }

  private static Secret fromFile(@Nullable String name, Terminal terminal) {
    String given = name == null ? "" : name;
    if (given.equals(Inputs.STANDARD_INPUT)) {
      throw Failure.usage("Standard input is for the body; keep the secret in a file.");
    }
    byte[] bytes = Inputs.read(WHAT, given, SecretFile.MAX_LENGTH, terminal);
    String place = "secret file '" + given + "'";
    try {
      return secret(place, SecretFile.content(bytes), terminal);
    } catch (IllegalArgumentException fault) {
      throw inThe(place, fault);
    }
  }

  private static Secret secret(String place, byte[] bytes, Terminal terminal) {
    Secret secret;
    try {
      // A sender cannot choose its secret, and published test keys are short.
      secret = Secret.ofShortBytesInsecurely(bytes);
    } catch (IllegalArgumentException fault) {
      throw inThe(place, fault);
    }
    if (bytes.length < Secret.MIN_LENGTH) {
      terminal.say(
          "warning: the secret is shorter than "
              + Secret.MIN_LENGTH
              + " bytes, so one signed delivery is enough to find it by trial; ask for a longer"
              + " one.");
    }
    return secret;
  }

  private static Failure inThe(String place, IllegalArgumentException fault) {
    return Failure.setUp("In the " + place + ": " + Failure.messageOf(fault));
  }
}
