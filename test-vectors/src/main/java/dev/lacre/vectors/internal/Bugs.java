package dev.lacre.vectors.internal;

import dev.lacre.vectors.Bug;

/** Every known mistake, by name. A code is never renamed or reused. */
public final class Bugs {

  // What is signed.
  public static final Bug BODY_AS_TEXT =
      bug("body-decoded-as-text", "you decoded the body as text before computing the MAC");
  public static final Bug LATIN_1 =
      bug("body-as-latin-1", "you read or wrote the body as Latin-1 (ISO-8859-1)");
  public static final Bug BODY_AS_ASCII =
      bug("body-as-ascii", "you turned the body into ASCII, so other characters became '?'");
  public static final Bug BOM_DROPPED =
      bug("bom-dropped", "you dropped the byte order mark (as many text readers do)");
  public static final Bug JSON_RESERIALISED =
      bug("json-reserialised", "you parsed the JSON and signed what a writer made of it");
  public static final Bug JSON_SORTED =
      bug("json-keys-sorted", "you signed 'canonical' JSON with sorted keys, not the body's bytes");
  public static final Bug NEWLINE_DROPPED =
      bug("trailing-newline-dropped", "you dropped the newline at the end of the body");
  public static final Bug NEWLINE_ADDED =
      bug("trailing-newline-added", "you added a newline to the end of the body");
  public static final Bug TRIMMED = bug("body-trimmed", "you trimmed white space off the body");
  public static final Bug CRLF_NORMALISED =
      bug("crlf-normalised", "you changed the line ends (CRLF and LF) of the body");
  public static final Bug LINES_JOINED =
      bug("lines-joined", "you read the body line by line and lost the line ends");
  public static final Bug BODY_IGNORED =
      bug("body-ignored", "you computed the MAC over no bytes (was the body read before?)");
  public static final Bug URL_PREPENDED =
      bug("url-prepended", "you signed the URL or the path before the body");
  public static final Bug TIMESTAMP_PREPENDED =
      bug("timestamp-prepended", "you signed a timestamp before the body");
  public static final Bug IDS_PREPENDED =
      bug("ids-prepended", "you signed the application's or the merchant's id with the body");
  public static final Bug DIGEST_SIGNED =
      bug("digest-signed", "you computed the MAC over a hash of the body, not over the body");
  public static final Bug TIMESTAMP_APPENDED =
      bug("timestamp-appended", "you signed a timestamp behind the body");
  public static final Bug BODY_ENCODED =
      bug("body-encoded", "you signed the body written as hex or Base64, not its bytes");
  public static final Bug BODY_AS_UTF_16 =
      bug("body-as-utf-16", "you turned the body into UTF-16 before computing the MAC");
  public static final Bug JSON_STRINGIFIED =
      bug("json-stringified", "you signed the JSON as a JSON string (stringified once too often)");
  public static final Bug OBJECT_AS_TEXT =
      bug("object-as-text", "you signed what an object's name is, such as '[object Object]'");
  public static final Bug UNSET_VALUE =
      bug("unset-value-signed", "you signed an unset value ('undefined', 'null') with the body");

  // The key.
  public static final Bug KEY_HEX_DECODED =
      bug("key-hex-decoded", "you decoded the secret as hex; the key is its UTF-8 text");
  public static final Bug KEY_BASE64_DECODED =
      bug("key-base64-decoded", "you decoded the secret as Base64; the key is its UTF-8 text");
  public static final Bug KEY_WITH_NEWLINE =
      bug("key-with-trailing-newline", "you kept the newline at the end of the secret's file");
  public static final Bug KEY_TRIMMED =
      bug("key-trimmed", "you trimmed white space off the secret");
  public static final Bug KEY_LATIN_1 =
      bug("key-as-latin-1", "you took the secret's bytes in Latin-1 or ASCII, not in UTF-8");
  public static final Bug KEY_HASHED = bug("key-hashed", "you hashed the secret to make the key");
  public static final Bug KEY_TRUNCATED =
      bug("key-truncated", "you cut the secret to the length of a hash or of its block");
  public static final Bug KEY_OF_ANOTHER =
      bug("key-of-another-sender", "you used another sender's or another merchant's secret");
  public static final Bug KEY_AND_BODY_SWAPPED =
      bug("key-and-body-swapped", "you passed key and message to HMAC in the wrong order");

