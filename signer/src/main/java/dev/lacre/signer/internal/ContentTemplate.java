package dev.lacre.signer.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scheme signs, as a text with placeholders: {@code {body}} alone in Open Delivery, {@code
 * {timestamp}.{body}} in many others. Immutable.
 *
 * <p>A template is refused when two different messages could give the same signed bytes by its
 * form: placeholders side by side, a digit behind the timestamp, or no body at its end. A value
 * that holds the first character of the text behind it would allow the same, so {@link #allows}
 * refuses such a value.
 */
public final class ContentTemplate {

  /** What may stand in signed content besides literal text. */
  public enum Field {
    /** The application header's value. */
    APP_ID("{app-id}"),
    /** The merchant header's value. */
    MERCHANT_ID("{merchant-id}"),
    /** The timestamp header's value. */
    TIMESTAMP("{timestamp}"),
    /** The exact bytes of the body. */
    BODY("{body}");

    private final String placeholder;

    Field(String placeholder) {
      this.placeholder = placeholder;
    }

    @Override
    public String toString() {
      return placeholder;
    }
  }

  /** A field, and the literal text that follows it. */
  private record Part(Field field, String literalAfter) {}

  private final String text;
  private final String literalFirst;
  private final List<Part> beforeBody = new ArrayList<>();
  private final Set<Field> fields = EnumSet.noneOf(Field.class);

  private ContentTemplate(String text) {
    this.text = text;
    int at = literalEnd(text, 0);
    this.literalFirst = ascii(text.substring(0, at));
    while (at < text.length()) {
      Field field = fieldAt(text, at);
      if (!fields.add(field)) {
        throw bad(text, "names " + field + " twice");
      }
      at += field.placeholder.length();
      int end = literalEnd(text, at);
      if (field == Field.BODY) {
        if (at != text.length()) {
          throw bad(text, "goes on behind {body}");
        }
        return;
      }
      if (end == at) {
        throw bad(text, "has nothing between " + field + " and what follows");
      }
      if (field == Field.TIMESTAMP && Character.isDigit(text.charAt(at))) {
        throw bad(text, "has a digit behind {timestamp}, as if it were part of it");
      }
      beforeBody.add(new Part(field, ascii(text.substring(at, end))));
      at = end;
    }
    throw bad(text, "has no {body}");
  }

  /** Reads a template, or says what is wrong with it. */
  public static ContentTemplate parse(String text) {
    return new ContentTemplate(text);
  }

  private static Field fieldAt(String text, int at) {
    for (Field field : Field.values()) {
      if (text.startsWith(field.placeholder, at)) {
        return field;
      }
    }
    throw bad(text, "has a brace that begins no known placeholder");
  }

  private static int literalEnd(String text, int from) {
    int end = text.indexOf('{', from);
    return end < 0 ? text.length() : end;
  }

  private static String ascii(String literal) {
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c > 0x7E || c == '}') {
        throw bad(literal, "has a character that is not ASCII, or a stray brace");
      }
    }
    return literal;
  }

  private static IllegalArgumentException bad(String text, String fault) {
    return new IllegalArgumentException(
        "The signed content '"
            + Printable.of(text)
            + "' "
            + fault
            + "; it is ASCII text with {app-id}, {merchant-id} and {timestamp} at most once each,"
            + " text between any two of them, and {body} at its end, such as '{timestamp}.{body}'.");
  }

  /** Tells whether the field's value is part of what is signed. */
  public boolean covers(Field field) {
    return fields.contains(field);
  }

  /** Tells whether the value cannot be mistaken for more or less than the field it fills. */
  public boolean allows(Field field, String value) {
    for (Part part : beforeBody) {
      if (part.field == field) {
        return value.indexOf(part.literalAfter.charAt(0)) < 0;
      }
    }
    return true;
  }

  /** Feeds everything that stands before the body. */
  public void begin(Hmac mac, String appId, String merchantId, @Nullable String timestamp) {
    feed(mac, literalFirst);
    for (Part part : beforeBody) {
      String value =
          switch (part.field) {
            case APP_ID -> appId;
            case MERCHANT_ID -> merchantId;
            case TIMESTAMP -> timestamp == null ? "" : timestamp;
            case BODY -> throw new IllegalStateException("the body is no part before the body");
          };
      feed(mac, value);
      feed(mac, part.literalAfter);
    }
  }

  private static void feed(Hmac mac, String text) {
    if (!text.isEmpty()) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      mac.update(bytes, 0, bytes.length);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
