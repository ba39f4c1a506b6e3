/** Inbound webhooks proven genuine in front of a servlet application. */
module dev.lacre.servlet {
  requires static transitive org.jspecify;
  requires transitive dev.lacre.verifier;
  requires transitive jakarta.servlet;
  requires org.slf4j;

  exports dev.lacre.servlet;
}
