package dev.holdfast.demo.app;

import java.util.LinkedHashMap;
import java.util.Map;

/** The application's pages. */
final class Page {

    private Page() {}

    static String welcome(Wording wording) {
        return frame(wording, wording.text("welcome.title"), """
                <p class="lead">%s</p>
                <p><a class="button" id="sign-in" href="/login">%s</a></p>
                """.formatted(
                        escape(wording.text("welcome.lead")), escape(wording.text("sign-in"))));
    }

    static String signedIn(Wording wording, SignedIn person) {
        Map<String, String> facts = new LinkedHashMap<>();
        person.text("preferred_username").ifPresent(value -> facts.put("preferred_username", value));
        person.text("email").ifPresent(value -> facts.put("email", value));
        facts.put("amr", person.text("amr").orElse("–"));
        facts.put("acr", person.text("acr").orElse("–"));
        facts.put("auth_time", person.authTime().map(wording::time).orElse("–"));

        return frame(wording, wording.text("signed-in.title", person.name()), """
                <p class="lead">%s</p>
                <h2>%s</h2>
                %s
                <h2>%s</h2>
                %s
                <form method="post" action="/logout"><button class="button quiet" id="sign-out">%s</button></form>
                """.formatted(
                        escape(wording.text("signed-in.lead")),
                        escape(wording.text("signed-in.how")),
                        list("sign-in", wording, facts),
                        escape(wording.text("signed-in.device")),
                        person.device().isEmpty()
                                ? "<p id=\"no-device\">" + escape(wording.text("signed-in.no-device")) + "</p>"
                                : list("device", wording, person.device()),
                        escape(wording.text("sign-out"))));
    }

    static String failed(Wording wording, String reason) {
        return frame(wording, wording.text("failed.title"), """
                <p class="lead" role="alert" id="failure">%s</p>
                <p><a class="button" id="sign-in" href="/login">%s</a></p>
                """.formatted(
                        escape(reason), escape(wording.text("try-again"))));
    }

    static String unknown(Wording wording) {
        return frame(
                wording,
                wording.text("unknown.title"),
                "<p><a href=\"/\">%s</a></p>".formatted(escape(wording.text("unknown.home"))));
    }

    private static String list(String id, Wording wording, Map<String, String> facts) {
        StringBuilder rows = new StringBuilder("<dl id=\"" + id + "\">\n");
        facts.forEach((claim, value) -> {
            String label = wording.has("claim." + claim) ? wording.text("claim." + claim) : claim;
            rows.append("<div><dt>%s <code>%s</code></dt><dd data-claim=\"%s\">%s</dd></div>%n"
                    .formatted(label.equals(claim) ? "" : escape(label), escape(claim), escape(claim), escape(value)));
        });
        return rows.append("</dl>").toString();
    }

    private static String frame(Wording wording, String title, String body) {
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s · %s</title>
                <link rel="stylesheet" href="/demo.css">
                <link rel="icon" href="/icon.svg" type="image/svg+xml">
                </head>
                <body>
                <header><span class="mark" aria-hidden="true"></span>%s</header>
                <main>
                <h1>%s</h1>
                %s
                </main>
                <footer>%s</footer>
                </body>
                </html>
                """.formatted(
                        wording.tag(),
                        escape(title),
                        escape(wording.text("application")),
                        escape(wording.text("application")),
                        escape(title),
                        body,
                        escape(wording.text("footer")));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
