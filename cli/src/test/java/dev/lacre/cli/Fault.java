package dev.lacre.cli;

import org.jspecify.annotations.Nullable;

/** What a receiver may do wrong, the route that shows it, and what a report has to call it. */
enum Fault {
  NOT_CHECKED("signature-not-checked"),
  MISSING_SKIPS("missing-signature-accepted"),
  SHAPE_ONLY("shape-only"),
  UPPER_CASE("upper-case"),
  LENIENT_HEX("lenient-hex"),
  PREFIX_COMPARED("prefix-compared"),
  HALF_COMPARED("truncated"),
  FIRST_HEADER("first-of-doubled-headers"),
  LAST_HEADER("last-of-doubled-headers"),
  ANY_HEADER("any-of-doubled-headers"),
  HEADER_CASE("header-name-case"),
  HEADER_SPACE("header-white-space"),
  SPACE_INSIDE("space-inside"),
  BASE64("base64"),
  PREFIXED("prefixed"),
  BODY_AS_TEXT("body-decoded-as-text"),
  LATIN_1("body-as-latin-1"),
  ASCII("body-as-ascii"),
  TRIMMED("body-trimmed"),
  NEWLINE_DROPPED("trailing-newline-dropped"),
  CRLF_NORMALISED("crlf-normalised"),
  LINES_JOINED("lines-joined"),
  BOM_DROPPED("bom-dropped"),
  JSON_RESERIALISED("json-reserialised"),
  JSON_SORTED("json-keys-sorted"),
  BODY_IGNORED("body-ignored"),
  EMPTY_BODY("empty-body-accepted"),
  KEY_HEX_DECODED("key-hex-decoded"),
  KEY_WITH_NEWLINE("key-with-trailing-newline"),
  SHA_1("sha-1"),
  SHA_512_TOO("sha-512"),
  PLAIN_HASH_TOO("plain-sha-256"),
  EVERY_SECRET("every-secret-tried"),
  ONE_SECRET("one-secret-only"),
  DEFAULT_SECRET("default-secret"),
  MERCHANT_NOT_CHECKED("merchant-not-checked"),
  MERCHANT_CASE("merchant-id-normalised"),
  BODY_FIELD_NOT_CHECKED("store-in-body-not-checked", "/logistics"),
  FIRST_KEY("first-of-doubled-json-keys", "/logistics"),
  LAST_KEY("last-of-doubled-json-keys", "/logistics"),
  LENIENT_JSON("lenient-json", "/logistics"),
  PATH_NOT_CHECKED("store-header-ignored", "/stores/*"),
  ADDRESS_NOT_CHECKED("address-not-checked"),
  LEFT_MOST("left-most-forwarded"),
  LENIENT_ADDRESS("lenient-address"),
  FORWARDED_TRUSTED("forwarded-from-anyone", "/direct"),
  MERCHANT_OF_ANY_APP("merchant-not-checked"),
  SECOND_APP_NOT_CHECKED("signature-not-checked"),
  SECOND_APP_MISSING_SKIPS("missing-signature-accepted"),
  SECOND_APP_BY_FIRST_KEY("every-secret-tried"),
  SECOND_MERCHANT_NOT_CHECKED("signature-not-checked"),
  SECOND_SECRET_BY_PREFIX("prefix-compared"),
  SECOND_SECRET_UPPER_CASE("upper-case"),
  KNOWN_ID_ACKNOWLEDGED("known-event-not-verified"),
  KNOWN_BODY_ACKNOWLEDGED("known-event-not-verified"),
  ACCEPTED_SIGNATURE_CACHED("known-event-not-verified"),
  CHUNKED_NOT_CHECKED("signature-not-checked"),
  LARGE_NOT_CHECKED("signature-not-checked"),
  BEGIN_OF_BODY_ONLY("signature-not-checked"),
  JSON_ONLY_CHECKED("signature-not-checked"),
  QUERY_NOT_CHECKED("signature-not-checked"),
  ENCODED_NOT_CHECKED("signature-not-checked"),
  DELETE_ACCEPTED("signature-not-checked"),
  NO_BREAK_SPACE_TRIMMED("header-trimmed-too-far"),
  NOT_ASCII_SKIPPED("lenient-hex"),
  CRASHES_ON_MALFORMED("crashes"),
  DROPS_REFUSED("crashes"),
  CODE_REFUSED_WITH_400(null, "/codes"),
  LEAKS_SIGNATURE(null),
  LEAKS_SECRET(null),
  LEAKS_WHEN_ACCEPTING(null),
  WRONG_SUCCESS(null),
  NO_ECHO(null, "/codes"),
  NO_CHALLENGE(null),
  TALKATIVE(null),
  LOCKS_OUT(null),
  METHODS_NOT_IMPLEMENTED(null),
  DROPS_HUGE(null),
  HANGS_ON_REFUSAL("hangs"),
  HANGS_LATER("hangs"),
  REFUSES_ALL("refuses-all"),
  ACCEPTS_ALL("signature-not-checked"),
  CRASHES("crashes"),
  HANGS("hangs"),
  REDIRECTS("redirects");

  final @Nullable String bug;
  final String route;

  Fault(@Nullable String bug) {
    this(bug, "/events");
  }

  Fault(@Nullable String bug, String route) {
    this.bug = bug;
    this.route = route;
  }
}
