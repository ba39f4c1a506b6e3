package dev.lacre.cli.conform.sender;

import dev.lacre.vectors.Bug;
import dev.lacre.vectors.internal.Bugs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A signature header's value, undone step by step into lower-case hex: what it then says, and which
 * mistakes of writing it had.
 *
 * @param hex the signature in lower-case hex, or whatever is left
 * @param mistakes what had to be undone, in order
 */
record SignatureText(String hex, List<Bug> mistakes) {

  private static final Pattern PREFIX =
      Pattern.compile(
          "(?:[A-Za-z]{1,10}=[0-9]{1,19}[,;] ?)?"
              + "(?:[A-Za-z][A-Za-z0-9_-]{0,19}(?:[=,:] ?| (?=[^ ]{16,}$))|0[xX])(?=.)",
          Pattern.DOTALL);

  /** Also as Python prints bytes, with a b before the quotes. */
  private static final Pattern QUOTED = Pattern.compile("b?(['\"])(.*)\\1", Pattern.DOTALL);

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,128}={0,2}");
  private static final int FEWEST_HEX = 8;
  private static final int LENGTH_OF_A_START = 6;

  static SignatureText of(String value) {
    List<Bug> mistakes = new ArrayList<>();
    String rest = value;
    var quoted = QUOTED.matcher(rest);
    if (quoted.matches()) {
      mistakes.add(Bugs.QUOTED);
      rest = quoted.group(2);
    }
    String solid = rest.replaceAll("[ \\t:-]", "");
    if (!solid.equals(rest) && HEX.matcher(solid).matches()) {
      mistakes.add(Bugs.SPACE_INSIDE);
      rest = solid;
    }
    var prefix = PREFIX.matcher(rest);
    if (prefix.lookingAt()) {
      mistakes.add(Bugs.PREFIXED);
      rest = rest.substring(prefix.end());
    }
    if (HEX.matcher(rest).matches() && rest.length() >= FEWEST_HEX) {
      String lower = rest.toLowerCase(Locale.ROOT);
      if (!lower.equals(rest)) {
        mistakes.add(Bugs.UPPER_CASE);
      }
      return new SignatureText(lower, mistakes);
    }
    if (BASE64.matcher(rest).matches()) {
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(rest.replace('+', '-').replace('/', '_'));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (HEX.matcher(text).matches() && text.length() >= FEWEST_HEX) {
          mistakes.add(Bugs.BASE64_OF_HEX);
          return new SignatureText(text.toLowerCase(Locale.ROOT), mistakes);
        }
        mistakes.add(Bugs.BASE64);
        return new SignatureText(HexFormat.of().formatHex(bytes), mistakes);
      } catch (IllegalArgumentException notBase64) {
        // It only looked so.
      }
    }
    return new SignatureText(rest, mistakes);
  }

  /** Returns what a value looks like, with no more of it than shows which one is meant. */
  static String describe(String value) {
    if (value.isEmpty()) {
      return "an empty signature";
    }
    SignatureText text = of(value);
    boolean hex = HEX.matcher(text.hex).matches();
    String kind =
        text.mistakes.contains(Bugs.BASE64)
            ? "Base64 of " + text.hex.length() / 2 + " bytes"
            : text.mistakes.contains(Bugs.BASE64_OF_HEX)
                ? "Base64 of hex"
                : hex
                    ? "hex" + (text.mistakes.contains(Bugs.UPPER_CASE) ? " not in lower case" : "")
                    : "no hex";
    return "'"
        + value.substring(0, Math.min(value.length(), LENGTH_OF_A_START))
        + "...', "
        + value.length()
        + " characters, "
        + kind;
  }
}
