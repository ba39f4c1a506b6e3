package dev.lacre.verifier.config;

import dev.lacre.signer.Secret;

/**
 * Where secrets come from that neither the environment nor a file holds, such as a secret manager:
 * what a configuration writes as <code>{"managed": "NAME"}</code>.
 */
@FunctionalInterface
public interface SecretSource {

  /**
   * Returns a secret. Called whenever a configuration is read, so keep an answer as long as a
   * retired secret may count; give the manager a timeout.
   *
   * @param name what the configuration calls it
   * @return the secret of now; null is a fault of the source, and refused like one
   * @throws Exception if it cannot be had: the configuration is then refused. Its class is shown,
   *     and its message is not, for that may hold anything
   */
  Secret secret(String name) throws Exception;
}
