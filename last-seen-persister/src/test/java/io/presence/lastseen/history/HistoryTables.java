package io.presence.lastseen.history;

import io.presence.local.servers.TestServers;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A migrated database without the service on it: its upkeep goes by today, and would come in
 * between what a test does to days of its own.
 */
final class HistoryTables {
  private HistoryTables() {}

  static DataSource migrated(String name) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(TestServers.postgresJdbcUrl(name));
    source.setUser(TestServers.postgresUser());
    source.setPassword(TestServers.postgresPassword());
    Flyway.configure().dataSource(source).load().migrate();
    return source;
  }
}
