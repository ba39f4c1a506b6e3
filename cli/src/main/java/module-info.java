/** {@code lacre}: sign, verify, serve and demonstrate signed webhooks from the command line. */
module dev.lacre.cli {
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;
  // Bearer tokens, which the verifier leaves optional.
  requires com.nimbusds.jose.jwt;
  requires dev.lacre.client;
  requires dev.lacre.servlet;
  requires dev.lacre.vectors;
  requires info.picocli;
  requires java.net.http;
  requires org.eclipse.jetty.ee10.servlet;
  requires org.eclipse.jetty.server;

  opens dev.lacre.cli to
      info.picocli;
}
