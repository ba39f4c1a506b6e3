package dev.lacre.servlet;

import dev.lacre.signer.MerchantId;
import dev.lacre.verifier.ledger.ClaimResult;
import dev.lacre.verifier.ledger.DeliveryClaim;
import dev.lacre.verifier.ledger.DeliveryLedger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Clock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A ledger over a database, as {@link DeliveryLedger} describes it: one row for each record, two
 * constraints, and each grant one statement that the constraints or a token guard.
 */
final class SqlLedger implements DeliveryLedger {

  private static final String IDENTITY = "owner = ? AND operation = ? AND event_id = ?";

  private final DataSource database;
  private final Clock clock;

  SqlLedger(DataSource database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  static void createTable(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "CREATE TABLE delivery (owner VARCHAR(300) NOT NULL, operation VARCHAR(40) NOT"
                    + " NULL, event_id VARCHAR(128) NOT NULL, merchant VARCHAR(128) NOT NULL, body"
                    + " CHAR(64) NOT NULL, state CHAR(1) NOT NULL, token VARCHAR(40) NOT NULL,"
                    + " lease_end BIGINT NOT NULL, status INT NOT NULL, PRIMARY KEY (owner,"
                    + " operation, event_id, merchant), UNIQUE (owner, operation, event_id,"
                    + " body))")) {
      statement.execute();
    }
  }

  /** Forgets all. */
  static void clear(DataSource database) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement("DELETE FROM delivery")) {
      statement.execute();
    } catch (SQLException failure) {
      throw new IllegalStateException("the database failed", failure);
    }
  }

  private record Row(
      String merchant, String body, String state, String token, long leaseEnd, int status) {

    boolean isDone() {
      return state.equals("D");
    }

    boolean isInProgress(long now) {
      return state.equals("P") && now < leaseEnd;
    }
  }

  @Override
  public ClaimResult claim(DeliveryClaim claim) {
    try (Connection connection = database.getConnection()) {
      ClaimResult result = null;
      while (result == null) {
        result = tryToClaim(connection, claim, clock.millis());
      }
      return result;
    } catch (SQLException failure) {
      throw new IllegalStateException("the database failed", failure);
    }
  }

  /** Returns null if another claim came between. */
  private static @Nullable ClaimResult tryToClaim(
      Connection connection, DeliveryClaim claim, long now) throws SQLException {
    String merchant = claim.merchantId().value();
    Row mine = null;
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT merchant, body, state, token, lease_end, status FROM delivery WHERE "
                + IDENTITY
                + " AND (merchant = ? OR body = ?)")) {
      bind(select, 1, claim);
      select.setString(4, merchant);
      select.setString(5, claim.bodySha256());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Row row =
              new Row(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getLong(5),
                  rows.getInt(6));
          if (!row.merchant.equals(merchant)) {
            return new ClaimResult.MerchantSwapped(MerchantId.of(row.merchant));
          }
          mine = row;
        }
      }
    }
    if (mine != null && (mine.isDone() || mine.isInProgress(now))) {
      if (!mine.body.equals(claim.bodySha256())) {
        return new ClaimResult.EventIdReused();
      }
      return mine.isDone() ? new ClaimResult.Done(mine.status) : new ClaimResult.InProgress();
    }
    boolean granted =
        mine == null ? insert(connection, claim, now) : takeOver(connection, claim, mine, now);
    return granted ? new ClaimResult.Granted() : null;
  }

  private static boolean insert(Connection connection, DeliveryClaim claim, long now)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO delivery VALUES (?,?,?,?,?,'P',?,?,0)")) {
      bind(insert, 1, claim);
      insert.setString(4, claim.merchantId().value());
      insert.setString(5, claim.bodySha256());
      insert.setString(6, claim.token());
      insert.setLong(7, now + claim.lease().toMillis());
      return insert.executeUpdate() == 1;
    } catch (SQLIntegrityConstraintViolationException another) {
      return false;
    }
  }

  private static boolean takeOver(Connection connection, DeliveryClaim claim, Row free, long now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE delivery SET body = ?, state = 'P', token = ?, lease_end = ? WHERE "
                + IDENTITY
                + " AND merchant = ? AND token = ? AND state = ?")) {
      update.setString(1, claim.bodySha256());
      update.setString(2, claim.token());
      update.setLong(3, now + claim.lease().toMillis());
      bind(update, 4, claim);
      update.setString(7, claim.merchantId().value());
      update.setString(8, free.token);
      update.setString(9, free.state);
      return update.executeUpdate() == 1;
    } catch (SQLIntegrityConstraintViolationException another) {
      return false;
    }
  }

  @Override
  public boolean complete(DeliveryClaim claim, int status) {
    return end(claim, "D", status);
  }

  @Override
  public boolean release(DeliveryClaim claim) {
    return end(claim, "R", 0);
  }

  private boolean end(DeliveryClaim claim, String state, int status) {
    try (Connection connection = database.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "UPDATE delivery SET state = ?, status = ? WHERE "
                    + IDENTITY
                    + " AND merchant = ? AND token = ? AND state = 'P'")) {
      update.setString(1, state);
      update.setInt(2, status);
      bind(update, 3, claim);
      update.setString(6, claim.merchantId().value());
      update.setString(7, claim.token());
      return update.executeUpdate() == 1;
    } catch (SQLException failure) {
      throw new IllegalStateException("the database failed", failure);
    }
  }

  private static void bind(PreparedStatement statement, int first, DeliveryClaim claim)
      throws SQLException {
    statement.setString(first, claim.id().owner());
    statement.setString(first + 1, claim.id().operation());
    statement.setString(first + 2, claim.id().eventId());
  }
}
