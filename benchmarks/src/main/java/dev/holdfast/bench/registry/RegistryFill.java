package dev.holdfast.bench.registry;

import dev.holdfast.harness.PostgresServer;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills a realm's registry by SQL, in the database itself. Each row is a copy of one that the server made, with its own
 * ids, names, owners, standings and times, so that it is as wide as a real one and has every column that the server's
 * version has. Nobody holds the keys of these devices.
 *
 * @param database with the tables, one device and its registration
 * @param realmId the realm to fill
 */
public record RegistryFill(PostgresServer postgres, String database, String realmId) {

    /** So many rows of a kind in one statement: well under the time that the harness gives a statement. */
    private static final int CHUNK = 50_000;

    /** Two devices a person, as it is where people have a laptop and a desktop. */
    private static final int DEVICES_PER_USER = 2;

    private static final List<String> FILLED =
            List.of("HOLDFAST_DEVICE", "HOLDFAST_REGISTRATION", "HOLDFAST_AGENT_CERTIFICATE", "HOLDFAST_REG_SESSION");

    /** A device in the middle of the list. */
    static final int SOME_NUMBER = 17;

    /** Its name. */
    static final String SOME_NAME = "kiel-desk-0000017";

    /** A device in the middle of those whose names begin with {@code prag}. */
    static final int PRAG = 20;

    /** A device in the middle of those that one user has. */
    static final int ROME = 29;

    /**
     * Adds devices, each with a registration, a certificate and every tenth with a session.
     *
     * @param devices how many
     */
    public void add(int devices) {
        for (int first = 0; first <= devices / DEVICES_PER_USER; first += CHUNK) {
            sql(copy("USER_ENTITY", series(first, devices / DEVICES_PER_USER), USER));
        }
        // Indexes are made after the rows, as any restore does it: a tenth of the time.
        List<String> indexes =
                FILLED.stream().flatMap(table -> dropIndexes(table).stream()).toList();
        for (int first = 1; first <= devices; first += CHUNK) {
            String series = series(first, devices);
            sql(copy("HOLDFAST_DEVICE", series, DEVICE));
            sql(copy("HOLDFAST_REGISTRATION", series, REGISTRATION));
            sql(copy("HOLDFAST_AGENT_CERTIFICATE", series, CERTIFICATE));
            sql("insert into HOLDFAST_REG_SESSION (SESSION_ID, REALM_ID, REGISTRATION_ID, CREATED_AT) select "
                    + SESSION.replace(":realm", "'" + realmId + "'") + " from " + series + " where i % 10 = 0");
        }
        indexes.forEach(this::sql);
    }

    /** What autovacuum does in its own time. */
    public void settle() {
        FILLED.forEach(table -> sql("vacuum analyze " + table));
        sql("vacuum analyze USER_ENTITY");
    }

    /** Returns the statements that make them again. */
    private List<String> dropIndexes(String table) {
        String constraints = "from pg_constraint where contype in ('p', 'u') and conrelid = '" + table + "'::regclass";
        List<String> make = lines("select 'alter table " + table + " add constraint ' || conname || ' '"
                + " || pg_get_constraintdef(oid) " + constraints);
        List<String> drop = lines("select 'alter table " + table + " drop constraint ' || conname " + constraints);
        drop.forEach(this::sql);
        String others = "from pg_indexes where tablename = lower('" + table + "')";
        make = new ArrayList<>(make);
        make.addAll(lines("select indexdef " + others));
        lines("select 'drop index ' || indexname " + others).forEach(this::sql);
        return make;
    }

    private List<String> lines(String query) {
        return postgres.sql(database, query).lines().toList();
    }

    /** The id of a user with two devices of the fill. */
    String someUser() {
        return postgres.sql(database, "select " + id("user", "8"));
    }

    /** The id of a user who owns a tenth of all devices, as an account for a pool of machines does. */
    String poolUser() {
        return postgres.sql(database, "select " + id("user", POOL));
    }

    /** The id of a device by its number. */
    String device(int number) {
        return postgres.sql(database, "select " + id("device", Integer.toString(number)));
    }

    /**
     * Lets devices report their condition now; some thousand different reports are among them.
     *
     * @param first the number of the first one
     * @param last the number of the last one
     */
    public void report(int first, int last) {
        for (int i = first; i <= last; i += CHUNK) {
            sql(
                    "insert into HOLDFAST_POSTURE (ID, REALM_ID, DEVICE_ID, SOURCE, SEQUENCE_NUMBER, MEASURED_AT, RECEIVED_AT,"
                            + " FACTS) select " + id("device", "i") + " || ':agent', '" + realmId + "', "
                            + id("device", "i")
                            + ", 'agent', 1, " + daysAgo("0") + ", " + daysAgo("0") + ", " + FACTS + "::text from "
                            + series(i, last));
        }
        sql("vacuum analyze HOLDFAST_POSTURE");
    }

    private static String series(int first, int last) {
        return "generate_series(" + first + "," + Math.min(last, first + CHUNK - 1) + ") i";
    }

