package dev.lacre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignCommandTest {

  private static final String PUBLISHED =
      "{\"code\":\"PLC\",\"createdAt\":\"2023-02-20T18:19:03.20162269Z\",\"fullCode\":\"PLACED\","
          + "\"id\":\"a38ba215-f949-4b2c-982a-0582a9d0c10e\","
          + "\"merchantId\":\"cad65e8f-6fc6-438a-b159-e64a902a6b9a\","
          + "\"orderId\":\"2c97e104-35ed-4c18-85d7-854a40b6b9e3\"}";

  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private static List<String> sign(String... more) {
    String[] all = Arrays.copyOf(new String[] {"sign", "--app-id=my-app"}, 2 + more.length);
    System.arraycopy(more, 0, all, 2, more.length);
    return List.of(all);
  }

  private static String hmac(byte[] key, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(body));
  }

  private static String hmac(String key, byte[] body) throws Exception {
    return hmac(key.getBytes(StandardCharsets.UTF_8), body);
  }

  @Test
  void sign_body_printsThreeHeaderLinesAndNothingElse() throws Exception {
    Run run =
        Run.given().in(BODY).run(sign("--merchant-id=store-123", "--secret-env=LACRE_SECRET"));
    assertEquals(Lacre.DONE, run.code());
    assertEquals(
        "X-App-Id: my-app\nX-App-MerchantId: store-123\nX-App-Signature: "
            + hmac(Run.SECRET, BODY)
            + "\n",
        run.out());
    assertEquals("", run.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "false|6f9ed23a7b505a3b6907c5f6eb2ad1b056fbf35a643d365a9a072ed7aabca153",
        "true|cf7e092c9148a48f5ee5f12b947f46b331eac6bf0745e1e1d0f3df722e219df3"
      })
  void signatureOnly_publishedVector_isTheirSignature(boolean spaced, String signature) {
    String body =
        spaced ? PUBLISHED.replace(",", ", ").replace("{", "{ ").replace("}", " }") : PUBLISHED;
    Run run =
        Run.given()
            .variable("KEY", "dummysecret")
            .in(body)
            .run(sign("--merchant-id=m", "--secret-env=KEY", "--signature-only", "-"));
    assertEquals(Lacre.DONE, run.code());
    assertEquals(signature + "\n", run.out());
    assertTrue(run.err().contains("warning: the secret is shorter than 16 bytes"), run.err());
  }

  @Test
  void sign_bodyAsFileDashOrNothing_isTheSame() throws Exception {
    byte[] body = {(byte) 0xFF, (byte) 0xFE, 0, '\r', '\n', (byte) 0xC3};
    Path file = Files.write(folder.resolve("body"), body);
    List<String> flags = sign("--merchant-id=m", "--secret-env=LACRE_SECRET", "--signature-only");
    String expected = hmac(Run.SECRET, body) + "\n";
    assertEquals(expected, Run.given().in(body).run(flags).out());
    assertEquals(expected, Run.given().in(body).run(with(flags, "-")).out());
    assertEquals(expected, Run.given().run(with(flags, file.toString())).out());
  }

  private static List<String> with(List<String> args, String last) {
    String[] all = args.toArray(new String[args.size() + 1]);
    all[args.size()] = last;
    return List.of(all);
  }

  @ParameterizedTest
  @CsvSource({"'',''", "'\n',''", "'\r\n',''", "'\n\n','\n'", "'\r','\r'", "' \n',' '"})
  void secretFile_withNewlines_losesOneAtItsEnd(String end, String kept) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), Run.SECRET + end);
    Run run =
        Run.given()
            .in(BODY)
            .run(sign("--merchant-id=m", "--signature-only", "--secret-file=" + file));
    assertEquals(hmac(Run.SECRET + kept, BODY) + "\n", run.out());
  }

  @Test
  void secretFile_ofArbitraryBytes_isTakenAsTheyAre() throws Exception {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) 0xFE);
    Path file = Files.write(folder.resolve("secret"), key);
    Run run =
        Run.given()
            .in(BODY)
            .run(sign("--merchant-id=m", "--signature-only", "--secret-file=" + file));
    assertEquals(hmac(key, BODY) + "\n", run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" 0123456789abcdef ", "0123456789abcdef\n", "\u00e7\u00e9dille-0123456789"})
  void secretEnv_value_isTakenAsItIs(String value) throws Exception {
    Run run =
        Run.given()
            .variable("KEY", value)
            .in(BODY)
            .run(sign("--merchant-id=m", "--signature-only", "--secret-env=KEY"));
    assertEquals(hmac(value, BODY) + "\n", run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void secretEnv_blank_isASetUpFault(String value) {
    Run.given()
        .variable("KEY", value)
        .run(sign("--merchant-id=m", "--secret-env=KEY"))
        .assertSetUpFault();
  }

  @Test
  void secretEnv_notSet_isASetUpFaultThatNamesIt() {
    Run run = Run.given().run(sign("--merchant-id=m", "--secret-env=NOT_SET"));
    run.assertSetUpFault();
    assertTrue(run.err().contains("'NOT_SET'"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void secretFile_empty_isASetUpFault(String content) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), content);
    Run.given().run(sign("--merchant-id=m", "--secret-file=" + file)).assertSetUpFault();
  }

  @Test
  void secretFile_withByteOrderMark_isASetUpFault() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "\uFEFF" + Run.SECRET);
    Run.given().run(sign("--merchant-id=m", "--secret-file=" + file)).assertSetUpFault();
  }

  @Test
  void secretFile_tooLarge_isASetUpFault() throws Exception {
    Path file = Files.write(folder.resolve("secret"), new byte[65_537]);
    Run.given().run(sign("--merchant-id=m", "--secret-file=" + file)).assertSetUpFault();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "."})
  void sign_fileThatCannotBeRead_isASetUpFaultThatNamesIt(String name) {
    String file = folder.resolve(name).toString();
    Run body = Run.given().run(sign("--merchant-id=m", "--secret-env=LACRE_SECRET", file));
    body.assertSetUpFault();
    assertTrue(body.err().contains(file), body.err());
    Run secret = Run.given().run(sign("--merchant-id=m", "--secret-file=" + file));
    secret.assertSetUpFault();
    assertTrue(secret.err().contains(file), secret.err());
  }

  @Test
  void sign_emptyBody_signsWithAWarning() throws Exception {
    Run run =
        Run.given().run(sign("--merchant-id=m", "--signature-only", "--secret-env=LACRE_SECRET"));
    assertEquals(Lacre.DONE, run.code());
    assertEquals(hmac(Run.SECRET, new byte[0]) + "\n", run.out());
    assertTrue(run.err().contains("warning: the body is empty"), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "my store", "loja\u00e7", "a\nX-Evil: 1", "a\tb"})
  void sign_badId_isAUsageFault(String id) {
    Run.given()
        .in(BODY)
        .run(sign("--merchant-id", id, "--secret-env=LACRE_SECRET"))
        .assertUsageFault();
    Run.given()
        .in(BODY)
        .run("sign", "--app-id", id, "--merchant-id=m", "--secret-env=LACRE_SECRET")
        .assertUsageFault();
  }

  @Test
  void sign_idOf128Characters_isTheLongest() {
    String longest = "x".repeat(128);
    Run fits =
        Run.given().in(BODY).run(sign("--merchant-id", longest, "--secret-env=OTHER_SECRET"));
    assertEquals(Lacre.DONE, fits.code());
    Run.given()
        .in(BODY)
        .run(sign("--merchant-id", longest + "x", "--secret-env=OTHER_SECRET"))
        .assertUsageFault();
  }

  @Test
  void sign_wrongCombinationOfFlags_isAUsageFault() {
    Run.given().run("sign").assertUsageFault();
    Run.given().run(sign("--secret-env=LACRE_SECRET")).assertUsageFault();
    Run.given().run(sign("--merchant-id=m")).assertUsageFault();
    Run.given()
        .run(sign("--merchant-id=m", "--secret-env=LACRE_SECRET", "--secret-file=f"))
        .assertUsageFault();
    Run.given()
        .run(sign("--merchant-id=m", "--merchant-id=n", "--secret-env=LACRE_SECRET"))
        .assertUsageFault();
    Run.given()
        .run(sign("--merchant-id=m", "--secret-env=LACRE_SECRET", "one", "two"))
        .assertUsageFault();
    Run.given().run(sign("--merchant-id=m", "--secret-file=-")).assertUsageFault();
  }

  @Test
  void sign_largeBodyInUnevenPieces_isSignedWhole() throws Exception {
    long length = (1L << 25) + 7;
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(Run.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] zeros = new byte[1 << 16];
    for (long left = length; left > 0; left -= zeros.length) {
      mac.update(zeros, 0, (int) Math.min(left, zeros.length));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        Lacre.run(
            sign("--merchant-id=m", "--signature-only", "--secret-env=S").toArray(String[]::new),
            new Zeros(length),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            name -> Run.SECRET);
    assertEquals(Lacre.DONE, code);
    assertEquals(
        HexFormat.of().formatHex(mac.doFinal()) + "\n", out.toString(StandardCharsets.UTF_8));
  }

  /** A long body that comes in uneven pieces. */
  private static final class Zeros extends InputStream {

    private long left;

    Zeros(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, buffer.length);
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(Math.min(left, length), 40_961);
      Arrays.fill(buffer, offset, offset + count, (byte) 0);
      left -= count;
      return count;
    }
  }
}
