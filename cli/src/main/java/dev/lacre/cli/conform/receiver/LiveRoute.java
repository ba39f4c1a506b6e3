package dev.lacre.cli.conform.receiver;

import dev.lacre.cli.conform.Unsupported;
import dev.lacre.verifier.MerchantProof;
import dev.lacre.verifier.WebhookOperation;
import dev.lacre.verifier.config.LacreConfig;
import dev.lacre.verifier.config.RouteConfig;
import dev.lacre.verifier.internal.ConfigAccess;
import dev.lacre.verifier.internal.RequestPath;
import dev.lacre.verifier.internal.RouteTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One route of the configuration, and who can send to it. Immutable and thread-safe. */
final class LiveRoute {

  private static final String BELOW = "/*";

  /** What a path below a prefix may end in; the first that leads to the route is taken. */
  private static final List<String> TAILS = List.of("orders", "events", "webhook", "x1", "x2");

  private final String pattern;
  private final WebhookOperation operation;
  private final int maxBodyBytes;
  private final ConfigAccess.RouteRules rules;
  private final RouteTable<RouteConfig> table;
  private final List<Speaker> speakers;
  private final List<Speaker> tooWeak;

  LiveRoute(String pattern, LacreConfig config, ConfigAccess.Setup setup, List<Speaker> everybody) {
    RouteConfig route = present(config.routes().get(pattern));
    this.pattern = pattern;
    this.operation = route.verifier().operation();
    this.maxBodyBytes = route.verifier().maxBodyBytes();
    this.rules = present(setup.routes().get(pattern));
    this.table = RouteTable.of(config.routes());
    List<Speaker> able = new ArrayList<>();
    List<Speaker> unable = new ArrayList<>();
    for (Speaker speaker : isSignedOnly() ? everybody : List.<Speaker>of()) {
      if (path(speaker.merchant()) != null) {
        (proof(speaker).satisfies(rules.merchantProof()) ? able : unable).add(speaker);
      }
    }
    this.speakers = List.copyOf(able);
    this.tooWeak = List.copyOf(unable);
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("every pattern has a route");
    }
    return value;
  }

  private MerchantProof proof(Speaker speaker) {
    if (speaker.ofOneMerchant()) {
      return MerchantProof.KEY;
    }
    return pointer() == null ? MerchantProof.ASSERTED : MerchantProof.SIGNED_FIELD;
  }

  String pattern() {
    return pattern;
  }

  WebhookOperation operation() {
    return operation;
  }

  int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** Returns who can send a genuine delivery here, in the order of the file. */
  List<Speaker> speakers() {
    return speakers;
  }

  /** Returns who is genuine, but proves the merchant less well than the route demands. */
  List<Speaker> tooWeak() {
    return tooWeak;
  }

  private boolean isSignedOnly() {
    return rules.authenticate().equals(List.of("signature"));
  }

  /** Returns why nobody can send a genuine delivery here. */
  String whyNobody() {
    if (!isSignedOnly()) {
      return Unsupported.credentials(pattern, rules.authenticate());
    }
    return tooWeak.isEmpty()
        ? "no sender of the file has a store for which this route has a path"
        : "no sender of the file proves the merchant as well as the route demands ("
            + rules.merchantProof().code()
            + ")";
  }

  MerchantProof demandedProof() {
    return rules.merchantProof();
  }

  /** Returns where the signed body names the merchant, or null if it does not. */
  @Nullable String pointer() {
    String own = rules.storePointer();
    return own == null ? operation.merchantPointer().orElse(null) : own;
  }

  /** Returns the header that names the store besides the merchant header, or null. */
  @Nullable String storeHeader() {
    String header = rules.storeHeader();
    return header == null || header.equalsIgnoreCase(LiveDelivery.MERCHANT) ? null : header;
  }

  /** Tells whether the path names the store, and deliveries may choose it. */
  boolean hasOpenSegment() {
    Integer segment = rules.storePathSegment();
    return segment != null && fixedSegment(segment) == null;
  }

  /** Tells whether the path names the store, be it fixed or not. */
  boolean hasSegment() {
    return rules.storePathSegment() != null;
  }

  Map<String, String> aliases() {
    return rules.aliases();
  }

  /** Tells whether anything besides the merchant header names the store. */
  boolean namesStoreTwice() {
    return pointer() != null || storeHeader() != null || hasSegment();
  }

  /** Returns the path of a delivery for a store, or null if the route has none for it. */
  @Nullable String path(String store) {
    Integer segment = rules.storePathSegment();
    if (segment != null) {
      String fixed = fixedSegment(segment);
      if (fixed != null && !rules.aliases().getOrDefault(fixed, fixed).equals(store)) {
        return null;
      }
    }
    if (!pattern.endsWith(BELOW)) {
      return pattern;
    }
    StringBuilder path = new StringBuilder(pattern.substring(0, pattern.length() - BELOW.length()));
    long next = path.chars().filter(c -> c == '/').count();
    if (segment != null && segment >= next) {
      for (; next < segment; next++) {
        path.append("/x");
      }
      path.append('/').append(escaped(store));
    }
    for (String tail : TAILS) {
      String whole = path + "/" + tail;
      RouteTable.Match<RouteConfig> match = table.match(whole);
      if (match.route() != null && pattern.equals(match.pattern())) {
        return whole;
      }
    }
    return null;
  }

  /** Returns the segment if the pattern itself holds it, or null. */
  private @Nullable String fixedSegment(int segment) {
    String fixed = pattern.endsWith(BELOW) ? pattern.substring(0, pattern.length() - 2) : pattern;
    return RequestPath.segment(fixed, segment);
  }

  private static String escaped(String store) {
    StringBuilder path = new StringBuilder();
    for (byte octet : store.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      boolean plain =
          c < 0x80 && (Character.isLetterOrDigit(c) || "-._~!$&'()*+,=:@".indexOf(c) >= 0);
      path.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
    }
    return path.toString();
  }

  /** Returns the pattern and the operation. */
  @Override
  public String toString() {
    return pattern + " (" + operation.name() + ")";
  }
}
