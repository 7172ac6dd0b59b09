package dev.holdfast.insights.keycloak.rest;

import dev.holdfast.insights.keycloak.rows.InsightRows;
import dev.holdfast.insights.keycloak.rows.InsightSearch;
import dev.holdfast.insights.query.Field;
import dev.holdfast.insights.query.Interval;
import dev.holdfast.insights.query.Projection;
import dev.holdfast.insights.query.Query;
import dev.holdfast.insights.query.QueryProblemException;
import dev.holdfast.insights.query.QueryReader;
import dev.holdfast.insights.record.RecordJson;
import dev.holdfast.keycloak.JsonAnswer;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Queries of the realm's record, for whoever may view its events. */
public final class InsightsV1 {
    private final KeycloakSession session;

    InsightsV1(KeycloakSession session) {
        this.session = session;
    }

    /**
     * A page of records as a JSON array. {@code X-Search_after}, where there may be more, is what the next query's
     * {@code search_after} has to be.
     */
    @POST
    @Path("events")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response events(InputStream body) {
        return answered(body, (realm, reader) -> {
            Query query = reader.events();
            InsightSearch.Page page = search(realm).page(query);
            List<InsightSearch.Found> records = page.records();
            Response.ResponseBuilder answer = Response.ok(records.stream()
                            .map(found -> shown(found, query))
                            .collect(Collectors.joining(",", "[", "]")))
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .header("Cache-Control", "no-store")
                    .header("X-Result-Count", records.size())
                    .header("X-Limit", query.limit());
            if (page.more()) {
                Query.Place last = records.get(records.size() - 1).place();
                answer.header("X-Search_after", "[\"" + last.millis() + "\",\"" + last.id() + "\"]");
            }
            return answer.build();
        });
    }

    @POST
    @Path("events/count")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response count(InputStream body) {
        return answered(
                body,
                (realm, reader) -> JsonAnswer.of(
                                200, Map.of("count", search(realm).count(reader.events())))
                        .build());
    }

    /** The values of {@code field}, each with how often it stands there. */
    @POST
    @Path("events/distinct")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response distinct(InputStream body) {
        return answered(body, (realm, reader) -> {
            Field field = reader.distinctField();
            List<Map<String, Object>> values = new ArrayList<>();
            search(realm).distinct(reader.distinct(), field).forEach((value, count) -> {
                Map<String, Object> each = new LinkedHashMap<>();
                each.put("value", value);
                each.put("count", count);
                values.add(each);
            });
            return JsonAnswer.of(200, Map.of("field", field.path(), "values", values))
                    .build();
        });
    }

    /** How many records each {@code interval_unit} ({@code m}, {@code h}, {@code d}, {@code w}) holds; none that holds none. */
    @POST
    @Path("events/interval")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response interval(InputStream body) {
        return answered(body, (realm, reader) -> {
            Interval interval = reader.interval();
            List<Map<String, Object>> pieces = new ArrayList<>();
            search(realm)
                    .intervals(reader.intervals(), interval)
                    .forEach((start, count) -> pieces.add(Map.of("start", start.toString(), "count", count)));
            return JsonAnswer.of(
                            200, Map.of("interval_seconds", interval.length().toSeconds(), "intervals", pieces))
                    .build();
        });
    }

    @GET
    @Path("events/{id}")
    public Response event(@PathParam("id") String id) {
        RealmModel realm = InsightsCaller.requireViewEvents(session);
        return new InsightRows(session)
                .find(realm.getId(), id)
                .map(payload -> Response.ok(payload)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .header("Cache-Control", "no-store")
                        .build())
                .orElseGet(
                        () -> JsonAnswer.of(404, Map.of("error", "not_found")).build());
    }

    /**
     * Every record that the query asks for as lines of JSON, whatever its {@code limit}: a page at a time is in memory, so
     * that the whole record can be taken away.
     */
    @POST
    @Path("events/export")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response export(InputStream body) {
        return answered(
                body,
                (realm, reader) -> Response.ok(
                                new JsonLines(session.getKeycloakSessionFactory(), realm.getId(), reader.events()))
                        .type("application/x-ndjson")
                        .header("Cache-Control", "no-store")
                        .build());
    }

    @Path("reports")
    public InsightsReportsResource reports() {
        return new InsightsReportsResource(session);
    }

    private InsightSearch search(RealmModel realm) {
        return new InsightSearch(session, realm.getId());
    }

    private Response answered(InputStream body, BiFunction<RealmModel, QueryReader, Response> answer) {
        RealmModel realm = InsightsCaller.requireViewEvents(session);
        try {
            return answer.apply(realm, QueryReader.of(body.readNBytes(QueryReader.MAX_BYTES + 1), Instant.now()));
        } catch (QueryProblemException e) {
            return JsonAnswer.of(
                            400,
                            Map.of(
                                    "error",
                                    "invalid_query",
                                    "pointer",
                                    e.pointer(),
                                    "error_description",
                                    String.valueOf(e.getMessage())))
                    .build();
        } catch (IOException e) {
            return JsonAnswer.of(
                            400, Map.of("error", "invalid_query", "pointer", "", "error_description", "body broke off"))
                    .build();
        }
    }

    static String shown(InsightSearch.Found found, Query query) {
        return query.fields().isEmpty()
                ? found.payload()
                : RecordJson.text(Projection.of(RecordJson.read(found.payload()), query.fields()));
    }
}
