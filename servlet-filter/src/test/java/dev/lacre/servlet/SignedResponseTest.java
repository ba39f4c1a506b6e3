package dev.lacre.servlet;

import static dev.lacre.servlet.Signed.assertSigned;
import static dev.lacre.servlet.Signed.assertUnsigned;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Responses that are signed: the exact bytes, however the application writes them. */
@EachContainer
class SignedResponseTest {

  private static final int BOUND = 100_000;

  private final Stage stage;

  SignedResponseTest(ContainerKind kind) {
    this.stage =
        Stage.shared(
            "signed " + kind,
            () ->
                Stage.on(kind)
                    .filter(
                        routes -> {
                          Stage.standardRoutes(routes);
                          routes
                              .signResponses("/hook")
                              .signResponses("/stores/*")
                              .maxSignedResponseBytes(BOUND);
                        })
                    .servlet("/inner", new Handler())
                    .servlet(
                        "/part",
                        (request, response) -> {
                          response.setStatus(500);
                          response.getWriter().write("part");
                          response.getWriter().close();
                        })
                    .servlet(
                        "/error",
                        (request, response) ->
                            Handler.answer(
                                response,
                                "page for "
                                    + request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE)))
                    .servlet(
                        "/open/forward",
                        (request, response) ->
                            request.getRequestDispatcher("/hook").forward(request, response))
                    .servlet(
                        "/open/include",
                        (request, response) ->
                            request.getRequestDispatcher("/hook").include(request, response))
                    .errorPage(500, "/error")
                    .errorPage(418, "/error")
                    .start());
  }

  private Call genuine(Handler.Deed deed) {
    return Sender.APPLICATION.post("/hook", "abc").header(Handler.DO, stage.handler.deed(deed));
  }

  private Answer signed(Handler.Deed deed) throws Exception {
    return assertSigned(stage.exchange(genuine(deed)));
  }

  @Test
  void genuineRequest_isAnsweredWithASignatureOfItsOwnSendersSecret() throws Exception {
    for (Sender sender : List.of(Sender.APPLICATION, Sender.MERCHANT)) {
      Answer answer = assertSigned(sender.secret(), stage.accepts(sender.post("/hook", "abc")));
      assertEquals(200, answer.status());
    }
    assertSigned(stage.accepts(Sender.APPLICATION.post("/stores/store-1", "abc")));
  }

  @Test
  void responsesOnOtherRoutesAndPaths_areNotSigned() throws Exception {
    assertUnsigned(stage.accepts(Sender.APPLICATION.post("/other", "abc")));
    assertUnsigned(stage.exchange(Sender.APPLICATION.post("/open", "abc")));
  }

  @Test
  void refusals_areNotSigned() throws Exception {
    assertUnsigned(
        stage.unauthorized("signature-mismatch", Sender.APPLICATION.forge("/hook", "abc")));
    assertUnsigned(stage.unauthorized("unknown-sender", Sender.STRANGER.post("/hook", "abc")));
    assertUnsigned(stage.unauthorized("header-missing", Call.post("/hook", "abc")));
    assertUnsigned(
        stage.refuses("store-mismatch", Sender.APPLICATION.post("/stores/store-2", "abc")));
    assertUnsigned(stage.refuses("method-not-allowed", Call.of("GET", "/hook")));
    assertUnsigned(stage.refuses("path-not-canonical", Sender.APPLICATION.post("/HOOK", "abc")));
  }

  @Test
  void stream_isSignedByteForByte() throws Exception {
    byte[] body = new byte[BOUND];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) i;
    }
    Handler.Deed deed =
        (request, response) -> {
          ServletOutputStream out = response.getOutputStream();
          out.write(body[0]);
          out.flush();
          response.flushBuffer();
          out.write(body, 1, 70_000);
          out.write(body, 70_001, body.length - 70_001);
        };
    assertArrayEquals(body, signed(deed).body());
  }

  @Test
  void closedStreamOrWriter_endsTheBodyAtOnce() throws Exception {
    Handler.Deed stream =
        (request, response) -> {
          try (ServletOutputStream out = response.getOutputStream()) {
            out.print("whole");
          }
          response.getOutputStream().print("late");
          response.setStatus(500);
        };
    Handler.Deed writer =
        (request, response) -> {
          response.getWriter().append("whole").close();
          response.getWriter().print("late");
        };
    for (Handler.Deed deed : List.of(stream, writer)) {
      Answer answer = signed(deed);
      assertEquals("whole", answer.text());
      assertEquals(200, answer.status());
    }
  }

  @Test
  void writer_encodesAsDeclared() throws Exception {
    assertText("text/plain;charset=UTF-8", UTF_8, response -> {});
    assertText("text/plain", ISO_8859_1, response -> {});
    assertText("text/plain", UTF_8, response -> response.setCharacterEncoding("UTF-8"));
    assertText("text/plain", Charset.forName("UTF-16LE"), r -> r.setCharacterEncoding("UTF-16LE"));
    assertText(
        "text/plain",
        UTF_8,
        response -> {
          response.setHeader("Content-Type", "text/plain; charset=utf-8");
          response.getWriter();
          response.setCharacterEncoding("ISO-8859-1");
          response.setContentType("text/plain;charset=ISO-8859-1");
          response.setLocale(Locale.JAPANESE);
        });
    Handler.Deed stateful =
        (request, response) -> {
          response.setContentType("text/plain;charset=ISO-2022-JP");
          response.getWriter().write("\u65e5");
        };
    assertArrayEquals("\u65e5".getBytes("ISO-2022-JP"), signed(stateful).body());
  }

  private interface Setup {
    void run(HttpServletResponse response) throws IOException;
  }

  private void assertText(String type, Charset charset, Setup setup) throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          response.setContentType(type);
          setup.run(response);
          response.getWriter().printf("%s", "caf\u00e9");
        };
    Answer answer = signed(deed);
    assertArrayEquals("caf\u00e9".getBytes(charset), answer.body());
    assertEquals(
        "text/plain;charset=" + charset.name().toLowerCase(Locale.ROOT),
        answer.header("Content-Type").replace(" ", "").toLowerCase(Locale.ROOT));
  }

  @Test
  void unknownCharset_isToldToTheApplication() throws Exception {
    Handler.Deed deed =
        (request, response) -> {
          Charset unknown = null;
          try {
            response.setCharacterEncoding("bogus");
            response.getWriter().write("taken");
          } catch (IOException | IllegalArgumentException told) {
            response.reset();
            Handler.answer(response, "told " + unknown);
          }
        };
    Answer answer = signed(deed);
    assertTrue(List.of("told null", "taken").contains(answer.text()), answer::toString);
  }

  @Test
  void emptyBodies_areSignedOverNoBytes() throws Exception {
    Answer empty = signed((request, response) -> {});
    assertEquals(200, empty.status());
    assertEquals("0", empty.header("Content-Length"));
    Answer nothing =
        signed(
            (request, response) -> {
              response.setStatus(204);
              response.getOutputStream().print("dropped, for 204 has no body");
            });
    assertEquals(204, nothing.status());
    assertEquals(empty.header(Signed.HEADER), nothing.header(Signed.HEADER));
  }

  @Test
  void headersOfTheApplication_surviveButForSignatureAndFraming() throws Exception {
    Answer answer =
        signed(
            (request, response) -> {
              response.setHeader("X-App-Signature", "00");
              response.addHeader("x-app-signature", "11");
              response.setIntHeader("X-App-Signature", 22);
              response.addIntHeader("X-App-Signature", 33);
              response.setDateHeader("X-APP-SIGNATURE", 0);
              response.addDateHeader("X-App-Signature", 0);
              response.setContentLength(2);
              response.setContentLengthLong(3);
              response.setHeader("Content-Length", "4");
              response.addHeader("Transfer-Encoding", "chunked");
              response.setTrailerFields(() -> Collections.singletonMap("X-App-Signature", "44"));
              response.addHeader("X-Own", "1");
              response.addHeader("X-Own", "2");
              response.setIntHeader("X-Number", 5);
              response.setStatus(202);
              response.getOutputStream().print("longer");
            });
    assertEquals("longer", answer.text());
    assertEquals(202, answer.status());
    assertEquals(List.of("1", "2"), answer.all("X-Own"));
    assertEquals("5", answer.header("X-Number"));
  }

  @Test
  void nothingIsCommittedBeforeTheEnd() throws Exception {
    Answer answer =
        signed(
            (request, response) -> {
              response.setBufferSize(10);
              PrintWriter before = response.getWriter();
              before.write("first");
              before.flush();
              response.flushBuffer();
              boolean committed = response.isCommitted();
              String late = "allowed";
              try {
                response.setBufferSize(20);
              } catch (IllegalStateException told) {
                late = "told";
              }
              before.write("pending");
              response.resetBuffer();
              before.write("second ");
              response.reset();
              response.setStatus(201);
              response.getOutputStream().print(committed + " " + late);
            });
    assertEquals("false told", answer.text());
    assertEquals(201, answer.status());
  }

  @Test
  void writerAfterResetBuffer_holdsOnlyWhatCameLater() throws Exception {
    Answer answer =
        signed(
            (request, response) -> {
              response.getWriter().write("dropped");
              response.resetBuffer();
              response.getWriter().write("kept");
            });
    assertEquals("kept", answer.text());
  }

  @Test
  void streamAndWriter_excludeEachOther() throws Exception {
    Answer one =
        signed(
            (request, response) -> {
              response.getOutputStream();
              try {
                response.getWriter();
              } catch (IllegalStateException told) {
                response.getOutputStream().print("told");
              }
            });
    Answer other =
        signed(
            (request, response) -> {
              response.getWriter();
              try {
                response.getOutputStream();
              } catch (IllegalStateException told) {
                response.getWriter().print("told");
              }
            });
    assertEquals("told told", one.text() + " " + other.text());
  }

  @Test
  void compressedByTheApplication_isSignedAsOnTheWire() throws Exception {
    Answer answer =
        signed(
            (request, response) -> {
              response.setHeader("Content-Encoding", "gzip");
              ByteArrayOutputStream packed = new ByteArrayOutputStream();
              try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write("unpacked".getBytes(UTF_8));
              }
              response.getOutputStream().write(packed.toByteArray());
            });
    assertEquals(
        "unpacked",
        new String(
            new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes(), UTF_8));
  }

  @Test
  void errorPageOfTheApplication_isSigned() throws Exception {
    Answer sent =
        signed(
            (request, response) -> {
              response.getOutputStream().print("dropped");
              response.sendError(418);
              response.getOutputStream().print("dropped too");
            });
    assertEquals("418 page for 418", sent.status() + " " + sent.text());
    Answer thrown =
        signed(
            (request, response) -> {
              response.getWriter().print("dropped");
              throw new IllegalStateException("the application's own");
            });
    assertEquals("500 page for 500", thrown.status() + " " + thrown.text());
  }

  @Test
  void errorPageOfTheContainer_isNotSigned() throws Exception {
    Answer answer =
        assertUnsigned(
            stage.exchange(
                genuine(
                    (request, response) -> {
                      response.setHeader("x-app-signature", "00");
                      response.getOutputStream().print("dropped");
                      response.sendError(409, "conflict");
                    })));
    assertEquals(409, answer.status());
    assertFalse(answer.text().contains("dropped"));
  }

  @Test
  void redirect_isSignedOverNoBytes() throws Exception {
    Answer answer =
        signed(
            (request, response) -> {
              response.getOutputStream().print("dropped");
              response.sendRedirect("/elsewhere");
              response.getOutputStream().print("dropped too");
            });
    assertEquals(302, answer.status());
    assertTrue(answer.header("Location").endsWith("/elsewhere"));
    assertEquals(0, answer.body().length);
  }

  @Test
  void forwardAndInclude_areSignedAsAWhole() throws Exception {
    Answer forward =
        signed(
            (request, response) -> {
              response.getOutputStream().print("dropped");
              request.getRequestDispatcher("/inner").forward(request, response);
              response.getOutputStream().print("late");
            });
    assertEquals(Handler.hash("abc".getBytes(UTF_8)), forward.text());
    Answer include =
        signed(
            (request, response) -> {
              response.getWriter().write("<");
              request.getRequestDispatcher("/part").include(request, response);
              response.getWriter().write(">");
            });
    assertTrue(include.text().startsWith("<part"), include::toString);
  }

  @Test
  void forwardBetweenRoutes_isSignedOnce() throws Exception {
    for (String other : List.of("/other", "/stores/store-1")) {
      Answer answer =
          signed(
              (request, response) -> {
                if (request.getRequestURI().equals("/hook")) {
                  request.getRequestDispatcher(other).forward(request, response);
                } else {
                  Handler.answer(response, "forwarded");
                }
              });
      assertEquals("forwarded", answer.text());
    }
    Answer refused =
        signed(
            (request, response) ->
                request.getRequestDispatcher("/stores/store-2").forward(request, response));
    assertEquals("403 " + Stage.FORBIDDEN, refused.status() + " " + refused.text());
  }

  @Test
  void forwardFromAnOpenPath_isSigned_andAnIncludeIsNot() throws Exception {
    assertSigned(stage.exchange(Sender.APPLICATION.post("/open/forward", "abc")));
    Answer include =
        assertUnsigned(stage.exchange(Sender.APPLICATION.post("/open/include", "abc")));
    assertEquals(Handler.hash("abc".getBytes(UTF_8)), include.text());
  }

  @Test
  void responseLongerThanTheBound_isAnswered500AndLogged() throws Exception {
    byte[] long1 = new byte[BOUND + 1];
    Arrays.fill(long1, (byte) 'x');
    Handler.Deed thrown = (request, response) -> response.getOutputStream().write(long1);
    Handler.Deed kept =
        (request, response) -> {
          response.setHeader("X-Own", "dropped");
          response.setStatus(201);
          try {
            response.getOutputStream().write(long1);
          } catch (IOException told) {
            response.setIntHeader("X-Told", 1);
          }
        };
    Handler.Deed written =
        (request, response) -> response.getWriter().write(new String(long1, UTF_8));
    for (Handler.Deed deed : List.of(kept, written)) {
      Answer answer = signed(deed);
      assertEquals(500, answer.status());
      assertTrue(answer.text().startsWith("{\"error\":"), answer::toString);
      assertEquals(List.of(), answer.all("X-Own"));
      assertEquals(List.of(), answer.all("X-Told"));
    }
    Answer page = signed(thrown);
    assertEquals("500 page for 500", page.status() + " " + page.text());
    assertTrue(
        Logs.text().contains("the response on route /hook is longer than 100000 bytes"),
        "the fault in the log");
  }

  @Test
  void responseGivenUpAfterTheBound_canStillBeAnother() throws Exception {
    Answer answer =
        signed(
            (request, response) -> {
              try {
                response.getOutputStream().write(new byte[BOUND + 1]);
              } catch (IOException told) {
                response.resetBuffer();
                response.getOutputStream().print("shorter");
              }
            });
    assertEquals("200 shorter", answer.status() + " " + answer.text());
  }

  @Test
  void bufferIsFree_onceTheResponseWasSent() throws Exception {
    List<HttpServletResponse> kept = new ArrayList<>();
    signed(
        (request, response) -> {
          kept.add(response);
          response.getOutputStream().write(new byte[BOUND]);
          assertEquals(BOUND, size(response));
        });
    assertEquals(0, size(kept.get(0)));
    stage.exchange(
        genuine(
            (request, response) -> {
              kept.add(response);
              response.getOutputStream().write(new byte[BOUND]);
              response.sendError(409);
            }));
    assertEquals(0, size(kept.get(1)));
  }

  @Test
  void answerOfTheFilterItself_isSignedInPlaceOfWhatWasWritten() throws Exception {
    Answer answer =
        signed(
            (request, response) -> {
              response.getOutputStream().print("dropped");
              SignedResponse own = SignedResponse.find(response);
              SignedAnswer.write(
                  response,
                  own == null ? null : own.body().signing(),
                  202,
                  Map.of("X-Own", "1").entrySet(),
                  "acknowledged".getBytes(UTF_8));
              response.setStatus(500);
            });
    assertEquals("202 acknowledged", answer.status() + " " + answer.text());
    assertEquals("1", answer.header("X-Own"));
  }

  /** Including what later versions of the servlet API add, whose wrapper would go round ours. */
  @Test
  void whatSetsHeadersOrBody_isOverridden() {
    Set<String> handedOn = Set.of("addCookie", "setStatus", "containsHeader", "sendEarlyHints");
    List<String> missing = new ArrayList<>();
    for (Method method : HttpServletResponse.class.getMethods()) {
      String name = method.getName();
      boolean own =
          Arrays.stream(SignedResponse.class.getDeclaredMethods())
              .anyMatch(
                  each ->
                      each.getName().equals(name)
                          && Arrays.equals(each.getParameterTypes(), method.getParameterTypes()));
      if (!own && !handedOn.contains(name) && !name.matches("(get|is|encode).*")) {
        missing.add(method.toString());
      }
    }
    assertEquals(List.of(), missing);
  }

  private static int size(HttpServletResponse response) {
    SignedResponse signed = SignedResponse.find(response);
    return signed == null ? -1 : signed.body().size();
  }

  @Test
  void attributesOfTheRequest_showNothingOfTheSecret() throws Exception {
    Answer answer =
        signed(
            (request, response) -> {
              StringBuilder all = new StringBuilder();
              for (String name : Collections.list(request.getAttributeNames())) {
                all.append(name).append(" = ").append(request.getAttribute(name)).append('\n');
              }
              Handler.answer(response, all.append(response).toString());
            });
    assertTrue(answer.text().contains("ResponseSigning[/hook]"), answer::toString);
    for (String part : Sender.APPLICATION.secret().split("[ ,]+", -1)) {
      assertFalse(part.length() > 5 && answer.text().contains(part), answer::toString);
    }
  }

  @Test
  void slowCaller_receivesTheWholeResponse() throws Exception {
    byte[] body = new byte[BOUND];
    Call call = genuine((request, response) -> response.getOutputStream().write(body));
    try (Wire wire = stage.connect()) {
      wire.send(call.head());
      for (byte octet : call.body()) {
        wire.send(new byte[] {octet});
      }
      assertEquals("byte", wire.next(20_000));
      assertArrayEquals(body, assertSigned(wire.receive()).body());
    }
  }

  @Test
  void callerThatIsGone_doesNoHarm() throws Exception {
    stage.outcomes.clear();
    Call call =
        genuine(
            (request, response) -> {
              response.getOutputStream().write(new byte[BOUND]);
            });
    for (int i = 0; i < 5; i++) {
      try (Wire wire = stage.connect()) {
        wire.send(call.bytes());
      }
    }
    assertEquals(5, stage.outcomes.next(5).size());
    assertSigned(stage.exchange(Sender.APPLICATION.post("/hook", "abc")));
  }
}
