package dev.holdfast.it;

import dev.holdfast.it.wire.App;
import dev.holdfast.it.wire.Page;
import dev.holdfast.it.wire.Tab;
import dev.holdfast.it.wire.Visitor;
import dev.holdfast.it.wire.WirePhone;
import dev.holdfast.it.wire.WireRealm;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people do on the pages of push. */
final class PushPages {
    private static final Pattern TYPED = Pattern.compile("id=\"holdfast-typed\">([0-9A-Z-]{19})<");
    private static final Pattern PICTURE = Pattern.compile("class=\"holdfast-picture\" src=\"([^\"]+)\"");
    private static final Pattern NUMBER = Pattern.compile("id=\"holdfast-number\"[^>]*>([0-9]{2})<");
    private static final Pattern FACTOR = Pattern.compile(
            "(?s)name=\"authenticationExecution\" value=\"([^\"]+)\"(?:>.*?<h2)?[^>]*>\\s*([^<]*?)\\s*</");
    private static final Pattern WAIT = Pattern.compile("data-wait=\"([^\"]+)\"");

    private PushPages() {}

    static Optional<String> typedCode(Page page) {
        return found(TYPED, page);
    }

    /** The URL of the picture that is to be scanned. */
    static String picture(Page page) {
        return found(PICTURE, page)
                .orElseThrow(() -> new AssertionError("no picture: " + page))
                .replace("&#43;", "+")
                .replace("&amp;", "&");
    }

    /** The two digits that a page which waits shows. */
    static Optional<String> number(Page page) {
        return found(NUMBER, page);
    }

    /** On a page that offers other factors, what the button of this name posts. */
    static String factor(Page page, String name) {
        return FACTOR.matcher(page.body())
                .results()
                .filter(button -> button.group(2).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + ": " + page))
                .group(1);
    }

    static String waitAddress(Page page) {
        return found(WAIT, page)
                .orElseThrow(() -> new AssertionError("nothing waits: " + page))
                .replace("&amp;", "&");
    }

    private static Optional<String> found(Pattern pattern, Page page) {
        Matcher matcher = pattern.matcher(page.body());
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Signs in by password in a new browser, and goes to the page that sets a phone up. */
    static Tab setUpPage(WireRealm realm, String user) {
        Tab tab = Visitor.withoutExtension(realm).open(App.SHOP, Map.of("kc_action", "holdfast-enrol-phone"));
        tab.password(user, user);
        return tab;
    }

    /** A phone of this user, whom an administrator let enrol. */
    static WirePhone phone(World world, WireRealm realm, String user) {
        world.admin().post(world.adminPath(realm) + "/holdfast/push/consents", Map.of("username", user));
        Tab tab = setUpPage(realm, user);
        String code = typedCode(tab.page()).orElseThrow(() -> new AssertionError("no code: " + tab.page()));
        WirePhone phone = WirePhone.unboxed(realm).enrol(code);
        tab.stock(Map.of("confirm_code", phone.confirmCode()));
        if (!tab.isSignedIn()) {
            throw new AssertionError("not confirmed: " + tab.page());
        }
        return phone;
    }

    /** A new browser after the password. */
    static Tab asked(WireRealm realm, String user) {
        return asked(Visitor.withoutExtension(realm), App.SHOP, user);
    }

    static Tab asked(Visitor visitor, App app, String user) {
        Tab tab = visitor.open(app, Map.of("prompt", "login"));
        if (tab.page().asksForPassword()) {
            tab.password(user, user);
        }
        return tab;
    }

    /** A browser in which this user approved a sign-in. */
    static Visitor knownBrowser(WireRealm realm, String user, WirePhone phone) {
        Tab tab = asked(realm, user);
        phone.approve(number(tab.page()).orElseThrow(() -> new AssertionError("no number: " + tab.page())))
                .granted();
        tab.stock(Map.of("check", "1"));
        if (!tab.isSignedIn()) {
            throw new AssertionError("not signed in: " + tab.page());
        }
        return tab.visitor();
    }
}
