package dev.holdfast.agent.platform;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;

/** The desktop's notifications by {@code notify-send}, where it is installed. */
public final class DesktopNotice implements Notice {
    private static final int MAX = 300;

    @Override
    public void show(String title, String text) {
        try {
            // Arguments, no shell; "--" since an account may begin with a hyphen; plain text, since the body may be
            // read as markup.
            new ProcessBuilder(List.of("notify-send", "--app-name=Holdfast", "--", plain(title), plain(text)))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No notify-send here; the log says the same.
            return;
        }
    }

    static String plain(String text) {
        String safe = text.replaceAll("[\\p{Cntrl}<>&]", " ");
        return safe.length() <= MAX ? safe : safe.substring(0, MAX);
    }
}
