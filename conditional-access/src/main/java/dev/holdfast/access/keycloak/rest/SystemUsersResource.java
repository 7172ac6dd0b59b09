package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.access.listing.ListQuery;
import dev.holdfast.keycloak.JsonAnswer;
import dev.holdfast.keycloak.SecondFactors;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.keycloak.models.UserModel;

/** Users with what they have of second factors, as scripts read them: {@code {"results", "totalCount"}}. Needs view-users. */
public final class SystemUsersResource {
    /** Read at once where a filter or an order looks at everybody. */
    private static final int PORTION = 500;

    /** As many users as a filter looks at. */
    private static final int MOST = 50_000;

    private final AccessCall call;
    private final SecondFactors factors;

    SystemUsersResource(AccessCall call) {
        this.call = call;
        this.factors = SecondFactors.in(call.session(), call.realm());
    }

    @GET
    @Path("")
    public Response list() {
        call.caller().permissions().users().requireView();
        return call.answered(() -> {
            ListQuery query = call.query();
            if (query.filters().isEmpty() && query.sort().isEmpty()) {
                return answer(
                        users(query.skip(), query.limit()).map(this::shown).toList(),
                        call.session().users().getUsersCount(call.realm(), false));
            }
            ListQuery.Page page = query.of(everybody());
            return answer(page.entries(), page.total());
        });
    }

    @GET
    @Path("{id}")
    public Response get(@PathParam("id") String id) {
        UserModel user = call.session().users().getUserById(call.realm(), id);
        if (user == null) {
            call.caller().permissions().users().requireView();
        } else {
            call.caller().permissions().users().requireView(user);
        }
        return call.answered(() -> {
            if (user == null) {
                throw RefusedRequestException.notFound();
            }
            return call.shown(shown(user));
        });
    }

    private List<JsonNode> everybody() {
        List<JsonNode> everybody = new ArrayList<>();
        List<UserModel> portion;
        do {
            portion = users(everybody.size(), PORTION).toList();
            portion.forEach(user -> everybody.add(shown(user)));
            if (everybody.size() > MOST) {
                throw RefusedRequestException.invalid(
                        "filter",
                        "More than " + MOST + " users cannot be filtered or sorted at once: page through them");
            }
        } while (portion.size() == PORTION);
        return everybody;
    }

    private Stream<UserModel> users(int from, int number) {
        return call.session()
                .users()
                .searchForUserStream(call.realm(), Map.of(UserModel.INCLUDE_SERVICE_ACCOUNT, "false"), from, number);
    }

    private static Response answer(List<? extends JsonNode> results, int total) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode entries = body.putArray("results");
        results.forEach(entries::add);
        body.put("totalCount", total);
        return JsonAnswer.of(200, body).build();
    }

    private ObjectNode shown(UserModel user) {
        TreeSet<String> types = new TreeSet<>();
        user.credentialManager().getStoredCredentialsStream().forEach(credential -> types.add(credential.getType()));
        boolean secondFactor = factors.hasOne(user);
        ObjectNode shown = JsonNodeFactory.instance
                .objectNode()
                .put("id", user.getId())
                .put("_id", user.getId())
                .put("username", user.getUsername())
                .put("email", user.getEmail())
                .put("firstname", user.getFirstName())
                .put("lastname", user.getLastName())
                .put("activated", user.isEnabled())
                .put("suspended", !user.isEnabled())
                .put("totp_enabled", types.contains("otp"))
                .put("enable_user_portal_multifactor", secondFactor);
        if (user.getCreatedTimestamp() != null) {
            shown.put(
                    "created", Instant.ofEpochMilli(user.getCreatedTimestamp()).toString());
        }
        ObjectNode mfa = shown.putObject("mfa").put("configured", secondFactor);
        types.retainAll(factors.types());
        types.forEach(mfa.putArray("types")::add);
        return shown;
    }
}
