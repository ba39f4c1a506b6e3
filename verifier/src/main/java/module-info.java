/** Is an inbound webhook genuine, whose is it, and may it enter: the receiver's half of Lacre. */
module dev.lacre.verifier {
  requires static transitive org.jspecify;
  requires transitive dev.lacre.signer;
  requires com.github.benmanes.caffeine;
  requires com.fasterxml.jackson.core;
  // Only for bearer tokens.
  requires static com.nimbusds.jose.jwt;

  exports dev.lacre.verifier;
  exports dev.lacre.verifier.config;
  exports dev.lacre.verifier.discovery;
  exports dev.lacre.verifier.ledger;
  exports dev.lacre.verifier.internal to
      dev.lacre.servlet,
      dev.lacre.cli;
}
