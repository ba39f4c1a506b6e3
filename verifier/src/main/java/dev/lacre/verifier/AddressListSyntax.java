package dev.lacre.verifier;

import dev.lacre.signer.internal.HeaderSyntax;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syntax of X-Forwarded-For and its kin: addresses between commas. */
final class AddressListSyntax implements HopSyntax {
  @Override
  public List<String> hops(String line) {
    return Arrays.asList(line.split(",", -1));
  }

  @Override
  public @Nullable IpAddress address(String hop) {
    String node = HeaderSyntax.trimmed(hop);
    IpAddress bare = IpAddress.parseOrNull(node);
    return bare != null ? bare : HopSyntax.withPort(node, false);
  }
}
