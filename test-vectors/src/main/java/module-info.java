/** Real-shaped webhook bodies, byte for byte. */
module dev.lacre.vectors {
  requires static transitive org.jspecify;

  exports dev.lacre.vectors;
}
