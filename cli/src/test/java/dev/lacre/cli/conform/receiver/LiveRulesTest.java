package dev.lacre.cli.conform.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacre.vectors.Level;
import dev.lacre.vectors.Rule;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rule of our own is one that our documentation states, in these words. */
final class LiveRulesTest {

  private static List<Rule> rules() throws IllegalAccessException {
    List<Rule> rules = new ArrayList<>();
    for (Field field : LiveRules.class.getDeclaredFields()) {
      if (field.getType() == Rule.class) {
        field.setAccessible(true);
        if (field.get(null) instanceof Rule rule) {
          rules.add(rule);
        }
      }
    }
    return rules;
  }

  @Test
  void ruleOfLacre_standsInTheDocumentation() throws Exception {
    int own = 0;
    for (Rule rule : rules()) {
      boolean lacres = rule.document().startsWith("Lacre, ");
      assertEquals(lacres, rule.level() == Level.LIBRARY, rule.quote());
      if (lacres) {
        own++;
        String text = text(rule.document().substring("Lacre, ".length()));
        assertTrue(text.contains(rule.quote()), rule.quote());
        assertTrue(text.contains("# " + rule.section()), rule.section());
      }
    }
    assertTrue(own > 10);
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of("..", file));
  }
}
