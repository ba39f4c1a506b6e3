package dev.lacre.servlet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever is done in whatever order, every ledger answers as the rules read. */
class LedgerModelPropertyTest {

  private static final DataSource DATABASE = LedgerKind.database();

  @Property(tries = 300)
  void memory_answersAsTheRulesRead(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 999) Integer> deeds) {
    MovableClock clock = new MovableClock();
    agree(LedgerKind.MEMORY.create(clock), clock, deeds);
  }

  @Property(tries = 60)
  void database_answersAsTheRulesRead(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 999) Integer> deeds) {
    MovableClock clock = new MovableClock();
    SqlLedger.clear(DATABASE);
    agree(new SqlLedger(DATABASE, clock), clock, deeds);
  }

  private static void agree(DeliveryLedger ledger, MovableClock clock, List<Integer> deeds) {
    DeliveryLedger model = new LedgerModel(clock);
    List<DeliveryClaim> granted = new ArrayList<>();
    for (int deed : deeds) {
      int detail = deed / 10;
      if (deed % 10 < 6) {
        DeliveryClaim claim =
            DeliveryLedgerTest.wish(
                "e" + detail % 2, "m" + detail / 2 % 3, "" + (char) ('a' + detail / 6 % 3));
        ClaimResult expected = model.claim(claim);
        assertEquals(expected, ledger.claim(claim), () -> deed + " in " + deeds);
        if (expected instanceof ClaimResult.Granted) {
          granted.add(claim);
        }
      } else if (deed % 10 == 9) {
        clock.advance(Duration.ofSeconds(detail));
      } else if (!granted.isEmpty()) {
        DeliveryClaim claim = granted.get(detail % granted.size());
        if (deed % 10 == 8) {
          assertEquals(model.release(claim), ledger.release(claim), () -> deed + " in " + deeds);
        } else {
          assertEquals(
              model.complete(claim, 200 + detail),
              ledger.complete(claim, 200 + detail),
              () -> deed + " in " + deeds);
        }
      }
    }
  }
}
