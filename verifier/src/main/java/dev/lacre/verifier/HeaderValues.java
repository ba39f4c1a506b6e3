package dev.lacre.verifier;

import java.util.List;

/** The headers of a request, looked up by name: the bridge to a server's own type. */
@FunctionalInterface
public interface HeaderValues {

  /**
   * Returns the values of all header lines of a name, in the order received.
   *
   * @param name a header's name, to be compared without regard to case
   * @return one value for each line; empty if there is none
   */
  List<String> of(String name);
}
