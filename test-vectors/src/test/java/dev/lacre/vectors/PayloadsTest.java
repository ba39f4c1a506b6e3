package dev.lacre.vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadsTest {

  @ParameterizedTest
  @CsvSource({
    "bytes-latin1-INVALID-utf8.json, 90ddb909e0b314e29ba36439bf57c9ae169b3aefbe3ba4d342f760c746c0907f",
    "bytes-pretty-crlf.json, 212e8c4a916f3f366f36e9e301f038468d31aa447dfc627aee1c702f340e4650",
    "bytes-trailing-newline.json, 404753490f926a341790a4332ed90a0b758aee2392af23f08b53ae8b535beeb8",
    "bytes-utf8-bom.json, b9124d1e87fdddc3bd644d0bd268f9677530c9ead9381eb81900acf072754d6c",
    "bytes-ascii-escapes.json, f1c8bb476d149cdf0604b3725cab3ecd940e0764cedd9514bd47577404a38db6",
    "confirmationCode.json, c1cd76f26d86468f0c96a59581ebc4a985e9b8b8248c0274ee421b903b4e9eb8",
    "v1-newEvent-CREATED.json, 38748b8d051819a6ee67afd05910891ab9f597bcf9d3b141c5eb21cb94530ccd"
  })
  void bytes_fileOfDelicateBytes_areTheOnesThatWereMeasured(String name, String sha256)
      throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Payloads.bytes(name));
    assertEquals(sha256, HexFormat.of().formatHex(digest));
  }

  @Test
  void bytes_latin1Payload_isNotUtf8() {
    assertThrows(
        CharacterCodingException.class,
        () ->
            StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(Payloads.bytes("bytes-latin1-INVALID-utf8.json"))));
  }

  @Test
  void names_all_areTheFilesThatAreThere() throws Exception {
    Path folder =
        Path.of(Payloads.class.getResource("payloads/confirmationCode.json").toURI()).getParent();
    try (var files = Files.list(folder)) {
      assertEquals(
          files.map(file -> file.getFileName().toString()).sorted().toList(), Payloads.names());
    }
  }

  @Test
  void names_all_haveBytes() {
    for (String name : Payloads.names()) {
      assertTrue(Payloads.bytes(name).length > 0, name);
    }
  }

  @Test
  void bytes_calledTwice_givesEachCallerItsOwn() {
    byte[] first = Payloads.bytes("confirmationCode.json");
    byte[] second = Payloads.bytes("confirmationCode.json");
    assertNotSame(first, second);
    assertArrayEquals(first, second);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nothing.json", "../payloads.txt", "/etc/hostname", "payloads.txt"})
  void bytes_unknownName_isRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Payloads.bytes(name));
  }

  @Test
  void names_list_isImmutable() {
    List<String> names = Payloads.names();
    assertThrows(UnsupportedOperationException.class, () -> names.add("mine.json"));
  }
}
