package dev.lacre.verifier.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file itself: one JSON document in UTF-8, and no parser message that quotes it. */
class LacreConfigSyntaxTest {

  private static final String GOOD =
      """
      {
        "credentials": [
          { "appId": "app-1", "model": "client_credentials_application",
            "secrets": [ {"insecureLiteral": "Zebra-Marker-literal"} ],
            "merchants": ["store-1"] }
        ],
        "routes": { "/v1/newEvent": { "operation": "v1/newEvent" } }
      }
      """;

  @TempDir private Path temporary;
  private ConfigFolder folder = new ConfigFolder(Path.of(""));

  @BeforeEach
  void prepare() {
    folder = new ConfigFolder(temporary);
  }

  private static String message(LacreConfigException fault) {
    return String.valueOf(fault.getMessage());
  }

  private void assertNotJson(String json) {
    LacreConfigException fault = folder.fault(json);
    assertTrue(fault.place().matches("lacre\\.json:[1-9][0-9]*:[0-9]+"), fault.place());
    assertTrue(message(fault).contains("not valid JSON here"), message(fault));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "{",
        "}",
        "{\"credentials\"",
        "{\"credentials\":",
        "{\"credentials\":}",
        "{credentials: []}",
        "{'credentials': []}",
        "{\"credentials\": [],}",
        "{\"credentials\": [1,]}",
        "{\"credentials\": [,1]}",
        "{\"credentials\" []}",
        "{\"credentials\": NaN}",
        "{\"credentials\": 01}",
        "{\"credentials\": +1}",
        "{\"credentials\": .5}",
        "{\"credentials\": \"\\x\"}",
        "{\"credentials\": \"\t\"}",
        "// a comment\n{}",
        "/* a comment */ {}",
        "# a comment\n{}",
        "{} x",
        "\u0000{}",
        "\u00A0{}"
      })
  void whatIsNoJson_isRefusedWhereItStands(String json) {
    assertNotJson(json);
  }

  @Test
  void faultInALaterLine_isNamedByLineAndColumn() {
    LacreConfigException fault = folder.fault(GOOD.replace("\"routes\":", "\n  routes:"));
    assertTrue(fault.place().startsWith("lacre.json:8:"), fault.place());
  }

  @Test
  void commentInAnyPlace_isRefused() {
    for (String comment : new String[] {"// Zebra\n", "/* Zebra */", "# Zebra\n"}) {
      assertNotJson(GOOD.replace("\"routes\":", comment + "\"routes\":"));
      assertNotJson(GOOD.replace("[ {", "[ " + comment + "{"));
      assertNotJson(GOOD + comment);
    }
  }

  @Test
  void everyBeginningOfTheFile_isRefused() {
    String whole = GOOD.strip();
    for (int end = 0; end < whole.length(); end++) {
      folder.fault(whole.substring(0, end));
    }
  }

  @Test
  void everySingleCharacterLeftOutOrDoubled_isRefusedOrHarmless_andNeverLeaks() {
    for (int at = 0; at < GOOD.length(); at++) {
      String without = GOOD.substring(0, at) + GOOD.substring(at + 1);
      String doubled = GOOD.substring(0, at) + GOOD.charAt(at) + GOOD.substring(at);
      for (String json : new String[] {without, doubled}) {
        try {
          folder.load(json);
        } catch (LacreConfigException fault) {
          // Within the secret, what is left of it is a name or a key of the file's own.
          assertFalse(message(fault).contains("Zebra-Marker-literal"), message(fault));
          assertNull(fault.getCause());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "1", "\"Zebra\"", "null", "{\"Zebra\": 1}"})
  void secondDocument_isRefused(String second) {
    LacreConfigException fault = folder.fault(GOOD + second);
    assertTrue(fault.place().startsWith("lacre.json:9:1"), fault.place());
    assertTrue(message(fault).contains("remove it"), message(fault));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\t\r\n "})
  void emptyFile_isRefused(String json) {
    LacreConfigException fault = folder.fault(json);
    assertEquals("lacre.json", fault.place());
    assertTrue(message(fault).contains("is empty"), message(fault));
    assertTrue(message(fault).contains("credentials and routes"), message(fault));
  }

  @Test
  void missingFileOrFolder_isRefused() {
    for (String name : new String[] {"absent.json", "absent/lacre.json", "."}) {
      Path path = temporary.resolve(name);
      LacreConfigException fault =
          assertThrows(LacreConfigException.class, () -> LacreConfig.load(path));
      assertEquals(path.toString(), fault.place());
      assertTrue(message(fault).matches(".* \\([A-Za-z]*Exception\\); .*"), message(fault));
      assertTrue(message(fault).contains("cannot be read"), message(fault));
      assertTrue(message(fault).contains("name a file that exists"), message(fault));
      assertNull(fault.getCause());
    }
  }

  @Test
  void byteOrderMark_isRefused() {
    LacreConfigException fault = folder.fault("\uFEFF" + GOOD);
    assertEquals("lacre.json", fault.place());
    assertTrue(message(fault).contains("byte order mark"), message(fault));
    assertTrue(message(fault).contains("save it without one"), message(fault));
    assertNotJson(GOOD.replace("[ {", "[ \uFEFF{"));
  }

  @Test
  void utf16_isRefused() {
    for (Charset charset : new Charset[] {UTF_16, UTF_16LE, UTF_16BE}) {
      folder.fault(GOOD.getBytes(charset));
    }
    folder.fault(("\uFEFF" + GOOD).getBytes(UTF_16LE));
  }

  @Test
  void latin1_isRefused_utf8Read() {
    String accented = GOOD.replace("Zebra-Marker-literal", "Zebra-Marker p\u00E3o de queijo");
    assertEquals(1, folder.load(accented).routes().size());
    LacreConfigException fault = folder.fault(accented.getBytes(ISO_8859_1));
    assertEquals("lacre.json", fault.place());
    assertTrue(message(fault).contains("not UTF-8; save it as UTF-8"), message(fault));
  }

  @Test
  void overlongUtf8OrSurrogatesInIt_isRefused() {
    byte[] json = GOOD.getBytes(ISO_8859_1);
    int at = GOOD.indexOf("Zebra");
    for (int[] malformed :
        new int[][] {{0xC0, 0xAF}, {0xED, 0xA0, 0x80}, {0xF5, 0x80, 0x80, 0x80}, {0x80}, {0xFF}}) {
      byte[] spoilt = json.clone();
      for (int i = 0; i < malformed.length; i++) {
        spoilt[at + i] = (byte) malformed[i];
      }
      assertTrue(message(folder.fault(spoilt)).contains("not UTF-8"));
    }
  }

  @Test
  void nestedTooDeep_isRefused() {
    for (int depth : new int[] {33, 100, 5000}) {
      for (String json :
          new String[] {
            "{\"credentials\": " + "[".repeat(depth) + "]".repeat(depth) + "}",
            "{\"a\": ".repeat(depth) + "1" + "}".repeat(depth),
            "[".repeat(depth)
          }) {
        LacreConfigException fault = folder.fault(json);
        assertEquals("lacre.json", fault.place());
        assertTrue(message(fault).contains("nests deeper than 32 levels"), message(fault));
      }
    }
  }

  @Test
  void numberOrNameOfAnyLength_isRefused() {
    folder.fault(GOOD.replace("\"v1/newEvent\"", "9".repeat(5000)));
    folder.fault(GOOD.replace("\"v1/newEvent\"", "0." + "9".repeat(5000)));
    folder.fault(GOOD.replace("\"operation\"", "\"" + "x".repeat(60_000) + "\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Zebra-Marker-literal",
        "Zebra-Marker-literal\"",
        "Zebra-Marker-literal",
        "ZebraMarkerliteral",
        "trueZebra",
        "nullZebra",
        "1Zebra",
        "'Zebra-Marker-literal'",
        "\"Zebra-Marker-literal\" x",
        "\"Zebra-Marker-literal\" Zebra",
        "\"Zebra-Marker-literal\"Zebra: 1",
        "\"Zebra\\xMarker-literal\"",
        "\"Zebra\\u00Marker-literal\"",
        "\"Zebra-\u0001Marker-literal\"",
        "\"Zebra-Marker\nliteral\"",
        "\"Zebra-Marker-literal\", Zebra",
        "\"Zebra-Marker-literal\", \"env\" \"Zebra\"",
        "\"Zebra-Marker-literal\"]",
        "\"Zebra-Marker-literal\\",
        "{Zebra: 1}",
        "[Zebra]"
      })
  void syntaxErrorInOrBehindASecret_quotesNothingOfIt(String value) {
    assertNotJson(GOOD.replace("\"Zebra-Marker-literal\"", value));
  }
}
