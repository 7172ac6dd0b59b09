package dev.holdfast.bench.insights;

import dev.holdfast.harness.PostgresServer;

/**
 * Puts sign-ins of the last day into a realm's record, by SQL: copies of one that the server recorded, each of one of many
 * people, who are in the realm and have its default role.
 *
 * @param realmId whose record has a successful sign-in already
 */
public record ReplayFill(PostgresServer postgres, String database, String realmId) {
    private static final long DAY_MILLIS = 86_400_000;

    /** Leaves room for the call to come. */
    private static final long SPREAD_MILLIS = DAY_MILLIS * 9 / 10;

    private static final String PERSON = "lpad(to_hex(i), 8, '0') || '-0000-7000-8002-000000000000'";

    /** @param signIns evenly in time, and evenly by {@code people} */
    public void add(int signIns, int people) {
        sql("insert into USER_ENTITY (ID, EMAIL_CONSTRAINT, EMAIL_VERIFIED, ENABLED, REALM_ID, USERNAME,"
                + " CREATED_TIMESTAMP, NOT_BEFORE) select " + PERSON + ", " + PERSON + ", true, true, '" + realmId
                + "', 'replayed-' || i, 0, 0 from generate_series(0, " + (people - 1) + ") i");
        sql("insert into USER_ROLE_MAPPING (ROLE_ID, USER_ID) select DEFAULT_ROLE, " + PERSON
                + " from REALM cross join generate_series(0, " + (people - 1) + ") i where ID = '" + realmId + "'");
        sql("insert into HOLDFAST_INSIGHT (ID, REALM_ID, OCCURRED_AT, EVENT_TYPE, SERVICE, SUCCEEDED, ACTOR_TYPE,"
                + " USER_ID, USERNAME, CLIENT_IP, COUNTRY, RESOURCE_TYPE, RESOURCE_ID, REPORTED, BREAK_GLASS, PAYLOAD)"
                + " select lpad(to_hex(n), 8, '0') || '-0000-7000-8003-000000000000', '" + realmId
                + "', (extract(epoch from now()) * 1000)::bigint - n::bigint * " + SPREAD_MILLIS + " / " + signIns
                + ", EVENT_TYPE, SERVICE, SUCCEEDED, ACTOR_TYPE, " + PERSON + ", 'replayed-' || i, CLIENT_IP, COUNTRY,"
                + " RESOURCE_TYPE, RESOURCE_ID, REPORTED, BREAK_GLASS, replace(PAYLOAD, USER_ID, " + PERSON
                + ") from (select * from HOLDFAST_INSIGHT where REALM_ID = '" + realmId
                + "' and EVENT_TYPE = 'user_login_attempt' and SUCCEEDED limit 1) seed"
                + " cross join (select n, n % " + people + " as i from generate_series(1, " + signIns + ") n) series");
        sql("vacuum analyze HOLDFAST_INSIGHT");
        sql("vacuum analyze USER_ENTITY");
    }

    private void sql(String statement) {
        var unused = postgres.sql(database, statement);
    }
}
