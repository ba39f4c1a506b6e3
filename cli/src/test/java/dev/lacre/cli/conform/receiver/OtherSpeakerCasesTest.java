package dev.lacre.cli.conform.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Few stand for many, but for every sender and every secret first. */
final class OtherSpeakerCasesTest {

  private static Speaker speaker(String app, String merchant, String... secrets) {
    List<byte[]> bytes = new ArrayList<>();
    for (String secret : secrets) {
      bytes.add(secret.getBytes(StandardCharsets.US_ASCII));
    }
    return new Speaker(app, merchant, false, bytes, List.of(merchant));
  }

  private static List<String> told(List<Speaker> speakers) {
    return speakers.stream()
        .map(each -> each + " by " + new String(each.secret(), StandardCharsets.US_ASCII))
        .toList();
  }

  @Test
  void others_manyMerchants_bringEverySenderAndSecretFirst() {
    List<Speaker> all = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      all.add(speaker("one", "m" + i, "first", "second"));
    }
    all.add(speaker("two", "n", "third", "fourth"));

    List<String> others = told(OtherSpeakerCases.others(all));

    assertEquals(8, others.size());
    assertEquals(
        List.of("two for n by third", "one for m0 by second", "two for n by fourth"),
        others.subList(0, 3));
    assertTrue(others.contains("one for m1 by first"), others.toString());
  }

  @Test
  void others_oneSpeakerWithOneSecret_areNobody() {
    assertEquals(List.of(), OtherSpeakerCases.others(List.of(speaker("one", "m", "only"))));
  }
}
