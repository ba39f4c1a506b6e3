package dev.lacre.verifier;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** A program that reads each of its arguments as an address, in a JVM of its own. */
final class NameProbe {

  private NameProbe() {}

  /** Writes for each name what the JDK finds, what a forwarded header gives, and what a peer is. */
  public static void main(String[] names) throws UnknownHostException {
    IpAddress proxy = IpAddress.of("10.0.0.1");
    TrustedProxies list = TrustedProxies.of(List.of("10.0.0.1"), "X-Forwarded-For");
    TrustedProxies forwarded = TrustedProxies.of(List.of("10.0.0.1"), "Forwarded");
    for (String name : names) {
      System.out.println(
          InetAddress.getByName(name).getHostAddress()
              + " "
              + list.clientAddress(proxy, List.of(name))
              + " "
              + forwarded.clientAddress(proxy, List.of("for=" + name))
              + " "
              + IpAddress.parsePeerOrNull(name));
    }
  }
}
