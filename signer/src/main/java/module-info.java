/** What is signed, and with which key: the sender's half of Lacre. */
module dev.lacre.signer {
  requires static transitive org.jspecify;

  exports dev.lacre.signer;
  exports dev.lacre.signer.internal to
      dev.lacre.client,
      dev.lacre.verifier,
      dev.lacre.cli;
}
