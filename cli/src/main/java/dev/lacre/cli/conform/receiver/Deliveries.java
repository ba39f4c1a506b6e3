package dev.lacre.cli.conform.receiver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Genuine deliveries to one route, each of them new. Immutable and thread-safe. */
final class Deliveries {

  /** A file may know thousands of stores. */
  private static final int MOST_STRANGERS = 8;

  private final LiveTarget target;
  private final LiveRoute route;
  private final LiveBodies bodies;
  private final Addresses addresses;
  private final List<Speaker> everybody;
  private final List<byte[]> allSecrets;

  Deliveries(LiveTarget target, LiveRoute route, Addresses addresses, List<Speaker> everybody) {
    this.target = target;
    this.route = route;
    this.bodies = new LiveBodies(route);
    this.addresses = addresses;
    this.everybody = everybody;
    this.allSecrets = everybody.stream().flatMap(each -> each.secrets().stream()).toList();
  }

  LiveRoute route() {
    return route;
  }

  LiveBodies bodies() {
    return bodies;
  }

  Addresses addresses() {
    return addresses;
  }

  /** Returns whom the file knows, whether they can send to this route or not. */
  List<Speaker> everybody() {
    return everybody;
  }

  /**
   * Returns some who sign with other secrets than the first sender, each with secrets of its own.
   */
  List<Speaker> strangers() {
    return strangersAmong(everybody);
  }

  /** Returns some of those who can send to this route and sign with other secrets. */
  List<Speaker> otherSenders() {
    return strangersAmong(route.speakers());
  }

  private List<Speaker> strangersAmong(List<Speaker> speakers) {
    List<Speaker> strangers = new ArrayList<>();
    for (Speaker speaker : speakers) {
      if (strangers.size() < MOST_STRANGERS
          && !speaker.sharesSecretsWith(main())
          && strangers.stream().noneMatch(speaker::sharesSecretsWith)) {
        strangers.add(speaker);
      }
    }
    return strangers;
  }

  /** Returns the sender who speaks unless a test needs another. */
  Speaker main() {
    return route.speakers().get(0);
  }

  /** Returns the plainest delivery of the first sender. */
  LiveDelivery genuine() {
    return genuine(main());
  }

  LiveDelivery genuine(BodyForm form) {
    return of(main(), bodies.fresh(form, main().merchant()));
  }

  LiveDelivery genuine(Speaker speaker) {
    return of(speaker, bodies.fresh(BodyForm.PLAIN, speaker.merchant()));
  }

  /** Tells whether a body of this form is not longer than the route takes. */
  boolean fits(BodyForm form) {
    return bodies.fresh(form, main().merchant()).length <= route.maxBodyBytes();
  }

  /** Returns a delivery of any bytes, signed by the speaker; header and path name the merchant. */
  LiveDelivery of(Speaker speaker, byte[] body) {
    return of(speaker, speaker.merchant(), body);
  }

  /** Returns a delivery whose header and path, if they name the store, name another. */
  LiveDelivery of(Speaker speaker, String store, byte[] body) {
    String path = route.path(store);
    String at = path == null ? route.path(main().merchant()) : path;
    if (at == null) {
      throw new IllegalStateException("a speaker without a path on " + route);
    }
    LiveDelivery delivery =
        new LiveDelivery(
            target.authority(),
            target.targetOf(at),
            speaker,
            body,
            route.operation().echoesBody(),
            allSecrets);
    String header = route.storeHeader();
    if (header != null) {
      delivery.add(header, store);
    }
    @Nullable String client = addresses.client();
    if (client != null) {
      delivery.add(addresses.header(), addresses.hop(client));
    }
    return delivery;
  }

  /** Returns the URLs that a mistaken sender might sign. */
  List<String> urls() {
    String path = route.path(main().merchant());
    String whole = target.targetOf(path == null ? "" : path);
    String scheme = target.isTls() ? "https://" : "http://";
    return List.of(whole, scheme + target.authority() + whole);
  }
}