  public static final Bug KEY_EMPTY =
      bug("key-empty", "you used an empty key (is the secret's environment variable set?)");
  public static final Bug KEY_ENCODED =
      bug("key-encoded", "you wrote the secret as hex or Base64; the key is its UTF-8 text");

  // The algorithm.
  public static final Bug SHA_1 = bug("sha-1", "you used HMAC-SHA1, not HMAC-SHA256");
  public static final Bug SHA_512 = bug("sha-512", "you used HMAC-SHA512, not HMAC-SHA256");
  public static final Bug MD5 = bug("md5", "you used HMAC-MD5, not HMAC-SHA256");
  public static final Bug PLAIN_SHA_256 =
      bug("plain-sha-256", "you used SHA-256 of secret and body, or of the body, which is no HMAC");

  // How the signature is written.
  public static final Bug UPPER_CASE =
      bug("upper-case", "you wrote or took the signature in upper-case hex");
  public static final Bug BASE64 =
      bug("base64", "you wrote or took the signature in Base64, not in hex");
  public static final Bug BASE64_OF_HEX =
      bug("base64-of-hex", "you wrote or took the hex digits in Base64 once more");
  public static final Bug PREFIXED =
      bug("prefixed", "you wrote or took a prefix such as 'sha256=' before the signature");
  public static final Bug TRUNCATED =
      bug("truncated", "you wrote or compared only a part of the signature");
  public static final Bug QUOTED = bug("quoted", "you wrote or took quotes around the signature");
  public static final Bug SPACE_INSIDE =
      bug("space-inside", "you wrote or took white space within the signature");
  public static final Bug BINARY_AS_TEXT =
      bug("hash-as-text", "you decoded the MAC's bytes as text before writing them as hex");
  public static final Bug SHORT_HEX =
      bug("hex-zeros-lost", "you lost the leading zero of bytes when writing them as hex");

  // What a receiver lets in.
  public static final Bug NOT_CHECKED =
      bug("signature-not-checked", "you do not check the signature at all");
  public static final Bug MISSING_SKIPS =
      bug(
          "missing-signature-accepted",
          "you skip the check when the signature is missing or empty");
  public static final Bug SHAPE_ONLY =
      bug("shape-only", "you look at the signature's shape and do not compare its value");
  public static final Bug LENIENT_HEX =
      bug("lenient-hex", "you decode hex leniently, so that characters are skipped or replaced");
  public static final Bug PREFIX_COMPARED =
      bug("prefix-compared", "you compare only as many characters as one of the two has");
  public static final Bug FIRST_HEADER =
      bug("first-of-doubled-headers", "you take the first of two headers of one name");
  public static final Bug LAST_HEADER =
      bug("last-of-doubled-headers", "you take the last of two headers of one name");
  public static final Bug ANY_HEADER =
      bug("any-of-doubled-headers", "you split or search a repeated header until one value fits");
  public static final Bug HEADER_CASE =
      bug("header-name-case", "you compare header names with regard to case");
  public static final Bug HEADER_SPACE =
      bug("header-white-space", "you take white space around a header's value as part of it");
  public static final Bug HEADER_TRIMMED =
      bug("header-trimmed-too-far", "you trim more than blanks and tabs off a header's value");
  public static final Bug KNOWN_EVENT =
      bug("known-event-not-verified", "you acknowledge what you know before you verify it");
  public static final Bug ONE_SECRET =
      bug("one-secret-only", "you try only one of the secrets that are active in a rotation");
  public static final Bug EVERY_SECRET =
      bug(
          "every-secret-tried",
          "you try every secret you know, not only those of the sender named");
  public static final Bug RETIRED_SECRET =
      bug("retired-secret-accepted", "you accept a secret that is no longer active");
  public static final Bug DEFAULT_SECRET =
      bug("default-secret", "you fall back on a default or empty secret for an unknown sender");
  public static final Bug APP_NOT_CHECKED =
      bug("application-not-checked", "you do not look at which application sent it");
  public static final Bug MERCHANT_NOT_CHECKED =
      bug("merchant-not-checked", "you do not check that the merchant belongs to the sender");
  public static final Bug MERCHANT_CASE =
      bug("merchant-id-normalised", "you compare ids without regard to case or white space");
  public static final Bug BODY_FIELD_NOT_CHECKED =
      bug("store-in-body-not-checked", "you do not compare the store in the body with the header");
  public static final Bug HEADER_IGNORED =
      bug(
          "store-header-ignored",
          "you take the store from one place and do not compare the others");
  public static final Bug FIRST_KEY =
      bug("first-of-doubled-json-keys", "you take the first of two JSON keys of one name");
  public static final Bug LAST_KEY =
      bug("last-of-doubled-json-keys", "you take the last of two JSON keys of one name");
  public static final Bug LENIENT_JSON =
      bug("lenient-json", "you take what is not one strict JSON document in UTF-8");
  public static final Bug EMPTY_BODY =
      bug("empty-body-accepted", "you accept an empty body, whose MAC is the same for ever");
  public static final Bug SWAP_NOT_SEEN =
      bug("merchant-swap-not-seen", "you do not notice one signed body under another merchant");

