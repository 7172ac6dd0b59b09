package dev.holdfast.insights.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.insights.record.RecordJson;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    @Test
    @DisplayName("I1 of a record only the fields that were asked for, in their places; what it lacks is left out")
    void part() {
        assertThat(Projection.of(
                                RecordJson.read(
                                        "{\"id\":\"1\",\"geoip\":{\"country_code\":\"AT\",\"city\":\"Graz\"},\"success\":true}"),
                                List.of("geoip.country_code", "success", "mfa_meta.type"))
                        .toString())
                .isEqualTo("{\"geoip\":{\"country_code\":\"AT\"},\"success\":true}");
    }
}
