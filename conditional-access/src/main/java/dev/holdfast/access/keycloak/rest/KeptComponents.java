package dev.holdfast.access.keycloak.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import org.keycloak.component.ComponentModel;
import org.keycloak.events.admin.OperationType;
import org.keycloak.provider.Provider;

/**
 * The realm's components of one kind: found by their ids, each with a name of its own, and every change on record.
 *
 * @param kind what one is called
 * @param resource what a record of it is called
 * @param path where one is, but for its id
 */
record KeptComponents(AccessCall call, Class<? extends Provider> type, String kind, String resource, String path) {
    ComponentModel find(String id) {
        ComponentModel model = call.realm().getComponent(id);
        // By its id Keycloak finds what is of another kind too, and of another realm.
        if (model == null
                || !type.getName().equals(model.getProviderType())
                || !call.realm().getId().equals(model.getParentId())) {
            throw RefusedRequestException.notFound();
        }
        return model;
    }

    /** @param id of the component that is to have the name */
    void requireFree(String name, String id) {
        boolean taken = call.realm()
                .getComponentsStream(call.realm().getId(), type.getName())
                .anyMatch(other -> name.equals(other.getName()) && !id.equals(other.getId()));
        if (taken) {
            throw RefusedRequestException.conflict("name_taken", "There is " + kind + " of this name");
        }
    }

    void record(OperationType operation, String id, String name, ArrayNode changes) {
        call.record(operation, resource, path + '/' + id, name, changes);
    }
}
