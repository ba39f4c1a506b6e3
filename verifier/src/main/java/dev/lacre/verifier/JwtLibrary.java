package dev.lacre.verifier;

import dev.lacre.verifier.internal.SharedKeySets;

/** The gate to the optional library: nothing beyond it is loaded unless tokens are asked for. */
final class JwtLibrary {

  private static final String ANY_CLASS = "com.nimbusds.jose.proc.DefaultJOSEProcessor";

  private JwtLibrary() {}

  static JwtCheck check(JwtRules rules, JwtKeys keys, SharedKeySets sets) {
    try {
      Class.forName(ANY_CLASS, false, JwtLibrary.class.getClassLoader());
    } catch (ClassNotFoundException absent) {
      throw new IllegalStateException(
          "Bearer tokens need the library com.nimbusds:nimbus-jose-jwt, which is optional and not"
              + " there; add it to the class path, or to the module path together with"
              + " --add-modules com.nimbusds.jose.jwt.",
          absent);
    }
    return new NimbusJwtCheck(rules, NimbusKeys.selector(rules.algorithm(), keys, sets));
  }
}
