package dev.holdfast.insights.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.insights.delivery.Recipient;
import dev.holdfast.insights.store.ObjectStore;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InsightSettingsTest {
    @Test
    @DisplayName("I2 a realm that configured nothing keeps 90 days and sends nothing anywhere")
    void defaults() {
        InsightSettings settings = InsightSettings.read(key -> List.of());
        assertThat(settings.on()).isTrue();
        assertThat(settings.number(InsightSetting.RETENTION_DAYS)).isEqualTo(90);
        assertThat(settings.recipients()).isEmpty();
    }

    @Test
    @DisplayName("I2 what was configured is read, and each mistake is said at its key")
    void read() {
        Map<String, List<String>> good = Map.of(
                "insights", List.of("false"),
                "insightsRetentionDays", List.of(" 30 "),
                "insightsWebhook", List.of("https://siem.example/in?key=1"),
                "insightsStore", List.of("https://s3.example/records"),
                "insightsHosts", List.of("siem.example", " "));
        InsightSettings settings = InsightSettings.read(key -> good.getOrDefault(key, List.of()));
        assertThat(settings.on()).isFalse();
        assertThat(settings.number(InsightSetting.RETENTION_DAYS)).isEqualTo(30);
        assertThat(settings.webhook()).contains(URI.create("https://siem.example/in?key=1"));
        assertThat(settings.store()).contains(new ObjectStore(URI.create("https://s3.example/records"), "us-east-1"));
        assertThat(settings.recipients()).containsExactlyInAnyOrder(Recipient.WEBHOOK, Recipient.STORE);
        assertThat(settings.hosts()).containsExactly("siem.example");
        assertThat(InsightSettings.refusals(good)).isEmpty();

        assertThat(InsightSettings.refusals(Map.of(
                        "insights", List.of("on"),
                        "insightsRetentionDays", List.of("0"),
                        "insightsWebhookBatch", List.of("many"),
                        "insightsStore", List.of("ftp://x/"),
                        "insightsStoreRegion", List.of("the moon"),
                        "insightsWebhook", List.of("ftp://x/"))))
                .hasSize(6)
                .containsEntry("insightsRetentionDays", "Retention must be a whole number from 1 to 3650");
        for (String wrong : List.of("https://u:p@x/", "https:///x", "https://x/#a", "nothing", "https://x y/")) {
            assertThat(InsightSettings.refusals(Map.of("insightsWebhook", List.of(wrong))))
                    .as(wrong)
                    .hasSize(1);
        }
    }
}
