package dev.holdfast.device.keycloak.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The settings of one realm component, as a form needs them.
 *
 * @param component the realm's component; none where it is not set up
 * @param declarations every setting that is no key or secret, in the order of the form
 * @param bounds of a setting that is a number, by its key
 * @param refusals a sentence for the administrator by key, of new values by key; none for a value that can be used
 */
public record SettingsForm(
        Function<RealmModel, Optional<ComponentModel>> component,
        List<ProviderConfigProperty> declarations,
        Function<String, Optional<Bounds>> bounds,
        Function<Map<String, List<String>>, Map<String, String>> refusals,
        SettingTexts english,
        SettingTexts german) {
    /**
     * A number's.
     *
     * @param purpose what the number is, without default and bounds
     */
    public record Bounds(String purpose, long min, long max) {}

    public SettingsForm {
        declarations = List.copyOf(declarations);
        for (ProviderConfigProperty declaration : declarations) {
            if (declaration.isSecret()) {
                throw new IllegalArgumentException(declaration.getName() + " is a secret, which no form shows");
            }
        }
    }

    SettingTexts texts(String language) {
        return language.startsWith("de") ? german : english;
    }
}
