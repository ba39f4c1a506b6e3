package dev.lacre.servlet;

import dev.lacre.verifier.ledger.DeliveryLedger;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
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
      return new SqlLedger(database(), clock);
    }
  };

  abstract DeliveryLedger create(Clock clock);

  /** Returns an empty database with the ledger's table. */
  static DataSource database() {
    // Many wait for one row; on a busy machine, for longer than the second that it would allow.
    JdbcConnectionPool pool =
        JdbcConnectionPool.create(
            "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000", "sa", "");
    pool.setMaxConnections(64);
    try {
      SqlLedger.createTable(pool);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    return pool;
  }
}
