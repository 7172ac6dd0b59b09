package dev.holdfast.insights.keycloak.rest;

import dev.holdfast.insights.keycloak.rows.InsightSearch;
import dev.holdfast.insights.query.Query;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The records of a query, one in a line, read page by page, each in a transaction of its own. */
record JsonLines(KeycloakSessionFactory factory, String realmId, Query query) implements StreamingOutput {
    private static final int PAGE = 1_000;

    @Override
    public void write(OutputStream out) throws IOException {
        Optional<Query.Place> after = query.after();
        while (true) {
            Query page = new Query(
                    query.services(),
                    query.from(),
                    query.to(),
                    PAGE,
                    query.ascending(),
                    query.fields(),
                    query.term(),
                    after);
            List<InsightSearch.Found> found = KeycloakModelUtils.runJobInTransactionWithResult(
                    factory, session -> new InsightSearch(session, realmId).page(page));
            for (InsightSearch.Found each : found) {
                out.write((InsightsV1.shown(each, query) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (found.size() < PAGE) {
                return;
            }
            after = Optional.of(found.get(found.size() - 1).place());
        }
    }
}
