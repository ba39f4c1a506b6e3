package dev.lacre.cli;

import static dev.lacre.cli.ConformSenderBugsTest.result;
import static dev.lacre.cli.PlainSender.utf8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lacre.vectors.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a report says of deliveries that are not as they should be, and of the time they took. */
class ConformSenderJudgementTest {

  private static final byte[] EVENT = Payloads.bytes("v1-newEvent-CREATED.json");
  private static final int MOST_CONNECTIONS = 128;

  @TempDir Path folder;

  private static PlainSender sender(String target, String body) {
    return new PlainSender(target, "my-app", "store-1", Run.SECRET, utf8(body));
  }

  private Run reportOf(PlainSender... senders) throws Exception {
    try (Listening listening = Listening.to(folder, senders.length, "--format=json")) {
      for (PlainSender sender : senders) {
        listening.send(sender.bytes());
      }
      return listening.report();
    }
  }

  @Test
  void eventId_forgedBefore_isFreshForTheRightDelivery() throws Exception {
    PlainSender forged = PlainSender.event(EVENT);
    forged.body = utf8(new String(EVENT, StandardCharsets.UTF_8).replace("CREATED", "CANCELLED"));
    Run run = reportOf(forged, PlainSender.event(EVENT), forged);
    assertEquals("fail", outcome(run, "delivery-1/signature"));
    assertEquals("pass", outcome(run, "delivery-2/event-id"));
    assertEquals("fail", outcome(run, "delivery-3/event-id"));
    assertTrue(
        result(run, "delivery-3/event-id").get("actual").asText().endsWith("as in delivery 2"),
        run.out());
  }

  private static String outcome(Run run, String id) throws Exception {
    return result(run, id).get("outcome").asText();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      value = {
        "/v2/customerEvent | {\"a\":1}                 | pass",
        "/v2/customerEvent | {\"id\":\"one\"}           | pass",
        "/v2/customerEvent | {\"id\":7}                | fail",
        "/v2/customerEvent | {\"id\":null}             | fail",
        "/v2/customerEvent | {\"id\":\"\"}              | fail",
        "/v2/customerEvent | {\"id\":\"1\",\"id\":\"2\"} | error",
        "/v2/customerEvent | not JSON                | error",
        "/v1/newEvent      | {\"a\":1}                 | fail",
        "/v1/newEvent      | not JSON                | error"
      })
  void eventId_withAndWithout_isJudgedByWhatCouldBeRead(String target, String body, String outcome)
      throws Exception {
    Run run = reportOf(sender(target, body));
    assertEquals(outcome, outcome(run, "delivery-1/event-id"), run.out());
    assertEquals(
        outcome.equals("error"),
        result(run, "delivery-1/event-id").path("note").asText().contains("the body is not one"),
        run.out());
  }

  @Test
  void merchantId_underNoOneApplication_isNotSaidToBeAnothers() throws Exception {
    PlainSender two = PlainSender.event(EVENT);
    two.lines.add("X-App-Id: channel");
    PlainSender anothers = PlainSender.event(EVENT);
    anothers.merchant = "store-9";
    Run run = reportOf(two, anothers);
    assertEquals("'store-1'", actual(run, "delivery-1/merchant-id"));
    assertEquals(
        "'store-9', a merchant of another application", actual(run, "delivery-2/merchant-id"));
  }

  private static String actual(Run run, String id) throws Exception {
    return result(run, id).get("actual").asText();
  }

  @Test
  void mediaType_charsetUnderAnotherName_isToldApart() throws Exception {
    PlainSender logistic =
        new PlainSender(
            "/v1/newLogisticEvent",
            "my-app",
            Listening.PIZZA_PLAZA,
            Run.SECRET,
            Payloads.bytes("newLogisticEvent-ACCEPTED.json"));
    logistic.lines.set(2, "Content-Type: application/json; charset=utf8");
    PlainSender fields = sender("/fields", "{\"store\":{\"id\":\"store-1\"}}");
    fields.lines.set(2, "Content-Type: text/plain");
    PlainSender event = PlainSender.event(EVENT);
    event.lines.set(2, "Content-Type: application/json; charset=utf8");
    Run run = reportOf(logistic, fields, event);
    JsonNode charset = result(run, "delivery-1/media-type");
    assertEquals("fail", charset.get("outcome").asText());
    assertEquals("LIBRARY", charset.at("/rule/level").asText());
    assertTrue(
        charset.get("note").asText().contains("'utf8', and the registered name is 'utf-8'"),
        run.out());
    JsonNode type = result(run, "delivery-2/media-type");
    assertEquals("MUST", type.at("/rule/level").asText());
    assertTrue(type.path("note").isNull(), run.out());
    JsonNode tolerated = result(run, "delivery-3/media-type");
    assertEquals("non-strict", tolerated.get("outcome").asText());
    assertTrue(tolerated.get("note").asText().contains("'utf-8'"), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "signature"})
  void time_ofADelivery_isToldByItsFirstQuestion(String question) throws Exception {
    try (Listening listening = Listening.toSlow(folder, 1, "--format=json", "--run=*/" + question);
        Socket socket = listening.connect()) {
      socket.getOutputStream().write(utf8("POST /v1/newEvent HT"));
      Run run = listening.report();
      double took = result(run, "delivery-1/" + question).get("milliseconds").asDouble();
      assertTrue(took >= 450, run.out());
      // And not when the wait for the next delivery is over, which takes thirty seconds.
      assertTrue(took < 20_000, run.out());
    }
  }

