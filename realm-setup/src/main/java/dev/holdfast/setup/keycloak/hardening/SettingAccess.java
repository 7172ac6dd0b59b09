package dev.holdfast.setup.keycloak.hardening;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.ToIntFunction;
import org.keycloak.models.RealmModel;

/** How one setting of a realm is read and written as text. */
record SettingAccess(Function<RealmModel, String> read, BiConsumer<RealmModel, String> write) {
    static SettingAccess flag(Function<RealmModel, Boolean> read, BiConsumer<RealmModel, Boolean> write) {
        return new SettingAccess(
                realm -> String.valueOf(read.apply(realm)),
                (realm, value) -> write.accept(realm, Boolean.valueOf(value)));
    }

    static SettingAccess number(ToIntFunction<RealmModel> read, ObjIntConsumer<RealmModel> write) {
        return new SettingAccess(
                realm -> String.valueOf(read.applyAsInt(realm)),
                (realm, value) -> write.accept(realm, Integer.parseInt(value)));
    }
}
