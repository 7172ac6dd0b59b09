package dev.holdfast.bench.insights;

import dev.holdfast.harness.PostgresServer;
import java.util.List;
import java.util.Locale;

/**
 * Makes a realm's record large by SQL: sign-ins of ninety days, evenly in time, of a hundred thousand people at fifty
 * applications, one in twenty failed, one in a hundred something else.
 */
public final class RecordFill {
    private static final int CHUNK = 500_000;
    private static final long DAYS_MILLIS = 90L * 86_400_000;
    private static final String TABLE = "HOLDFAST_INSIGHT";

    private final PostgresServer postgres;
    private final String database;
    private final String realmId;

    /** @param realmId whose record has a record already, which lends its text to all */
    public RecordFill(PostgresServer postgres, String database, String realmId) {
        this.postgres = postgres;
        this.database = database;
        this.realmId = realmId;
    }

    public void add(int records) {
        List<String> indexes = postgres.sql(
                        database,
                        "select indexdef from pg_indexes where tablename = '" + TABLE.toLowerCase(Locale.ROOT)
                                + "' and indexname not like 'pk_%'")
                .lines()
                .toList();
        // Made after the rows, as any restore does it.
        postgres.sql(
                        database,
                        "select 'drop index ' || indexname from pg_indexes where tablename = 'holdfast_insight'"
                                + " and indexname not like 'pk_%'")
                .lines()
                .forEach(this::sql);
        long step = DAYS_MILLIS / records;
        for (int first = 1; first <= records; first += CHUNK) {
            sql("insert into " + TABLE + " (ID, REALM_ID, OCCURRED_AT, EVENT_TYPE, SERVICE, SUCCEEDED, ERROR_MESSAGE,"
                    + " ACTOR_TYPE, USER_ID, USERNAME, CLIENT_IP, COUNTRY, RESOURCE_TYPE, RESOURCE_ID, REPORTED, BREAK_GLASS,"
                    + " PAYLOAD) select lpad(to_hex(i), 8, '0') || '-0000-7000-8000-000000000000', '" + realmId
                    + "', (extract(epoch from now()) * 1000)::bigint - " + step + "::bigint * i,"
                    + " case when i % 100 = 7 then 'authnpolicy_update' when i % 3 = 0 then 'sso_auth'"
                    + " else 'user_login_attempt' end, case when i % 3 = 0 then 'sso' else 'directory' end, i % 20 <> 5,"
                    + " case when i % 20 = 5 then 'invalid_user_credentials' end, 'user', 'user-' || i % 100000,"
                    + " 'person-' || i % 100000, '198.51.100.' || i % 250, (array['AT','DE','CH','FR'])[i % 4 + 1],"
                    + " 'application', 'app-' || i % 50, i % 1000 = 1, false, seed.PAYLOAD from " + TABLE
                    + " seed cross join generate_series(" + first + "," + Math.min(records, first + CHUNK - 1)
                    + ") i where seed.ctid = (select ctid from " + TABLE + " where REALM_ID = '" + realmId
                    + "' and EVENT_TYPE = 'user_login_attempt' limit 1)");
        }
        indexes.forEach(this::sql);
        sql("vacuum analyze " + TABLE);
    }

    private void sql(String statement) {
        postgres.sql(database, statement);
    }
}
