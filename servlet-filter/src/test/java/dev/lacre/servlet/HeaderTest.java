package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Each identity and signature header stands exactly once, in its one form. */
@EachContainer
class HeaderTest {

  private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);
  private static final Sender SENDER = Sender.APPLICATION;
  private static final String GOOD = SENDER.signature(BODY);
  private static final String BAD = SENDER.signature("other".getBytes(UTF_8));

  private final Stage stage;

  HeaderTest(ContainerKind kind) {
    this.stage = Stage.standard(kind);
  }

  private static Call with(String signature) {
    return SENDER.post("/hook", BODY, signature);
  }

  @Test
  void twoSignatures_areRefusedInAnyOrderAndCase() throws Exception {
    stage.unauthorized("header-repeated", with(GOOD).header("X-App-Signature", BAD));
    stage.unauthorized("header-repeated", with(BAD).header("X-App-Signature", GOOD));
    stage.unauthorized("header-repeated", with(GOOD).header("x-app-signature", BAD));
    stage.unauthorized("header-repeated", with(BAD).header("X-APP-SIGNATURE", GOOD));
    stage.unauthorized("header-repeated", with(GOOD).header("X-App-Signature", GOOD));
    stage.unauthorized("header-repeated", with(GOOD).header("X-App-Signature", ""));
    stage.unauthorized("header-repeated", with("").header("X-App-Signature", GOOD));
  }

  @Test
  void twoIdentities_areRefused() throws Exception {
    for (String header : List.of("X-App-Id", "X-App-MerchantId")) {
      for (String value : List.of("app-of-many", "store-1", "store-2", "app-of-one", "")) {
        stage.unauthorized("header-repeated", with(GOOD).header(header, value));
        stage.unauthorized(
            "header-repeated", with(GOOD).header(header.toLowerCase(Locale.ROOT), value));
      }
    }
  }

  @Test
  void missingHeaders_areRefused() throws Exception {
    for (String header : List.of("X-App-Id", "X-App-MerchantId", "X-App-Signature")) {
      stage.unauthorized("header-missing", with(GOOD).without(header));
      stage.unauthorized("header-missing", with(GOOD).without(header).header(header, ""));
      stage.unauthorized("header-missing", with(GOOD).without(header).header(header, " \t "));
    }
  }

  @Test
  void listOfSignatures_isRefused() throws Exception {
    stage.unauthorized("signature-malformed", with(GOOD + ", " + BAD));
    stage.unauthorized("signature-malformed", with(BAD + "," + GOOD));
    stage.unauthorized("signature-malformed", with(GOOD + ","));
  }

  @Test
  void otherForms_areRefused() throws Exception {
    List<String> forms =
        new ArrayList<>(
            List.of(
                GOOD.substring(1),
                GOOD + "0",
                GOOD.substring(2),
                GOOD + "00",
                "g" + GOOD.substring(1),
                "sha256=" + GOOD,
                GOOD.substring(0, 32) + " " + GOOD.substring(32),
                GOOD.substring(0, 31) + " " + GOOD.substring(32),
                "\"" + GOOD + "\"",
                "0x" + GOOD.substring(2),
                GOOD.toUpperCase(Locale.ROOT),
                "a",
                "%00",
                "null"));
    for (String form : forms) {
      stage.unauthorized("signature-malformed", with(form));
    }
  }

  @Test
  void whiteSpaceAround_isNoPartOfAValue() throws Exception {
    stage.accepts(
        Call.post("/hook", BODY)
            .line("X-App-Id:app-of-many")
            .line("X-App-MerchantId:\t store-1 \t")
            .line("X-App-Signature:   " + GOOD + "\t "));
  }

  @Test
  void namesInOtherCase_areTheSameHeaders() throws Exception {
    stage.accepts(
        Call.post("/hook", BODY)
            .line("x-app-id: app-of-many")
            .line("X-APP-MERCHANTID: store-1")
            .line("x-App-sIGNATURE: " + GOOD));
  }

  @Test
  void octetsBeyondAscii_areRefusedAndNoFault() throws Exception {
    for (String header : List.of("X-App-Id", "X-App-MerchantId", "X-App-Signature")) {
      Answer answer = stage.neverEnters(with(GOOD).without(header).header(header, "a\u00e9\u00ff"));
      assertTrue(List.of(400, 401).contains(answer.status()), header + " " + answer);
    }
    Answer long64 = stage.neverEnters(with("\u00e9".repeat(64)));
    assertTrue(List.of(400, 401).contains(long64.status()), long64::toString);
  }

  @Test
  void controlCharacters_areRefused() throws Exception {
    for (String octet : List.of("\u0000", "\u0001", "\u000b", "\r", "\u007f", "\u0085")) {
      Answer answer = stage.neverEnters(with(GOOD + octet));
      assertTrue(List.of(0, 400, 401).contains(answer.status()), answer::toString);
      stage.neverEnters(with(GOOD).without("X-App-Id").header("X-App-Id", "app-of-many" + octet));
    }
  }

  @Test
  void foldedLines_areRefused() throws Exception {
    for (String folded :
        List.of(
            "X-App-Signature: " + GOOD.substring(0, 32) + "\r\n " + GOOD.substring(32),
            "X-App-Signature:\r\n " + BAD,
            "X-App-Signature: " + BAD + "\r\n\t" + GOOD)) {
      Answer answer = stage.neverEnters(with(GOOD).without("X-App-Signature").line(folded));
      assertTrue(List.of(0, 400, 401).contains(answer.status()), answer::toString);
    }
  }

  @Test
  void oddHeaderNames_areOtherHeaders() throws Exception {
    for (String line :
        List.of(
            "X-App-Signature : " + GOOD,
            "X_App_Signature: " + GOOD,
            "X-App-Signature\u0000: " + GOOD)) {
      Answer answer = stage.neverEnters(with(GOOD).without("X-App-Signature").line(line));
      assertTrue(List.of(0, 400, 401).contains(answer.status()), line + " " + answer);
    }
  }

  @Test
  void veryLongHeaders_areRefused() throws Exception {
    for (String header : List.of("X-App-Id", "X-App-MerchantId", "X-App-Signature")) {
      for (int length : new int[] {129, 4000, 65_536}) {
        Answer answer =
            stage.neverEnters(with(GOOD).without(header).header(header, "a".repeat(length)));
        assertTrue(List.of(0, 400, 401, 431).contains(answer.status()), length + " " + answer);
      }
    }
    stage.unauthorized(
        "header-malformed", with(GOOD).without("X-App-Id").header("X-App-Id", "a".repeat(129)));
  }

  @Test
  void credentialsOfAnotherKind_areNoSubstitute() throws Exception {
    stage.unauthorized(
        "header-missing",
        Call.post("/hook?X-App-Signature=" + GOOD, BODY)
            .header("Authorization", "Bearer " + GOOD)
            .header("Cookie", "X-App-Signature=" + GOOD));
  }

  @Test
  void longValuesOfASender_areAccepted() throws Exception {
    assertEquals(64, GOOD.length());
    stage.accepts(with(GOOD).header("X-Other", "b".repeat(4000)));
  }
}
