package dev.lacre.servlet;

import dev.lacre.verifier.ledger.DeliveryLedger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;

/** The ledgers that must all behave alike. */
enum LedgerKind {
  MEMORY {
    @Override
    DeliveryLedger create(Clock clock) {
      return DeliveryLedger.inMemory(Duration.ofDays(4), 100_000, clock);
    }
  },
  DATABASE {
    @Override
    DeliveryLedger create(Clock clock) {
      JdbcConnectionPool pool =
          JdbcConnectionPool.create(
              "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
      pool.setMaxConnections(64);
      try {
        SqlLedger.createTable(pool);
      } catch (SQLException failure) {
        throw new IllegalStateException(failure);
      }
      return new SqlLedger(pool, clock);
    }
  };

  abstract DeliveryLedger create(Clock clock);
}
