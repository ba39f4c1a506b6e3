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
      assertEquals(rule.document().equals("Lacre"), rule.level() == Level.LIBRARY, rule.quote());
      if (rule.document().equals("Lacre")) {
        own++;
        String file = rule.section().replaceFirst(",.*", "");
        assertTrue(text(file).contains(rule.quote()), rule.quote());
      }
    }
    assertTrue(own > 10);
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of("..", file));
  }
}
