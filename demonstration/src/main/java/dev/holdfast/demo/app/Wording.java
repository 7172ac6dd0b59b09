package dev.holdfast.demo.app;

import java.text.MessageFormat;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The application's texts in the reader's language: English or German. */
final class Wording {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.GERMAN);

    private final Locale language;
    private final ResourceBundle texts;

    private Wording(Locale language) {
        this.language = language;
        this.texts = ResourceBundle.getBundle(
                Wording.class.getPackageName() + ".wording",
                language,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    /**
     * Chooses the language.
     *
     * @param acceptLanguage the request's header (RFC 9110 §12.5.4), or null
     */
    static Wording of(@Nullable String acceptLanguage) {
        if (acceptLanguage == null) {
            return new Wording(Locale.ENGLISH);
        }
        try {
            Locale found = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return new Wording(found == null ? Locale.ENGLISH : found);
        } catch (IllegalArgumentException e) {
            return new Wording(Locale.ENGLISH); // a malformed header is no reason to refuse the page
        }
    }

    String tag() {
        return language.toLanguageTag();
    }

    boolean has(String key) {
        return texts.containsKey(key);
    }

    String text(String key, Object... values) {
        return new MessageFormat(texts.getString(key), language).format(values);
    }

    String time(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(language)
                .withZone(ZoneId.systemDefault())
                .format(instant);
    }
}
