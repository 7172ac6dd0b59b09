package dev.holdfast.insights.keycloak.rest;

import dev.holdfast.insights.keycloak.rows.InsightSearch;
import dev.holdfast.insights.query.Query;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The records of a query, one in a line, read page by page, each in a transaction of its own. */
record JsonLines(KeycloakSessionFactory factory, String realmId, Query query) implements StreamingOutput {
    private static final int PAGE = 1_000;

    @Override
    public void write(OutputStream out) throws IOException {
        Query next = query.limitedTo(PAGE);
        while (true) {
            Query asked = next;
            InsightSearch.Page page = KeycloakModelUtils.runJobInTransactionWithResult(
                    factory, session -> new InsightSearch(session, realmId).page(asked));
            for (InsightSearch.Found each : page.records()) {
                out.write((InsightsV1.shown(each, query) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (!page.more()) {
                return;
            }
            next = asked.behind(page.records().get(page.records().size() - 1).place());
        }
    }
}
