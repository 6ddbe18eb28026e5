package io.presence.lastseen.history;

import io.presence.contracts.SessionFacts;
import io.presence.contracts.UserId;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Writes what changes say of sessions, within the transaction that writes last seen: both or
 * neither, and the locks on the rows of {@code last_seen} order the writers of one person. For the
 * one thread that flushes.
 */
@Singleton
public final class SessionHistory {
  private final SessionTables tables;
  private final Partitions partitions;
  private final HistorySettings settings;
  private final HistoryMetrics metrics;
  private Covered covered = Covered.NOTHING;

  SessionHistory(
      SessionTables tables,
      Partitions partitions,
      HistorySettings settings,
      HistoryMetrics metrics) {
    this.tables = tables;
    this.partitions = partitions;
    this.settings = settings;
    this.metrics = metrics;
  }

  public boolean isOn() {
    return settings.isOn();
  }

  /** Before a transaction: there is a partition for everything that should be written. */
  public void prepare() {
    if (settings.isOn() && !partitions.suffices(covered)) {
      covered = partitions.ensure();
    }
  }

  /** The transaction failed, perhaps because a partition has gone: look again before the next. */
  public void failed() {
    covered = Covered.NOTHING;
  }

  /**
   * @param connection in a transaction that holds the rows of {@code last_seen} of all these people
   * @param newest whether a person's news are those of the newest change that Postgres knows now
   */
  public void write(
      Connection connection, Collection<SessionNews> news, Predicate<SessionNews> newest)
      throws SQLException {
    if (!settings.isOn() || news.isEmpty()) {
      return;
    }
    List<UserId> people = news.stream().filter(newest).map(SessionNews::userId).toList();
    Map<UserId, List<SessionFacts.Open>> before = tables.findOpen(connection, people);
    write(connection, Reckoning.of(news, newest, before));
  }

  private void write(Connection connection, Reckoning reckoning) throws SQLException {
    List<SessionRow> kept =
        reckoning.ended().stream().filter(row -> covered.has(row.day())).toList();
    tables.replaceOpen(connection, reckoning.open());
    tables.addEnded(connection, kept);
    LocalDate since = reckoning.since();
    LocalDate yesterday = partitions.today().minusDays(1);
    if (since != null && !since.isAfter(yesterday) && covered.has(yesterday)) {
      LocalDate first = since.isBefore(covered.first()) ? covered.first() : since;
      tables.touchDays(connection, first, yesterday);
    }
    metrics.written(kept.size(), reckoning.unknown());
    metrics.outside(reckoning.ended().size() - kept.size());
  }
}
