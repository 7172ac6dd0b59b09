package dev.holdfast.bench.registry;

import dev.holdfast.harness.PostgresServer;
import java.util.List;

/**
 * How long PostgreSQL itself worked for what the server asked, planning and execution, by its extension
 * {@code pg_stat_statements}. Only statements on Holdfast's own tables count.
 *
 * @param database where the extension is made
 */
public record DatabaseTime(PostgresServer postgres, String database) {

    /** Settings of a server that is to be measured. */
    public static final List<String> SETTINGS = List.of(
            "shared_preload_libraries=pg_stat_statements",
            "pg_stat_statements.track_planning=on",
            // For the fill alone: indexes are sorted in memory, and checkpoints do not write pages again and again.
            "maintenance_work_mem=256MB",
            "max_wal_size=4GB");

    /**
     * What was measured.
     *
     * @param millis over all statements and their calls
     * @param slowestMillis the longest single call of a statement
     */
    public record Sum(double millis, double slowestMillis) {}

    /** Makes the extension. */
    public void prepare() {
        postgres.sql(database, "create extension if not exists pg_stat_statements");
    }

    /** Measures what the server asks while something is done. */
    public Sum during(Runnable work) {
        // The function gives a row, void or a time by its version; neither is wanted.
        String unused = postgres.sql(database, "select pg_stat_statements_reset() is null");
        work.run();
        String[] row = postgres.sql(
                        database,
                        "select coalesce(sum(total_plan_time + total_exec_time), 0),"
                                + " coalesce(max(max_plan_time + max_exec_time), 0) from pg_stat_statements"
                                + " where query ilike '%holdfast!_%' escape '!'")
                .split("\\|", -1);
        return new Sum(Double.parseDouble(row[0]), Double.parseDouble(row[1]));
    }
}
