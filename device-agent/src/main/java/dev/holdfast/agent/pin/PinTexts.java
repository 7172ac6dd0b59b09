package dev.holdfast.agent.pin;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the dialogs say, in the language of the desktop. */
public final class PinTexts {
    private final ResourceBundle bundle;

    /** The texts in a language, or in English where there are none. */
    public PinTexts(Locale locale) {
        this.bundle = ResourceBundle.getBundle(
                "dev.holdfast.agent.pin",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    String text(String key, Object... values) {
        return new MessageFormat(bundle.getString(key), Locale.ROOT).format(values);
    }
}
