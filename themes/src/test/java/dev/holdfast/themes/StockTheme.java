package dev.holdfast.themes;

import freemarker.cache.TemplateLoader;
import freemarker.cache.URLTemplateLoader;
import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateMethodModelEx;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PropertyResourceBundle;

/**
 * Renders our templates as the server does: FreeMarker with HTML escaping, the stock theme {@code keycloak.v2} over
 * {@code base} first, our files as the fallback, and a model like that of Keycloak's login forms.
 */
final class StockTheme {

    private static final List<String> PLACES =
            List.of("theme/keycloak.v2/login/", "theme/base/login/", "theme-resources/templates/");

    private final Configuration freemarker = new Configuration(Configuration.VERSION_2_3_32);

    StockTheme() {
        freemarker.setOutputFormat(HTMLOutputFormat.INSTANCE);
        freemarker.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        freemarker.setLogTemplateExceptions(false);
        freemarker.setTemplateLoader(loader());
    }

    /** The page as HTML, for the given language and the server's part of the model. */
    String render(String template, String language, Map<String, Object> holdfast) {
        Map<String, Object> model = new HashMap<>();
        model.put("holdfast", holdfast);
        model.put("lang", language);
        model.put("darkMode", true);
        model.put("title", "Sign in to Acme");
        model.put("properties", styleNames());
        model.put("msg", messages(language));
        model.put("kcSanitize", (TemplateMethodModelEx)
                arguments -> arguments.get(0).toString());
        model.put("realm", Map.of("name", "acme", "displayNameHtml", "Acme", "internationalizationEnabled", true));
        model.put("locale", languages(language));
        model.put("url", addresses());
        model.put("authenticationSession", Map.of("authSessionIdHash", "aGFzaA=="));
        try {
            StringWriter page = new StringWriter();
            freemarker.getTemplate(template, "UTF-8").process(model, page);
            return page.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TemplateException e) {
            throw new AssertionError(template, e);
        }
    }

    private static TemplateLoader loader() {
        return new URLTemplateLoader() {
            @Override
            protected URL getURL(String name) {
                return PLACES.stream()
                        .map(place -> StockTheme.class.getClassLoader().getResource(place + name))
                        .filter(found -> found != null)
                        .findFirst()
                        .orElse(null);
            }
        };
    }

    private static TemplateMethodModelEx messages(String language) {
        Map<String, String> texts = new HashMap<>();
        texts.putAll(bundle("theme-resources/messages/messages_" + language + ".properties"));
        texts.putAll(bundle("theme/base/login/messages/messages_" + language + ".properties"));
        return arguments -> {
            String key = arguments.get(0).toString();
            Object[] values = arguments.stream().skip(1).map(Object::toString).toArray();
            return new MessageFormat(texts.getOrDefault(key, key), Locale.forLanguageTag(language)).format(values);
        };
    }

    private static Map<String, Object> languages(String current) {
        List<Map<String, String>> supported = List.of(
                Map.of("languageTag", "en", "label", "English", "url", "/realms/acme/login?kc_locale=en&execution=1"),
                Map.of("languageTag", "de", "label", "Deutsch", "url", "/realms/acme/login?kc_locale=de&execution=1"));
        return Map.of("supported", supported, "currentLanguageTag", current, "rtl", false);
    }

    private static Map<String, String> addresses() {
        return Map.of(
                "loginAction", "/realms/acme/login-actions/authenticate?session_code=1&execution=2",
                "loginRestartFlowUrl", "/realms/acme/login-actions/restart?client_id=app&tab_id=3",
                "ssoLoginInOtherTabsUrl", "/realms/acme/login-actions/restart?client_id=app&skip_logout=true",
                "resourcesPath", "/resources/1/login/keycloak.v2",
                "resourcesCommonPath", "/resources/1/common/keycloak");
    }

    private static Map<String, String> styleNames() {
        Map<String, String> names = new HashMap<>(bundle("theme/base/login/theme.properties"));
        names.putAll(bundle("theme/keycloak.v2/login/theme.properties"));
        return names;
    }

    static Map<String, String> bundle(String resource) {
        try (InputStream stream = StockTheme.class.getClassLoader().getResourceAsStream(resource)) {
            PropertyResourceBundle bundle = new PropertyResourceBundle(stream);
            Map<String, String> texts = new HashMap<>();
            bundle.keySet().forEach(key -> texts.put(key, bundle.getString(key)));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