    /** Copies of a row of the realm, with some columns of their own; {@code changes} is a JSON object in SQL. */
    private String copy(String table, String series, String changes) {
        return "insert into " + table + " select made.* from " + table + " seed cross join " + series
                + " cross join lateral jsonb_populate_record(seed, " + changes + ") made"
                + " where seed.ctid = (select ctid from " + table + " where REALM_ID = '" + realmId + "' limit 1)";
    }

    private void sql(String statement) {
        postgres.sql(database, statement);
    }

    private static final String POOL = "0";

    private static final String FACTS =
            "json_build_object('os', json_build_object('value', 'linux', 'by', 'os-release'),"
                    + " 'os_name', json_build_object('value', 'debian', 'by', 'os-release'),"
                    + " 'os_version', json_build_object('value', '12', 'by', 'os-release'),"
                    + " 'kernel', json_build_object('value', '6.1.0-' || i % 7 || '-amd64', 'by', 'uname'),"
                    + " 'disk_encrypted', json_build_object('value', i % 11 > 0, 'by', 'luks2'),"
                    + " 'firewall', json_build_object('value', i % 13 > 0, 'by', 'nftables'),"
                    + " 'screen_lock', json_build_object('value', true, 'by', 'gnome'),"
                    + " 'screen_lock_seconds', json_build_object('value', 60 * (i % 5 + 1), 'by', 'gnome'),"
                    + " 'pending_updates', json_build_object('value', i % 37, 'by', 'apt'),"
                    + " 'secure_boot', json_build_object('value', true, 'by', 'efivars'),"
                    + " 'agent_version', json_build_object('value', '0.1.0'))";

    private static final String USER_NUMBER = "(i / " + DEVICES_PER_USER + ")";

    private static final String USER = "jsonb_build_object('id', " + id("user", "i") + ", 'username', 'person-' || i,"
            + " 'email', 'person-' || i || '@example.com', 'email_constraint', 'person-' || i || '@example.com')";

    private static final String STANDING =
            "case when i % 100 < 97 then 'ACTIVE' else (array['PENDING','QUARANTINED','REVOKED'])[i % 100 - 96] end";

    private static final String DEVICE = "jsonb_build_object('id', " + id("device", "i") + ", 'name', " + name("i")
            + ", 'sort_name', " + name("i") + ", 'hostname', " + name("i") + ", 'agent_jkt', " + hash("agent", "i")
            + ", 'owner_id', case when i % 10 = 9 then " + id("user", POOL) + " when i % 5 < 3 then "
            + id("user", USER_NUMBER) + " end, 'status', " + STANDING
            + ", 'assurance', (array['SOFTWARE','SOFTWARE','SOFTWARE','SOFTWARE','SOFTWARE','SOFTWARE','SOFTWARE',"
            + "'HARDWARE','HARDWARE','ATTESTED'])[i % 10 + 1], 'created_at', " + daysAgo("i % 400") + ")";

    private static final String REGISTRATION = "jsonb_build_object('id', " + id("registration", "i") + ", 'device_id', "
            + id("device", "i") + ", 'user_id', " + id("user", USER_NUMBER)
            + ", 'status', case when i % 50 = 0 then 'REVOKED' else 'LIVE' end, 'live_slot', case when i % 50 = 0 then "
            + id("registration", "i") + " else " + id("device", "i") + " || ':' || " + id("user", USER_NUMBER)
            + " end, 'id_token_id', " + hash("token", "i") + ", 'duk_jkt', " + hash("duk", "i") + ", 'durt_hash', "
            + hash("durt", "i") + ", 'duv_jkt', " + id("registration", "i")
            + ", 'generation', i % 300 + 1, 'last_used_at', " + daysAgo("i % 14") + ")";

    private static final String CERTIFICATE = "jsonb_build_object('serial', md5('serial' || i), 'device_id', "
            + id("device", "i") + ", 'revoked_at', case when i % 100 = 99 then " + daysAgo("i % 30") + " end)";

    private static final String SESSION = "'session-' || i, :realm, " + id("registration", "i") + ", " + daysAgo("0");

    private static String id(String kind, String number) {
        return "md5('" + kind + "' || " + number + ")::uuid::text";
    }

    private static String hash(String kind, String number) {
        return "rtrim(translate(encode(sha256(('" + kind + "' || " + number + ")::bytea), 'base64'), '+/', '-_'), '=')";
    }

    /** As host names are: a site, a kind, a number. */
    private static String name(String number) {
        return "(array['prag','wien','graz','linz','brno','oslo','bern','kiel','bonn','rome'])[" + number
                + " % 10 + 1] || (array['-laptop-','-desk-','-kiosk-','-lab-'])[" + number
                + " / 10 % 4 + 1] || lpad((" + number + ")::text, 7, '0')";
    }

    private static String daysAgo(String days) {
        return "extract(epoch from now())::bigint - 86400 * (" + days + ")";
    }
}
