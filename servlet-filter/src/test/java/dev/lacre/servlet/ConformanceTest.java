package dev.lacre.servlet;

import dev.lacre.vectors.ConformanceRunner;
import dev.lacre.vectors.ConformanceTests;
import dev.lacre.vectors.Delivery;
import dev.lacre.vectors.HeaderLine;
import dev.lacre.vectors.TestVector;
import dev.lacre.vectors.VectorGroup;
import dev.lacre.vectors.Vectors;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The filter in a container, held against every vector over a socket. To skip one is to fail. */
@EachContainer
class ConformanceTest {

  /** What every container takes as the head of a request. */
  private static final int LONGEST_HEAD = 8192;

  private final ContainerKind kind;
  private final Stage stage;

  ConformanceTest(ContainerKind kind) {
    this.kind = kind;
    this.stage =
        Stage.shared(
            "vectors " + kind,
            () ->
                Stage.on(kind)
                    .registration(
                        context ->
                            Stage.register(
                                context, "lacre", new VectorFilters(Vectors.v1().groups())))
                    .start());
  }

  @TestFactory
  Stream<DynamicNode> everyVector_isAnsweredAsItSays() {
    return ConformanceTests.complete(ConformanceRunner.verifier("filter in " + kind, this::answer));
  }

  private dev.lacre.vectors.Answer answer(TestVector test) throws IOException {
    for (Delivery earlier : test.before()) {
      if (!(send(test.group(), earlier) instanceof dev.lacre.vectors.Answer.Accepted)) {
        throw new IllegalStateException("the delivery before was refused");
      }
    }
    return send(test.group(), test.delivery());
  }

  /** Accepted is what reached the application byte by byte; a fault of the filter is no answer. */
  private dev.lacre.vectors.Answer send(VectorGroup group, Delivery delivery) throws IOException {
    int before = stage.handler.calls();
    Answer answer = stage.exchange(call(group, delivery));
    int calls = stage.handler.calls() - before;
    if (answer.isSuccess()) {
      if (calls != 1 || !answer.text().equals(Handler.hash(delivery.body()))) {
        throw new IllegalStateException(
            "answered " + answer.status() + ", but the application had other bytes, or none");
      }
      return dev.lacre.vectors.Answer.accepted();
    }
    if (calls != 0) {
      throw new IllegalStateException("answered " + answer.status() + " by the application");
    }
    boolean closed = answer.status() == 0 && isBeyondHttp(delivery);
    if (!closed && (answer.status() < 400 || answer.status() > 499)) {
      throw new IllegalStateException("answered " + answer.status());
    }
    return dev.lacre.vectors.Answer.refused("status " + answer.status());
  }

  private static Call call(VectorGroup group, Delivery delivery) {
    Call call = Call.post(delivery.path(), delivery.body());
    call.header(VectorFilters.GROUP, group.id()).header(VectorFilters.PEER, delivery.peer());
    delivery.headers().forEach(line -> call.header(line.name(), line.value()));
    return call;
  }

  /** Tells whether a container may close the connection on such a head without a word. */
  private static boolean isBeyondHttp(Delivery delivery) {
    int length = 0;
    for (HeaderLine line : delivery.headers()) {
      length += line.name().length() + line.value().length();
    }
    return length > LONGEST_HEAD
        || delivery.headers().stream().anyMatch(line -> hasControls(line.value()));
  }

  private static boolean hasControls(String value) {
    return value.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F);
  }
}
