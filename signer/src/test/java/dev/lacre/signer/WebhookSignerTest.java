package dev.lacre.signer;

import static dev.lacre.signer.Faults.outOfOrder;
import static dev.lacre.signer.internal.BouncyHmac.utf8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.signer.WebhookSigner.PendingSignature;
import dev.lacre.signer.internal.BouncyHmac;
import dev.lacre.signer.internal.Piece;
import dev.lacre.signer.internal.Piece.Cut;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignerTest {

  private static final MerchantId STORE = MerchantId.of("store-123");
  private static final String KEY = "a key that both sides know";

  private final WebhookSigner signer =
      WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("my-app"), Secret.ofUtf8(KEY));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "'{\"code\":\"PLC\",\"createdAt\":\"2023-02-20T18:19:03.20162269Z\",\"fullCode\":\"PLACED\","
            + "\"id\":\"a38ba215-f949-4b2c-982a-0582a9d0c10e\","
            + "\"merchantId\":\"cad65e8f-6fc6-438a-b159-e64a902a6b9a\","
            + "\"orderId\":\"2c97e104-35ed-4c18-85d7-854a40b6b9e3\"}'"
            + "|6f9ed23a7b505a3b6907c5f6eb2ad1b056fbf35a643d365a9a072ed7aabca153",
        "'{ \"code\":\"PLC\", \"createdAt\":\"2023-02-20T18:19:03.20162269Z\","
            + " \"fullCode\":\"PLACED\", \"id\":\"a38ba215-f949-4b2c-982a-0582a9d0c10e\","
            + " \"merchantId\":\"cad65e8f-6fc6-438a-b159-e64a902a6b9a\","
            + " \"orderId\":\"2c97e104-35ed-4c18-85d7-854a40b6b9e3\" }'"
            + "|cf7e092c9148a48f5ee5f12b947f46b331eac6bf0745e1e1d0f3df722e219df3",
      })
  void sign_publishedVector_isThePublishedSignature(String body, String signature) {
    Secret dummy = Secret.ofShortBytesInsecurely(utf8("dummysecret"));
    WebhookSigner published =
        WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("my-app"), dummy);
    assertEquals(signature, published.sign(STORE, utf8(body)).signature());
  }

  @Test
  void sign_anyBody_givesTheHeadersInTheirOrder() {
    byte[] body = utf8("{}");
    String signature =
        HexFormat.of().formatHex(BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), body));
    List<Map.Entry<String, String>> expected =
        List.of(
            Map.entry("X-App-Id", "my-app"),
            Map.entry("X-App-MerchantId", "store-123"),
            Map.entry("X-App-Signature", signature));
    SignedHeaders headers = signer.sign(STORE, body);
    assertEquals(expected, headers.entries());
    assertEquals(expected, List.copyOf(headers.toMap().entrySet()));
    List<Map.Entry<String, String>> handedOut = new ArrayList<>();
    headers.forEach((name, value) -> handedOut.add(Map.entry(name, value)));
    assertEquals(expected, handedOut);
    assertEquals(signature, headers.signature());
  }

  @Test
  void signedHeaders_changedByTheCaller_stayTheSame() {
    SignedHeaders headers = signer.sign(STORE, utf8("{}"));
    assertThrows(UnsupportedOperationException.class, () -> headers.entries().remove(0));
    headers.toMap().clear();
    assertEquals(3, headers.toMap().size());
  }

  @Test
  void sign_bodyInSeveralByteForms_isAnotherSignatureForEach() {
    List<String> forms =
        List.of(
            "{\"a\":1}", "{\"a\":1}\n", "{\"a\":1}\r\n", "\n\n{\"a\":1}", "\uFEFF{\"a\":1}", "");
    Set<String> signatures = new HashSet<>();
    forms.forEach(form -> signatures.add(signer.sign(STORE, utf8(form)).signature()));
    assertEquals(forms.size(), signatures.size());
  }

  @Test
  void sign_bytesThatAreNoText_isTheirMac() {
    byte[] body = HexFormat.of().parseHex("fffe8000c328");
    assertEquals(
        HexFormat.of().formatHex(BouncyHmac.mac(MacAlgorithm.HMAC_SHA256, utf8(KEY), body)),
        signer.sign(STORE, body).signature());
  }

  @Test
  void sign_anotherMerchantOrApp_isTheSameSignatureInOpenDelivery() {
    String signature = signer.sign(STORE, utf8("{}")).signature();
    WebhookSigner other =
        WebhookSigner.of(SignatureScheme.openDelivery(), AppId.of("other"), Secret.ofUtf8(KEY));
    assertEquals(signature, other.sign(MerchantId.of("other"), utf8("{}")).signature());
  }

  @Test
  void sign_bodyChangedAfterwards_staysTheSame() {
    byte[] body = utf8("{}");
    PendingSignature pending = signer.begin(STORE).update(body);
    body[0] = '[';
    assertEquals(signer.sign(STORE, utf8("{}")).signature(), pending.finish().signature());
    assertArrayEquals(utf8("[}"), body);
  }

  @Property
  void finish_bodyCutAnyhow_isThatOfTheWholeBody(
      @ForAll @Size(max = 600) byte[] body, @ForAll("cuts") List<Cut> cuts) {
    PendingSignature pending = signer.begin(STORE);
    for (Piece piece : Piece.of(body, cuts)) {
      assertSame(pending, take(pending, piece));
    }
    assertEquals(signer.sign(STORE, body).entries(), pending.finish().entries());
  }

  @Provide
  Arbitrary<List<Cut>> cuts() {
    return Piece.anyCuts();
  }

  private static PendingSignature take(PendingSignature pending, Piece piece) {
    return switch (piece.form()) {
      case WHOLE_ARRAY -> pending.update(piece.bytes());
      case WITHIN_ARRAY -> pending.update(piece.amidNoise(), piece.offset(), piece.bytes().length);
      default -> {
        ByteBuffer buffer = piece.buffer();
        pending.update(buffer);
        assertEquals(0, buffer.remaining());
        yield pending;
      }
    };
  }

  @Test
  void finish_nothingTakenIn_isTheSignatureOfAnEmptyBody() {
    assertEquals(
        signer.sign(STORE, new byte[0]).signature(), signer.begin(STORE).finish().signature());
  }

  @Test
  void finish_twice_isOutOfOrder() {
    PendingSignature pending = signer.begin(STORE);
    pending.finish();
    assertTrue(outOfOrder(pending::finish).contains("is finished; begin another one"));
  }

  @Test
  void update_afterFinish_isOutOfOrderInEveryForm() {
    PendingSignature pending = signer.begin(STORE);
    pending.finish();
    outOfOrder(() -> pending.update(new byte[1]));
    outOfOrder(() -> pending.update(new byte[0]));
    outOfOrder(() -> pending.update(new byte[3], 1, 1));
    ByteBuffer piece = ByteBuffer.allocate(3);
    outOfOrder(() -> pending.update(piece));
    assertEquals(0, piece.position());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 1",
    "0, -1",
    "0, 9",
    "8, 1",
    "9, 0",
    "4, 5",
    "1, 2147483647",
    "2147483647, 1",
    "2147483647, 2147483647",
    "-2147483648, 0",
  })
  void update_pieceThatLeavesTheArray_isRefusedAndTakesNothingIn(int offset, int length) {
    PendingSignature pending = signer.begin(STORE);
    assertThrows(
        IndexOutOfBoundsException.class, () -> pending.update(new byte[8], offset, length));
    assertEquals(
        signer.sign(STORE, utf8("{}")).signature(),
        pending.update(utf8("{}")).finish().signature());
  }

  @Test
  void update_emptyPieceAtTheEndOfTheArray_isTaken() {
    PendingSignature pending = signer.begin(STORE).update(new byte[8], 8, 0);
    assertEquals(signer.sign(STORE, new byte[0]).signature(), pending.finish().signature());
  }

  @Test
  void begin_twoAtOnce_doNotTouchEachOther() {
    PendingSignature first = signer.begin(STORE).update(utf8("a"));
    PendingSignature second = signer.begin(MerchantId.of("other")).update(utf8("x"));
    first.update(utf8("b"));
    SignedHeaders other = second.update(utf8("y")).finish();
    assertEquals(signer.sign(STORE, utf8("ab")).entries(), first.finish().entries());
    assertEquals(signer.sign(MerchantId.of("other"), utf8("xy")).entries(), other.entries());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "body"})
  void toString_ofSignerPendingAndHeaders_namesThemWithoutAnySignature(String body) {
    assertEquals("WebhookSigner[open-delivery, my-app]", signer.toString());
    SignedHeaders headers = signer.sign(STORE, utf8(body));
    assertEquals("SignedHeaders[X-App-Id, X-App-MerchantId, X-App-Signature]", headers.toString());
    Object pending = signer.begin(STORE).update(utf8(body));
    Faults.assertShowsNothingOf(headers.signature(), pending.toString());
    Faults.assertShowsNothingOf(KEY, pending.toString());
  }

  @Test
  void of_twoSecrets_signDifferently() {
    WebhookSigner other =
        WebhookSigner.of(
            SignatureScheme.openDelivery(), AppId.of("my-app"), Secret.ofUtf8(KEY + "!"));
    assertNotEquals(
        signer.sign(STORE, utf8("{}")).signature(), other.sign(STORE, utf8("{}")).signature());
  }
}
