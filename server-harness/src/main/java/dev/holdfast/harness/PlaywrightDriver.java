package dev.holdfast.harness;

import com.microsoft.playwright.Playwright;
import java.util.Map;

/** Playwright's own half, which comes with its library; no browser is fetched. */
final class PlaywrightDriver {

    private PlaywrightDriver() {}

    static Playwright create() {
        return Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of(
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1", "PLAYWRIGHT_SKIP_VALIDATE_HOST_REQUIREMENTS", "1")));
    }
}
