package dev.holdfast.place.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.place.database.DatabaseNews;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DatabaseReportTest {
    private static final String FILE = "/var/lib/places/city.mmdb";

    @Test
    @DisplayName("A database that was read is named with its type and its day")
    void loaded() {
        DatabaseReport report = DatabaseReport.of(
                FILE, new DatabaseNews.Loaded("GeoLite2-City", Instant.parse("2026-11-20T23:59:00Z")));
        assertThat(report.isGood()).isTrue();
        assertThat(report.text()).contains(FILE, "GeoLite2-City", "2026-11-20");
    }

    @Test
    @DisplayName("What is wrong is said in one line with what follows and what to do")
    void wrong() {
        assertThat(DatabaseReport.of(FILE, new DatabaseNews.Missing(false)).text())
                .isEqualTo("There is no file " + FILE + ". Every public address counts as unknown. Put a database in"
                        + " MaxMind's format there; it is read within seconds.");
        assertThat(DatabaseReport.of(FILE, new DatabaseNews.Unreadable("denied", false))
                        .text())
                .contains("(denied)", "counts as unknown", "Let the server's user read it");
        DatabaseReport unusable =
                DatabaseReport.of(FILE, new DatabaseNews.Unusable("it is no database in MaxMind's format", true));
        assertThat(unusable.isGood()).isFalse();
        assertThat(unusable.text())
                .contains("is of no use: it is no database", "still come from what was read before", "unpacked")
                .doesNotContain("\n");
    }
}
