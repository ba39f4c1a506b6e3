package dev.lacre.vectors.generator;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.Payloads;
import dev.lacre.vectors.internal.Bugs;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** How the signature is written: 64 lower-case hexadecimal digits, once. */
final class SigShapeVectors {

  private final List<Draft> drafts = new ArrayList<>();
  private final Draft parent;
  private final String right;

  private SigShapeVectors(Op op) {
    parent =
        Draft.genuine(
            Receiver.of(op),
            Rules.IDENTITY,
            "sig-shape/" + op.word() + "/genuine",
            "A genuine delivery, from which the others are derived",
            Payloads.bytes(op.payload()));
    right = parent.value(Draft.SIGNATURE);
    drafts.add(parent);
  }

  static List<Draft> drafts() {
    List<Draft> all = new ArrayList<>();
    for (Op op : Op.values()) {
      SigShapeVectors shapes = new SigShapeVectors(op);
      shapes.missing();
      shapes.values(op == Op.V1_NEW_EVENT);
      if (op == Op.V1_NEW_EVENT) {
        shapes.flipped();
        shapes.repeated();
        shapes.spaces();
      }
      all.addAll(shapes.drafts);
    }
    return all;
  }

  private void missing() {
    drafts.add(
        parent
            .derive(
                Rules.IDENTITY, "missing", "No signature header", "the signature header is gone")
            .without(Draft.SIGNATURE)
            .trap(Bugs.MISSING_SKIPS));
    value(Rules.IDENTITY, "empty", "the signature is empty", "", Bugs.MISSING_SKIPS);
  }

  private void values(boolean all) {
    byte[] mac = HexFormat.of().parseHex(right);
    value("all-zero", "the signature is all zeros", "0".repeat(64), Bugs.SHAPE_ONLY);
    value("upper-case", "the signature is in upper case", upper(right), Bugs.UPPER_CASE);
    value("prefixed", "'sha256=' stands before the signature", "sha256=" + right, Bugs.PREFIXED);
    value("base64", "the signature is in Base64", base64(mac), Bugs.BASE64);
    value("truncated", "half of the signature", right.substring(0, 32), Bugs.TRUNCATED);
    if (!all) {
      return;
    }
    value(
        "mixed-case",
        "half of the signature is in upper case",
        upper(right.substring(0, 32)) + right.substring(32),
        Bugs.UPPER_CASE);
    value("prefixed-v1", "'v1=' stands before the signature", "v1=" + right, Bugs.PREFIXED);
    value("prefixed-0x", "'0x' stands before the signature", "0x" + right, Bugs.PREFIXED);
    value(
        "base64-url",
        "the signature is in Base64 for URLs",
        Base64.getUrlEncoder().withoutPadding().encodeToString(mac),
        Bugs.BASE64);
    value("one-digit", "one digit of the signature", right.substring(0, 1), Bugs.PREFIX_COMPARED);
    value("odd-length", "one digit short", right.substring(0, 63), Bugs.PREFIX_COMPARED);
    value("one-byte-short", "one byte short", right.substring(0, 62), Bugs.PREFIX_COMPARED);
    value("longer", "one digit too many", right + "0", Bugs.PREFIX_COMPARED);
    value("twice", "the signature twice in one value", right + right, Bugs.PREFIX_COMPARED);
    value("tail", "the first digit is gone", right.substring(1), Bugs.LENIENT_HEX);
    value("non-hex", "a letter that is no digit", right.substring(0, 63) + "g", Bugs.LENIENT_HEX);
    value("non-hex-all", "no digit at all", "z".repeat(64), Bugs.SHAPE_ONLY);
    value("colons", "colons between the bytes", colons(right), Bugs.LENIENT_HEX);
    value("quoted", "quotes around the signature", "\"" + right + "\"", Bugs.QUOTED);
    value(
        "space-inside",
        "a blank within",
        right.substring(0, 32) + " " + right.substring(32),
        Bugs.SPACE_INSIDE);
    value(
        "tab-inside",
        "a tab within",
        right.substring(0, 10) + "\t" + right.substring(10),
        Bugs.SPACE_INSIDE);
    value(
        "full-width",
        "a byte that is not ASCII",
        right.substring(0, 63) + "\u00E9",
        Bugs.LENIENT_HEX);
    value("comma", "a comma behind the signature", right + ",", Bugs.ANY_HEADER);
    value("semicolon", "a parameter behind the signature", right + ";a=b", Bugs.PREFIX_COMPARED);
    value("percent", "the first digit percent-encoded", percent(right), Bugs.LENIENT_HEX);
    value("null-word", "the word null", "null", Bugs.SHAPE_ONLY);
    value("of-empty-body", "the signature of no bytes", emptyBody(), Bugs.BODY_IGNORED);
    value("long", "64 KiB of zeros", "0".repeat(65_536), Bugs.SHAPE_ONLY);
  }

