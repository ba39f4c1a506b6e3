package dev.lacre.cli;

import dev.lacre.signer.Secret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the bearer token is, if one is presented. Never the token itself. */
final class TokenSource {

  @Option(
      names = "--token-env",
      paramLabel = "NAME",
      description = "the environment variable with the bearer token, if one is to be presented")
  private @Nullable String variable;

  @Option(names = "--token-file", paramLabel = "FILE", description = "or the file with it")
  private @Nullable String file;

  Secret read(Terminal terminal) {
    return new SecretPlace("token", variable, file).read(terminal);
  }
}
