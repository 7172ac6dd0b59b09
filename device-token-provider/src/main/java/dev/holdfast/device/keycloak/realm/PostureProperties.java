package dev.holdfast.device.keycloak.realm;

import dev.holdfast.device.posture.PostureCheck;
import dev.holdfast.device.posture.PosturePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;

/** The settings of posture as the admin API shows them, from their one declaration. */
final class PostureProperties {
    private PostureProperties() {}

    static List<ProviderConfigProperty> all() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        properties.add(new ProviderConfigProperty(
                PosturePolicy.REQUIRED_KEY,
                "Require compliant devices",
                "On: a device signs in and keeps its sessions only while all checks pass. One that is silent does not pass.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "false"));
        properties.add(new ProviderConfigProperty(
                PosturePolicy.SOURCES_KEY,
                "Posture sources",
                "Whose facts decide, the most trusted first, separated by commas: agent, or the names under which systems"
                        + " that manage devices report. Others are shown and decide nothing. Default: agent.",
                ProviderConfigProperty.STRING_TYPE,
                null));
        Arrays.stream(PostureCheck.values()).map(PostureProperties::property).forEach(properties::add);
        return properties;
    }

    private static ProviderConfigProperty property(PostureCheck check) {
        String type = check.isFlag()
                ? ProviderConfigProperty.BOOLEAN_TYPE
                : check.isList() ? ProviderConfigProperty.MULTIVALUED_STRING_TYPE : ProviderConfigProperty.STRING_TYPE;
        Object value = check.isList() ? null : check.defaultValue().get(0);
        return new ProviderConfigProperty(check.key(), check.label(), check.help(), type, value);
    }
}
