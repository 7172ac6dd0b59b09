package dev.holdfast.harness;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The installed Chromium with a profile of its own, an unpacked extension and a native messaging host, driven by
 * Playwright. Nothing is downloaded. Not thread safe: one thread opens, drives and closes it.
 */
public final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Playwright playwright;
    private final BrowserContext context;

    private Browser(Playwright playwright, BrowserContext context) {
        this.playwright = playwright;
        this.context = context;
    }

    /**
     * Returns a builder.
     *
     * @param profile the profile's folder; made if absent, kept when the browser ends
     */
    public static Builder builder(Path profile) {
        return new Builder(profile);
    }

    /**
     * Writes the manifest that lets an extension start a native messaging host.
     *
     * @param profile the browser's profile folder
     * @param name the host's name, for example {@code dev.holdfast.agent}
     * @param program the host's program, absolute
     * @param extensionId the only extension that may start it
     */
    public static void registerNativeHost(Path profile, String name, Path program, String extensionId) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("name", name);
        manifest.put("description", "Holdfast device agent");
        manifest.put("path", program.toAbsolutePath().toString());
        manifest.put("type", "stdio");
        manifest.put("allowed_origins", List.of("chrome-extension://" + extensionId + "/"));
        Path folder = profile.resolve("NativeMessagingHosts");
        try {
            Files.createDirectories(folder);
            JSON.writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve(name + ".json").toFile(), manifest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the page that the browser opened at its start, or a new one. */
    public Page firstPage() {
        return context.pages().isEmpty() ? context.newPage() : context.pages().get(0);
    }

    /** Opens a tab. */
    public Page newPage() {
        return context.newPage();
    }

    /** Returns Playwright's view of the profile: cookies, pages, routes, service workers. */
    public BrowserContext context() {
        return context;
    }

    @Override
    public void close() {
        try {
            context.close();
        } finally {
            playwright.close();
        }
    }

    /** Settings of a browser; each method returns this builder. */
    public static final class Builder {

        private final Path profile;
        private final List<String> extensions = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        private String locale = "en-GB";
        private int width = 1280;
        private int height = 800;
        private final List<String> unwanted = new ArrayList<>(List.of("--disable-extensions"));
        private boolean javaScript = true;
        private Optional<Path> program = Optional.empty();

        private Builder(Path profile) {
            this.profile = profile.toAbsolutePath();
        }

        /**
         * Loads an unpacked extension, beside those that were named before.
         *
         * @param folder the folder with its {@code manifest.json}
         */
        public Builder extension(Path folder) {
            extensions.add(folder.toAbsolutePath().toString());
            return this;
        }

        /**
         * Writes a native messaging manifest into the profile; see {@link Browser#registerNativeHost}.
         *
         * @param name the host's name
         * @param program the host's program
         * @param extensionId the extension that may start it
         */
        public Builder nativeHost(String name, Path program, String extensionId) {
            registerNativeHost(profile, name, program, extensionId);
            return this;
        }

        /**
         * Sets a variable for the browser and the native hosts that it starts.
         *
         * @param variable its name
         * @param value its value
         */
        public Builder environment(String variable, String value) {
            environment.put(variable, value);
            return this;
        }

        /**
         * Sets the language that pages are asked for in; {@code en-GB} by default.
         *
         * @param tag a BCP 47 tag
         */
        public Builder locale(String tag) {
            this.locale = tag;
            return this;
        }

        /**
         * Sets the size of pages; 1280 × 800 by default.
         *
         * @param pixelsWide CSS pixels
         * @param pixelsHigh CSS pixels
         */
        public Builder viewport(int pixelsWide, int pixelsHigh) {
            this.width = pixelsWide;
            this.height = pixelsHigh;
            return this;
        }

        /**
         * Leaves out an argument that Chromium is started with otherwise.
         *
         * @param argument for example {@code --disable-background-networking}, with which no
         *     extension of a policy is installed
         */
        public Builder without(String argument) {
            unwanted.add(argument);
            return this;
        }

        /**
         * Starts another program than the installed Chromium: one that starts Chromium elsewhere.
         *
         * @param file takes Chromium's arguments
         */
        public Builder program(Path file) {
            this.program = Optional.of(file.toAbsolutePath());
            return this;
        }

        /** Switches script off in pages. */
        public Builder withoutJavaScript() {
            this.javaScript = false;
            return this;
        }

        /**
         * Adds an argument of Chromium.
         *
         * @param argument for example {@code --host-resolver-rules=...}
         */
        public Builder argument(String argument) {
            arguments.add(argument);
            return this;
        }

        /**
         * Starts the browser without a window.
         *
         * @throws HarnessException if Chromium is not installed (see {@link Requirement#chromium})
         */
        public Browser start() {
            Path chromium = program.orElseGet(() -> Requirement.chromium().require());
            Playwright playwright = PlaywrightDriver.create();
            try {
                return new Browser(
                        playwright, playwright.chromium().launchPersistentContext(profile, options(chromium)));
            } catch (RuntimeException e) {
                playwright.close();
                throw e;
            }
        }

        private BrowserType.LaunchPersistentContextOptions options(Path chromium) {
            List<String> all = new ArrayList<>(List.of(
                    // Extensions need the full browser, whose windowless mode is asked for here and not by Playwright.
                    "--headless=new",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync"));
            if ("root".equals(System.getProperty("user.name"))) {
                all.add("--no-sandbox"); // Chromium's sandbox refuses to run as root
            }
            if (!extensions.isEmpty()) {
                all.add("--load-extension=" + String.join(",", extensions));
            }
            all.addAll(arguments);
            all.removeAll(unwanted);
            return new BrowserType.LaunchPersistentContextOptions()
                    .setExecutablePath(chromium)
                    .setHeadless(false)
                    .setIgnoreDefaultArgs(unwanted)
                    .setArgs(all)
                    .setEnv(environment)
                    .setLocale(locale)
                    .setJavaScriptEnabled(javaScript)
                    .setViewportSize(width, height);
        }
    }
}
