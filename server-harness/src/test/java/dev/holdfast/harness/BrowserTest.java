package dev.holdfast.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserTest {

    private static final String MANIFEST = """
            {"manifest_version": 3, "name": "Mark", "version": "1.0",
             "content_scripts": [{"matches": ["http://localhost/*"], "js": ["mark.js"], "run_at": "document_start"}]}
            """;

    @TempDir
    Path folder;

    @Test
    @DisplayName("the installed Chromium runs an unpacked extension in a page, and nothing is downloaded for it")
    void runsAnExtension() throws IOException {
        Requirement chromium = Requirement.chromium();
        assumeTrue(chromium.isUsable(), chromium.absence());

        Path extension = Files.createDirectories(folder.resolve("extension"));
        Files.writeString(extension.resolve("manifest.json"), MANIFEST);
        Files.writeString(extension.resolve("mark.js"), "document.documentElement.dataset.mark = 'here';");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] page = "<!doctype html><title>page</title>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        try (Browser browser =
                Browser.builder(folder.resolve("profile")).extension(extension).start()) {
            Page page = browser.firstPage();
            page.navigate("http://localhost:" + server.getAddress().getPort() + "/");
            assertThat(page.locator("html").getAttribute("data-mark")).isEqualTo("here");
        } finally {
            server.stop(0);
        }
    }
}
