package dev.lacre.vectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signer or a verifier in another process, in any language: one line of JSON to its standard
 * input for each test, one line of JSON from its standard output for each answer. {@code
 * docs/conformance.md} states the protocol.
 *
 * <p>What the process says is bounded in length and time. If it ends, or says what is no answer,
 * the test breaks and the next one starts it anew; after {@value #MOST_FAILURES} failures in a row
 * it is not started again. Not thread-safe.
 */
public final class PipeSubject implements Subject, AutoCloseable {

  /** How often the process may fail in a row before it is given up. */
  public static final int MOST_FAILURES = 3;

  private static final int PROTOCOL = 1;
  private static final int LONGEST_WORDS = 300;
  private static final int LONGEST_HEADER = 1024;
  private static final int MOST_HEADERS = 50;

  private final List<String> command;
  private final boolean signs;
  private final Duration timeout;
  private @Nullable PipeProcess running;
  private int sequence;
  private int failures;

  private PipeSubject(List<String> command, boolean signs, Duration timeout) {
    this.command = List.copyOf(command);
    this.signs = signs;
    this.timeout = timeout;
  }

  /**
   * Starts a signer.
   *
   * @param command the program and its arguments
   * @param timeout how long to wait for one answer
   * @return the subject, to be closed
   * @throws IOException if the program cannot be started
   */
  public static PipeSubject signer(List<String> command, Duration timeout) throws IOException {
    return started(command, true, timeout);
  }

  /**
   * Starts a verifier.
   *
   * @param command the program and its arguments
   * @param timeout how long to wait for one answer
   * @return the subject, to be closed
   * @throws IOException if the program cannot be started
   */
  public static PipeSubject verifier(List<String> command, Duration timeout) throws IOException {
    return started(command, false, timeout);
  }

  private static PipeSubject started(List<String> command, boolean signs, Duration timeout)
      throws IOException {
    PipeSubject subject = new PipeSubject(command, signs, timeout);
    subject.running = subject.start();
    return subject;
  }

  private PipeProcess start() throws IOException {
    PipeProcess started =
        new PipeProcess(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    ObjectNode message = message("start");
    message.put("protocol", PROTOCOL);
    message.put("role", signs ? "signer" : "verifier");
    started.send(message);
    return started;
  }

  private static ObjectNode message(String type) {
    return VectorReader.JSON.createObjectNode().put("type", type);
  }

  /**
   * Returns what the process says to one test.
   *
   * @throws IOException if it breaks, or says what is no answer, or nothing in time
   */
  @Override
  public Answer answer(TestVector test) throws IOException, InterruptedException {
    if (failures >= MOST_FAILURES) {
      throw new IOException("not run: the program failed " + MOST_FAILURES + " times in a row");
    }
    PipeProcess process = running;
    if (process == null) {
      process = start();
      running = process;
    }
    sequence++;
    process.send(signs ? toSign(test) : toVerify(test));
    JsonNode answer;
    try {
      answer = answer(process);
    } catch (IOException | InterruptedException failure) {
      failures++;
      process.kill();
      running = null;
      throw failure;
    }
    failures = 0;
    return of(answer);
  }

  private JsonNode answer(PipeProcess process) throws IOException, InterruptedException {
    byte[] line = process.nextLine(timeout);
    if (line == null) {
      throw new IOException("no answer within " + timeout.toMillis() + " ms");
    }
    if (line.length == 0) {
      throw new IOException(process.ending());
    }
    JsonNode answer;
    try {
      answer = VectorReader.JSON.readTree(line);
    } catch (JsonProcessingException notJson) {
      throw new IOException("the answer is not one line of JSON: " + words(line), notJson);
    }
    if (!answer.isObject()) {
      throw new IOException("the answer is no JSON object: " + words(line));
    }
    JsonNode seq = answer.path("seq");
    if (!seq.isInt() || seq.intValue() != sequence) {
      throw new IOException("the answer is not to seq " + sequence + ": " + words(line));
    }
    return answer;
  }

  private static String words(byte[] line) {
    return cut(new String(line, StandardCharsets.UTF_8), LONGEST_WORDS);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "...";
  }

  /** Returns what the program says of itself, never so much that a report could not hold it. */
  private static String words(JsonNode text) {
    String said = cut(text.asText("").strip(), LONGEST_WORDS);
    return said.isEmpty() ? "no reason given" : said;
  }

  private Answer of(JsonNode answer) throws IOException {
    String type = answer.path("type").asText("");
    String reason = words(answer.path("reason"));
    return switch (type) {
      case "result" -> signs ? signed(answer) : verdict(answer);
      case "skipped" -> Answer.skipped(reason);
      case "errored" -> throw new IOException("errored: " + reason);
      default ->
          throw new IOException(
              "the answer is no result, skipped or errored: " + cut(type, LONGEST_WORDS));
    };
  }

  private static Answer verdict(JsonNode answer) throws IOException {
    String result = answer.path("result").asText("");
    return switch (result) {
      case "valid" -> Answer.accepted();
      case "invalid" -> Answer.refused(words(answer.path("reason")));
      default ->
          throw new IOException(
              "the result is neither valid nor invalid: " + cut(result, LONGEST_WORDS));
    };
  }

  private static Answer signed(JsonNode answer) throws IOException {
    List<HeaderLine> headers = new ArrayList<>();
    if (!answer.path("headers").isArray() || answer.path("headers").size() > MOST_HEADERS) {
      throw new IOException("the headers are no list of at most " + MOST_HEADERS + " pairs");
    }
    for (JsonNode pair : answer.path("headers")) {
      if (pair.size() != 2 || !pair.path(0).isTextual() || !pair.path(1).isTextual()) {
        throw new IOException("a header is not a pair of two texts");
      }
      headers.add(
          new HeaderLine(
              cut(pair.path(0).textValue(), LONGEST_HEADER),
              cut(pair.path(1).textValue(), LONGEST_HEADER)));
    }
    return Answer.signed(headers);
  }

  private ObjectNode run(TestVector test) {
    return message("run").put("seq", sequence).put("id", test.id());
  }

  private ObjectNode toSign(TestVector test) {
    Steps steps =
        test.steps().orElseThrow(() -> new IllegalStateException("a canonical test has steps"));
    String secret = new String(HexFormat.of().parseHex(steps.keyHex()), StandardCharsets.UTF_8);
    return run(test)
        .put("appId", steps.appId())
        .put("merchantId", steps.merchantId())
        .put("secret", secret)
        .put("path", test.delivery().path())
        .put("bodyHex", steps.signedHex());
  }

  private ObjectNode toVerify(TestVector test) {
    ObjectNode message = run(test);
    message.set("receiver", test.group().setup());
    ArrayNode before = message.putArray("before");
    test.before().forEach(delivery -> before.add(json(delivery)));
    message.set("delivery", json(test.delivery()));
    return message;
  }

  private static ObjectNode json(Delivery delivery) {
    ObjectNode json = VectorReader.JSON.createObjectNode();
    json.put("peer", delivery.peer());
    json.put("path", delivery.path());
    ArrayNode headers = json.putArray("headers");
    delivery.headers().forEach(line -> headers.addArray().add(line.name()).add(line.value()));
    json.put("bodyHex", HexFormat.of().formatHex(delivery.body()));
    return json;
  }

  /** Tells the process to stop, and ends it if it does not in time. */
  @Override
  public void close() {
    PipeProcess process = running;
    running = null;
    failures = MOST_FAILURES;
    if (process == null) {
      return;
    }
    process.stop(message("stop"), timeout);
  }
}
