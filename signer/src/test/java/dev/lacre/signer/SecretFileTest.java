package dev.lacre.signer;

import static dev.lacre.signer.Faults.refused;
import static dev.lacre.signer.internal.BouncyHmac.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.internal.SignerAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretFileTest {

  private static final String TEXT = "the text of a secret";
  private static final int LARGEST = 65_536;

  @TempDir private Path directory = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void fromFile_oneNewlineAtTheEndOrNone_isTheTextWithoutIt(String end) throws IOException {
    assertSameKey(TEXT, fromFile(TEXT + end));
  }

  @Test
  void fromFile_severalNewlinesAtTheEnd_losesOnlyTheLast() throws IOException {
    assertSameKey(TEXT + "\n", fromFile(TEXT + "\n\n"));
    assertSameKey(TEXT + "\r\n", fromFile(TEXT + "\r\n\r\n"));
    assertSameKey(TEXT + "\n", fromFile(TEXT + "\n\r\n"));
    assertSameKey(TEXT + "\r", fromFile(TEXT + "\r\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TEXT + " ",
        TEXT + "\r",
        TEXT + "\t",
        " " + TEXT,
        "\n" + TEXT,
        "the text\nof a secret",
        "the text\r\nof a secret",
        "the text \uFEFF of a secret",
      })
  void fromFile_whiteSpaceElsewhere_isPartOfTheSecret(String text) throws IOException {
    assertSameKey(text, fromFile(text));
  }

  @Test
  void fromFile_bytesThatAreNoText_areTheKey() throws IOException {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0xC0 + i);
    }
    Secret secret = Secret.fromFile(Files.write(file(), bytes));
    assertArrayEquals(
        SignerAccess.fingerprint(Secret.ofBytes(bytes)), SignerAccess.fingerprint(secret));
  }

  @Test
  void fromFile_sixteenBytesAndANewline_isJustLongEnough() throws IOException {
    assertSameKey("sixteen bytes...", fromFile("sixteen bytes...\n"));
    String message = refused(() -> fromFile("fifteen bytes..\n"));
    assertTrue(message.contains("is 15 bytes long"), () -> message);
    assertTrue(message.startsWith("In the file '" + file() + "': "), () -> message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\r\n"})
  void fromFile_nothing_isRefusedAsEmpty(String content) {
    String message = refused(() -> fromFile(content));
    assertTrue(message.contains("is empty"), () -> message);
    assertTrue(message.contains(file().toString()), () -> message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n\n", "\r", "                    \n", "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"})
  void fromFile_nothingButWhiteSpace_isRefusedAsThat(String content) {
    String message = refused(() -> fromFile(content));
    assertTrue(message.contains("nothing but white space"), () -> message);
  }

  @Test
  void fromFile_byteOrderMarkAtTheBeginning_isRefused() {
    String message = refused(() -> fromFile("\uFEFF" + TEXT));
    assertTrue(message.contains("begins with a byte order mark"), () -> message);
    assertTrue(message.contains(file().toString()), () -> message);
    assertTrue(refused(() -> fromFile("\uFEFF")).contains("byte order mark"));
  }

  @Test
  void fromFile_missing_isRefusedWithItsName() {
    String message = refused(() -> Secret.fromFile(file()));
    assertTrue(
        message.startsWith("In the file '" + file() + "': it cannot be read"), () -> message);
    assertTrue(message.contains("NoSuchFileException"), () -> message);
  }

  @Test
  void fromFile_directory_isRefusedWithItsName() {
    String message = refused(() -> Secret.fromFile(directory));
    assertTrue(message.contains("'" + directory + "': it cannot be read"), () -> message);
  }

  @Test
  void fromFile_upTo64KiB_isTaken() throws IOException {
    assertSameKey("x".repeat(LARGEST), fromFile("x".repeat(LARGEST)));
    assertSameKey("x".repeat(LARGEST - 1), fromFile("x".repeat(LARGEST - 1) + "\n"));
  }

  @Test
  void fromFile_moreThan64KiB_isRefused() {
    for (int length : new int[] {LARGEST + 1, 4 * LARGEST}) {
      String message = refused(() -> fromFile("x".repeat(length)));
      assertTrue(message.contains("larger than 64 KiB"), () -> message);
      assertTrue(message.contains(file().toString()), () -> message);
    }
  }

  private Path file() {
    return directory.resolve("secret");
  }

  private Secret fromFile(String content) throws IOException {
    return Secret.fromFile(Files.write(file(), utf8(content)));
  }

  private static void assertSameKey(String expected, Secret secret) {
    assertArrayEquals(
        SignerAccess.fingerprint(Secret.ofUtf8(expected)), SignerAccess.fingerprint(secret));
  }
}
