/** Calls the other side: signed webhooks sent, and credentials presented. */
@SuppressWarnings("requires-automatic") // Nimbus, whose jar names no module
module dev.lacre.client {
  requires static transitive org.jspecify;
  requires transitive dev.lacre.verifier;
  requires transitive java.net.http;
  requires com.github.benmanes.caffeine;
  requires json.smart;
  requires oauth2.oidc.sdk;
  requires org.slf4j;

  exports dev.lacre.client;
  exports dev.lacre.client.internal to
      dev.lacre.cli;
}
