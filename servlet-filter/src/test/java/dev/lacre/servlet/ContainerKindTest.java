package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.ServletContext;
import org.junit.jupiter.api.Test;

/** Each suite runs where it says it runs. */
@EachContainer
class ContainerKindTest {

  private final ContainerKind kind;
  private final Stage stage;

  ContainerKindTest(ContainerKind kind) {
    this.kind = kind;
    this.stage = Stage.standard(kind);
  }

  @Test
  void container_isTheOneThatItsNameSays() throws Exception {
    String name =
        stage.handler.deed(
            (request, response) -> {
              ServletContext context = request.getServletContext();
              Handler.answer(
                  response,
                  context.getServerInfo().toLowerCase(java.util.Locale.ROOT)
                      + "; servlet "
                      + context.getMajorVersion()
                      + "."
                      + context.getMinorVersion());
            });
    String text =
        stage.exchange(Sender.APPLICATION.post("/hook", "{}").header(Handler.DO, name)).text();
    String[] words = kind.name().toLowerCase(java.util.Locale.ROOT).split("_", 2);
    assertTrue(text.contains(words[0]), text);
    assertTrue(text.contains(words[1].replace('_', '.') + "."), text);
    assertEquals("servlet " + kind.servletVersion(), text.substring(text.indexOf("servlet ")));
  }
}