  private String emptyBody() {
    return Draft.signature(parent.key(), new byte[0]);
  }

  /** Bits in different places: a comparison that stops early, or late, is not seen otherwise. */
  private void flipped() {
    for (int bit : new int[] {0, 7, 8, 127, 128, 248, 255}) {
      byte[] mac = HexFormat.of().parseHex(right);
      mac[bit / 8] ^= (byte) (0x80 >>> (bit % 8));
      value(
          Rules.VERIFIED,
          "bit-" + bit + "-flipped",
          "bit " + bit + " of the signature is flipped",
          HexFormat.of().formatHex(mac),
          Bugs.TRUNCATED);
    }
  }

  private void repeated() {
    String zeros = "0".repeat(64);
    drafts.add(
        repeatedly("repeated-right-first", "a right signature, and then a wrong one")
            .also(Draft.SIGNATURE, zeros)
            .trap(Bugs.FIRST_HEADER));
    drafts.add(
        repeatedly("repeated-right-last", "a wrong signature, and then a right one")
            .first(Draft.SIGNATURE, zeros)
            .trap(Bugs.LAST_HEADER));
    drafts.add(
        repeatedly("repeated-same", "the right signature twice")
            .also(Draft.SIGNATURE, right)
            .trap(Bugs.FIRST_HEADER));
    drafts.add(
        repeatedly("repeated-other-case", "a second signature under the name in lower case")
            .also("x-app-signature", zeros)
            .trap(Bugs.FIRST_HEADER));
    drafts.add(
        repeatedly("repeated-empty-last", "the right signature, and then an empty one")
            .also(Draft.SIGNATURE, "")
            .trap(Bugs.FIRST_HEADER));
    drafts.add(
        repeatedly("repeated-in-between", "a wrong, the right and a wrong signature")
            .first(Draft.SIGNATURE, zeros)
            .also(Draft.SIGNATURE, zeros)
            .trap(Bugs.ANY_HEADER));
    value(
        Rules.FIELD_ONCE,
        "list-right-first",
        "right and wrong in one value with a comma",
        right + ", " + zeros,
        Bugs.ANY_HEADER);
    value(
        Rules.FIELD_ONCE,
        "list-right-last",
        "wrong and right in one value with a comma",
        zeros + "," + right,
        Bugs.ANY_HEADER);
  }

  private Draft repeatedly(String word, String change) {
    return parent.derive(Rules.FIELD_ONCE, word, "Two signature headers: " + change, change);
  }

  private void spaces() {
    around("spaces-around", "Blanks around the value are no part of it", "  " + right + "  ");
    around("tabs-around", "Tabs around the value are no part of it", "\t" + right + "\t");
  }

  private void around(String word, String title, String value) {
    drafts.add(
        parent
            .derive(Rules.FIELD_SPACE, word, title, "white space around the signature")
            .valid()
            .header(Draft.SIGNATURE, value)
            .trap(Bugs.HEADER_SPACE));
  }

  private void value(String word, String change, String value, Bug bug) {
    value(Rules.LOWER_HEX, word, change, value, bug);
  }

  private void value(Rules rule, String word, String change, String value, Bug bug) {
    drafts.add(
        parent
            .derive(rule, word, "A signature of another shape or value: " + change, change)
            .header(Draft.SIGNATURE, value)
            .trap(bug));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static String base64(byte[] mac) {
    return Base64.getEncoder().encodeToString(mac);
  }

  private static String colons(String hex) {
    return hex.replaceAll("(..)(?=.)", "$1:");
  }

  private static String percent(String hex) {
    return "%" + Integer.toHexString(hex.charAt(0)) + hex.substring(1);
  }
}
