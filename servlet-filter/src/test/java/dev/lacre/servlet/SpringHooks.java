package dev.lacre.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lacre.verifier.VerifiedWebhook;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.server.ResponseStatusException;

/** The controllers behind the filter: each counts its call, and most answer the body's SHA-256. */
@RestController
final class SpringHooks {

  private final Handler handler;

  /** The status that {@code /in/moody} answers next. */
  volatile HttpStatus mood = HttpStatus.OK;

  SpringHooks(Handler handler) {
    this.handler = handler;
  }

  record Order(String orderId, int total) {}

  @PostMapping({"/hook", "/stranger", "/proxied", "/in/bytes"})
  String bytes(@RequestBody byte[] body) {
    handler.count();
    return Handler.hash(body);
  }

  @PostMapping("/stores/{store}/orders")
  String store(@RequestBody byte[] body) {
    return bytes(body);
  }

  @PostMapping("/in/text")
  String text(@RequestBody String body) {
    return bytes(body.getBytes(UTF_8));
  }

  @PostMapping("/in/json")
  String json(@RequestBody Order order, HttpServletRequest request) {
    handler.count();
    VerifiedWebhook webhook = VerifiedWebhooks.from(request);
    return order + " " + webhook.merchantId().value() + " " + Handler.hash(webhook.body());
  }

  @PostMapping("/in/form")
  String form(@RequestParam("a") List<String> values) {
    handler.count();
    return values.toString();
  }

  @PostMapping("/in/callable")
  Callable<String> callable(HttpServletRequest request) {
    handler.count();
    return () -> Handler.hash(request.getInputStream().readAllBytes());
  }

  @PostMapping("/in/deferred")
  DeferredResult<String> deferred(@RequestBody byte[] body) {
    DeferredResult<String> result = new DeferredResult<>();
    var unused = CompletableFuture.runAsync(() -> result.setResult(bytes(body)));
    return result;
  }

  /** Answers later, and with the status of its mood; an error is thrown, as Spring has it. */
  @PostMapping("/in/moody")
  DeferredResult<String> moody(@RequestBody byte[] body) {
    DeferredResult<String> result = new DeferredResult<>();
    HttpStatus status = mood;
    var unused =
        CompletableFuture.runAsync(
            () -> {
              String hash = bytes(body);
              if (status.isError()) {
                result.setErrorResult(new ResponseStatusException(status));
              } else {
                result.setResult(hash);
              }
            });
    return result;
  }

  @PostMapping("/in/status")
  ResponseEntity<String> status() {
    handler.count();
    return ResponseEntity.status(422).body("no such dish");
  }

  @PostMapping("/in/failing")
  String failing() throws IOException {
    handler.count();
    throw new IOException("the kitchen is on fire");
  }

  /** The error page, to which the container dispatches. */
  @RequestMapping("/oops")
  ResponseEntity<String> oops() {
    return ResponseEntity.status(500).body("sorry");
  }

  /** What the other mappings miss; what the filter lets by must show. */
  @RequestMapping("/**")
  String anything() {
    handler.count();
    return "anything";
  }
}