  // Addresses.
  public static final Bug ADDRESS_NOT_CHECKED =
      bug("address-not-checked", "you do not check the client's address");
  public static final Bug FORWARDED_TRUSTED =
      bug("forwarded-from-anyone", "you believe a forwarding header from a peer that is no proxy");
  public static final Bug LEFT_MOST =
      bug(
          "left-most-forwarded",
          "you take the left-most forwarded address, which anyone can write");
  public static final Bug FORWARDED_IGNORED =
      bug("forwarded-ignored", "you ignore the forwarding header of a trusted proxy");
  public static final Bug LENIENT_ADDRESS =
      bug("lenient-address", "you read what is no address literal (short, octal, hex, a name)");
  public static final Bug RANGE_EDGE =
      bug("range-edge", "you are off by one, or by some bits, at the edge of an address range");
  public static final Bug MAPPED_ADDRESS =
      bug("mapped-address", "you do not take ::ffff:a.b.c.d as the IPv4 address it is");
  public static final Bug CROSS_FAMILY =
      bug("cross-family", "you compare IPv4 and IPv6 addresses byte by byte");
  public static final Bug TEXT_COMPARED =
      bug(
          "address-as-text",
          "you compare addresses as text, by prefix or in one written form only");

  // The answer.
  public static final Bug REFUSES_ALL = bug("refuses-all", "you refuse every delivery");
  public static final Bug ACCEPTS_ALL = bug("accepts-all", "you accept every delivery");
  public static final Bug CRASHES =
      bug("crashes", "you answer 5xx or drop the connection, so that the sender tries for ever");
  public static final Bug HANGS = bug("hangs", "you do not answer in time");
  public static final Bug REDIRECTS =
      bug("redirects", "you redirect, and senders do not follow with a signed body");

  // What a sender sends besides a signature.
  public static final Bug HEADER_LEFT_OUT =
      bug("header-left-out", "you left a header out, or sent it empty");
  public static final Bug HEADER_DOUBLED =
      bug("header-doubled", "you sent a header twice (added it where it had to be set)");
  public static final Bug IDS_SWAPPED =
      bug("ids-swapped", "you sent the merchant's id as the application's, and the other way");
  public static final Bug EVENT_ID_REUSED =
      bug("event-id-reused", "you gave one event id to different events");
  public static final Bug BODY_LEFT_OUT =
      bug("body-left-out", "you sent no body (was the stream read before?)");
  public static final Bug OTHER_MERCHANT_IN_BODY =
      bug("other-merchant-in-body", "you named one merchant in the header, another in the body");

  private Bugs() {}

  private static Bug bug(String code, String sentence) {
    return new Bug(code, sentence);
  }
}
