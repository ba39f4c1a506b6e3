package dev.lacre.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Documents are written together with what stands in them, so that no parser is the judge. */
class SignedFieldsPropertyTest {

  private static final String LETTERS = "ab/~01 \"\\\n\t\0\u00E9\u20ACzS";
  private static final String WHITE_SPACE = " \t\r\n";

  @Property
  void text_anyPointerIntoAnyDocument_isWhatWasWrittenThere(@ForAll Random random)
      throws Exception {
    Document document = new Document(random, false);
    byte[] body = document.bytes();
    List<JsonPointer> pointers = new ArrayList<>();
    document.texts.keySet().forEach(pointer -> pointers.add(JsonPointer.compile(pointer)));
    SignedFields fields = SignedFields.read(body, 0, body.length, pointers);
    for (JsonPointer pointer : pointers) {
      assertEquals(
          document.texts.get(pointer.toString()),
          fields.text(pointer),
          () -> pointer + " " + new String(body, UTF_8));
    }
  }

  @Property
  void read_anyDocumentWithOneKeyTwice_isMalformed(@ForAll Random random) {
    Document document = new Document(random, true);
    assertMalformed(document.bytes());
  }

  @Property(tries = 200)
  void read_anyDocumentCutAnywhere_isMalformed(@ForAll Random random) {
    byte[] body = new Document(random, false).bytes();
    int end = body.length;
    while (end > 0 && WHITE_SPACE.indexOf(body[end - 1]) >= 0) {
      end--;
    }
    for (int length = 0; length < end; length++) {
      assertMalformed(Arrays.copyOf(body, length));
    }
  }

  @Property
  void read_anyDocumentWithMoreBehind_isMalformed(@ForAll Random random, @ForAll byte more) {
    byte[] body = new Document(random, false).bytes();
    if (WHITE_SPACE.indexOf(more) < 0) {
      byte[] longer = Arrays.copyOf(body, body.length + 1);
      longer[body.length] = more;
      assertMalformed(longer);
    }
  }

  @Property(tries = 5000)
  void read_anyBytes_throwsAtMostThatTheyAreMalformed(@ForAll byte[] body) {
    readQuietly(body);
  }

  @Property(tries = 5000)
  void read_anyDocumentWithBytesChanged_throwsAtMostThatItIsMalformed(
      @ForAll Random random, @ForAll byte replacement) {
    byte[] body = new Document(random, false).bytes();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      body[random.nextInt(body.length)] =
          random.nextBoolean() ? replacement : body[random.nextInt(body.length)];
    }
    readQuietly(body);
  }

  private static void readQuietly(byte[] body) {
    try {
      SignedFields.read(body, 0, body.length, pointers());
    } catch (MalformedBodyException malformed) {
      // one of the two outcomes
    }
  }

  private static void assertMalformed(byte[] body) {
    assertThrows(
        MalformedBodyException.class,
        () -> SignedFields.read(body, 0, body.length, pointers()),
        () -> new String(body, UTF_8));
  }

  private static List<JsonPointer> pointers() {
    return List.of(JsonPointer.empty(), JsonPointer.compile("/a/0"), JsonPointer.compile("/0/a/b"));
  }

  /** A random object or array, as text, and the string (or null) at each pointer into it. */
  private static final class Document {

    final Map<String, String> texts = new LinkedHashMap<>();
    private final StringBuilder json = new StringBuilder();
    private final Random random;
    private boolean doublesAKey;

    Document(Random random, boolean doublesAKey) {
      this.random = random;
      this.doublesAKey = doublesAKey;
      space();
      if (doublesAKey) {
        // At least one object with a key, at some depth.
        json.append("[");
        value("/0", random.nextInt(3));
        json.append(",");
        object("/1", 2);
        json.append("]");
      } else if (random.nextBoolean()) {
        object("", 4);
      } else {
        array("", 4);
      }
      space();
    }

    byte[] bytes() {
      return json.toString().getBytes(UTF_8);
    }

    private void value(String pointer, int depth) {
      texts.put(pointer, null);
      space();
      switch (random.nextInt(depth > 0 ? 8 : 5)) {
        case 0 -> json.append(random.nextBoolean() ? "true" : "null");
        case 1 -> json.append(random.nextInt()).append(random.nextBoolean() ? "" : ".5E-7");
        case 2, 3, 4 -> {
          String text = text();
          texts.put(pointer, text);
          string(text);
        }
        case 5 -> array(pointer, depth - 1);
        default -> object(pointer, depth - 1);
      }
      space();
    }

    private void array(String pointer, int depth) {
      texts.put(pointer, null);
      json.append('[');
      int size = random.nextInt(4);
      for (int i = 0; i < size; i++) {
        json.append(i == 0 ? "" : ",");
        value(pointer + "/" + i, depth);
      }
      texts.putIfAbsent(pointer + "/" + size, null);
      space();
      json.append(']');
    }

    private void object(String pointer, int depth) {
      texts.put(pointer, null);
      json.append('{');
      List<String> keys = new ArrayList<>();
      for (int i = random.nextInt(4) + (doublesAKey ? 1 : 0); i > 0; i--) {
        String key = text();
        if (!keys.contains(key)) {
          member(pointer, key, keys.isEmpty(), depth);
          keys.add(key);
        }
      }
      if (doublesAKey) {
        doublesAKey = false;
        member(pointer, keys.get(random.nextInt(keys.size())), false, depth);
      }
      space();
      json.append('}');
    }

    private void member(String pointer, String key, boolean first, int depth) {
      json.append(first ? "" : ",");
      space();
      string(key);
      space();
      json.append(':');
      value(pointer + "/" + key.replace("~", "~0").replace("/", "~1"), depth);
    }

    private String text() {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(4); i > 0; i--) {
        text.append(
            random.nextInt(9) == 0
                ? "\uD83C\uDF55"
                : LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      return text.toString();
    }

    private void string(String text) {
      json.append('"');
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        boolean surrogate = Character.isSurrogate(c);
        if (c == '"' || c == '\\' || c == '/' && random.nextBoolean()) {
          json.append('\\').append(c);
        } else if (c == '\n' && random.nextBoolean()) {
          json.append("\\n");
        } else if (c < 0x20 || !surrogate && random.nextInt(4) == 0) {
          json.append((random.nextBoolean() ? "\\u%04x" : "\\u%04X").formatted((int) c));
        } else {
          json.append(c);
        }
      }
      json.append('"');
    }

    private void space() {
      while (random.nextInt(4) == 0) {
        json.append(WHITE_SPACE.charAt(random.nextInt(WHITE_SPACE.length())));
      }
    }
  }
}