  @Test
  void time_ofATolerableRequest_isTold() throws Exception {
    try (Listening listening = Listening.to(folder, 1, "--format=json")) {
      byte[] request =
          new String(PlainSender.event(EVENT).bytes(), StandardCharsets.ISO_8859_1)
              .replace("\r\n", "\n")
              .getBytes(StandardCharsets.ISO_8859_1);
      listening.send(request);
      Run run = listening.report();
      assertEquals("non-strict", outcome(run, "delivery-1/http"));
      assertTrue(result(run, "delivery-1/http").get("milliseconds").asDouble() > 0, run.out());
    }
  }

  @Test
  void connections_asManyIdleAsThereMayBe_keepNoSenderOut() throws Exception {
    List<Socket> idle = new ArrayList<>();
    try (Listening listening = Listening.to(folder, 2, "--strict")) {
      for (int i = 0; i < MOST_CONNECTIONS; i++) {
        idle.add(listening.connect());
      }
      String answer = listening.send(PlainSender.event(utf8("{\"eventId\":\"1\"}")).bytes());
      assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
      assertEquals(-1, idle.get(0).getInputStream().read(), "the first is still open");
      Socket last = idle.get(MOST_CONNECTIONS - 1);
      last.getOutputStream().write(PlainSender.event(utf8("{\"eventId\":\"2\"}")).bytes());
      InputStream in = last.getInputStream();
      assertTrue(new String(in.readAllBytes(), StandardCharsets.US_ASCII).startsWith("HTTP/1.1 2"));
      assertEquals(Lacre.DONE, listening.report().code());
    } finally {
      for (Socket socket : idle) {
        socket.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "[::1]", "0:0:0:0:0:0:0:1"})
  void host_ofIpv6_isToldAsAUrlWritesIt(String host) throws Exception {
    assumeTrue(isLoopbackOfIpv6There());
    try (Listening listening = Listening.to(folder, 1, "--strict", "--host=" + host)) {
      assertEquals("http://[::1]:" + listening.port(), listening.address().toString());
      PlainSender sender = PlainSender.event(EVENT);
      sender.lines.set(0, "Host: [::1]:" + listening.port());
      assertTrue(listening.send(sender.bytes()).startsWith("HTTP/1.1 204 "));
      Run run = listening.report();
      assertEquals(Lacre.DONE, run.code(), run.out());
      assertTrue(run.out().contains("http://[::1]:" + listening.port()), run.out());
    }
  }

  @Test
  void host_ofIpv6WithAPortThatIsTaken_isNamedInBrackets() throws Exception {
    assumeTrue(isLoopbackOfIpv6There());
    try (ServerSocket taken = new ServerSocket(0, 1, loopbackOfIpv6())) {
      List<String> args = Listening.arguments(folder, 1);
      args.set(3, "--port=" + taken.getLocalPort());
      args.add("--host=::1");
      Run run = Run.given().variable("HEX_SECRET", Listening.HEX_SECRET).run(args);
      run.assertSetUpFault();
      assertTrue(run.err().contains("Cannot listen on [::1]:" + taken.getLocalPort()), run.err());
      assertFalse(run.err().contains("[[") || run.err().contains("on ::1"), run.err());
    }
  }

  private static InetAddress loopbackOfIpv6() throws UnknownHostException {
    byte[] address = new byte[16];
    address[15] = 1;
    return InetAddress.getByAddress(address);
  }

  private static boolean isLoopbackOfIpv6There() {
    try (ServerSocket server = new ServerSocket()) {
      server.bind(new InetSocketAddress(loopbackOfIpv6(), 0));
      return server.getInetAddress() instanceof Inet6Address;
    } catch (IOException none) {
      return false;
    }
  }
}
