package dev.holdfast.it;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.nio.file.Path;

/** Takes a picture for the guides, and one at a phone's size to look at. */
final class GuidePicture {
    private static final Path PICTURES =
            Path.of("").toAbsolutePath().getParent().resolve("docs/pictures");
    private static final Path TO_LOOK_AT = Path.of("target", "screenshots");
    private static final int WIDTH = 1280;
    private static final int SMALL_WIDTH = 760;
    private static final int PHONE_WIDTH = 390;
    private static final int PHONE_HEIGHT = 844;

    private GuidePicture() {}

    static void take(Page page, String name) {
        takeAsPhone(page, TO_LOOK_AT.resolve("guide-" + name + "-phone.png"));
        fit(page, WIDTH);
        shoot(page, PICTURES.resolve(name + ".png"));
    }

    static void take(Locator part, String name) {
        fit(part.page(), WIDTH);
        part.screenshot(new Locator.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    /** A page that is a small one in the middle of its window. */
    static void takeSmall(Page page, String name) {
        takeAsPhone(page, TO_LOOK_AT.resolve("guide-" + name + "-phone.png"));
        fit(page, SMALL_WIDTH);
        shoot(page, PICTURES.resolve(name + ".png"));
    }

    /** A page whose content scrolls inside it, at the place that matters. */
    static void takeAt(Locator place, String name) {
        place.page().setViewportSize(WIDTH, 800);
        place.scrollIntoViewIfNeeded();
        shoot(place.page(), PICTURES.resolve(name + ".png"));
    }

    /** A page that is only ever seen on a phone. */
    static void takeOnPhone(Page page, String name) {
        page.setViewportSize(PHONE_WIDTH, PHONE_HEIGHT);
        shoot(page, PICTURES.resolve(name + ".png"));
    }

    private static void takeAsPhone(Page page, Path file) {
        fit(page, PHONE_WIDTH);
        shoot(page, file);
    }

    private static void shoot(Page page, Path file) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(file)
                .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED));
    }

    /** As high as the page is, so that nothing has to be scrolled; long forms end where a reader has seen enough. */
    private static void fit(Page page, int width) {
        page.setViewportSize(width, width == SMALL_WIDTH ? 400 : 800);
        int height = (Integer) page.evaluate("document.documentElement.scrollHeight");
        page.setViewportSize(width, Math.min(height, width == PHONE_WIDTH ? 2400 : 1100));
        page.evaluate("scrollTo(0, 0)");
    }
}
