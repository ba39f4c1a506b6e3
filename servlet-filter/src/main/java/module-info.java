/** Inbound webhooks proven genuine in front of a servlet application. */
@SuppressWarnings("requires-automatic") // Micrometer
module dev.lacre.servlet {
  requires static transitive org.jspecify;
  requires transitive dev.lacre.verifier;
  requires transitive jakarta.servlet;
  requires static micrometer.core;
  requires org.slf4j;

  exports dev.lacre.servlet;
}
