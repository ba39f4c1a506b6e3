package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code in {@code docs/spring.md} is the code that {@link SpringRegistrationTest} runs. */
class SpringDocTest {

  private static String normal(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }

  @Test
  void everyBlockOfJava_isCodeThatATestRuns() throws Exception {
    String document = Files.readString(Path.of("../docs/spring.md"));
    String source =
        normal(Files.readString(Path.of("src/test/java/dev/lacre/servlet/SpringReceiver.java")));
    List<String> blocks =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(document)
            .results()
            .map(block -> normal(block.group(1)))
            .toList();
    assertEquals(2, blocks.size());
    for (String block : blocks) {
      assertTrue(source.contains(block), () -> "not in SpringReceiver: " + block);
    }
  }
}
