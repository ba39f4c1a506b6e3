/** Test vectors for signed webhooks, and the runner that holds an implementation against them. */
module dev.lacre.vectors {
  requires static transitive org.jspecify;
  requires static org.junit.jupiter.api;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.databind;

  exports dev.lacre.vectors;
  exports dev.lacre.vectors.internal to
      dev.lacre.cli;
}
