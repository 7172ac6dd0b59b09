package dev.holdfast.access.document;

import java.util.List;

/** Documents that the reader and the schema agree about. */
final class PolicyCorpus {
    private PolicyCorpus() {}

    /** @param canonical whether it is written as it stands here */
    record Accepted(String name, String json, boolean canonical) {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * @param place line and column of the one problem
     * @param schemaKnows whether a schema can say it too
     */
    record Refused(String name, String json, String pointer, String place, String message, boolean schemaKnows) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A policy with one more member. */
    static String with(String member) {
        return "{\"name\":\"n\",\"type\":\"application\",\"effect\":{\"action\":\"allow\"},\n" + member + "}";
    }

    /** A policy with an effect, which begins in the second line. */
    private static String effect(String effect) {
        return "{\"name\":\"n\",\"type\":\"application\",\"effect\":\n" + effect + "}";
    }

    private static String obligations(String obligations) {
        return effect("{\"action\":\"allow\",\"obligations\":{" + obligations + "}}");
    }

    private static String when(String conditions) {
        return with("\"conditions\":" + conditions);
    }

    static List<Accepted> accepted() {
        return List.of(
                same("as it is written", """
                        {"id": "p", "name": "n", "description": "", "disabled": false, "mode": "enforce", "priority": 10,
                         "type": "application", "conditions": {"not": {"ipAddressIn": ["office"]}},
                         "onMissing": "skip",
                         "effect": {"action": "allow",
                           "obligations": {"mfa": {"required": true}, "mfaFactors": [{"type": "PUSH"}, {"type": "TOTP"}],
                             "userVerification": {"requirement": "optional"}, "session": {"maxAge": 0, "lifetime": 1}},
                           "custom_error_message": {"enabled": true, "message": "m",
                             "primary_help": {"text": "t", "url": "https://example.com"}}},
                         "targets": {"users": {"inclusions": ["ada"], "exclusions": ["bob"]},
                           "userGroups": {"inclusions": ["/a"], "exclusions": ["/b"]},
                           "resources": [{"type": "application", "id": "wiki"}, {"type": "application"}]}}
                        """),
                same("conditions beside each other", """
                        {"name": "n", "description": "d", "disabled": true, "mode": "report", "priority": 0, "type": "ldap",
                         "conditions": {"deviceManaged": true, "any": [{"role": ["a", "b"]}, {"all": [{}]}],
                           "all": [{"risk": {"atLeast": "high"}}, {"risk": {"atLeast": "low"}}],
                           "timeOfDay": {"zone": "UTC", "days": ["monday", "sunday"], "from": "22:00", "to": "06:00"}},
                         "effect": {"action": "deny"}, "targets": {"users": {"inclusions": ["ALL"]}}}
                        """),
                other("nothing but what must be", with("\"conditions\":{}")),
                other("factors as words", obligations("\"mfa\":{\"required\":true},\"mfaFactors\":[\"totp\",\"DUO\"]")),
                other(
                        "factors both ways",
                        obligations("\"mfa\":{\"required\":true},\"mfaFactors\":[\"TOTP\",{\"type\":\"WEBAUTHN\"}]")),
                other(
                        "a type that its resources say",
                        "{\"name\":\"n\",\"effect\":{\"action\":\"deny\"},\"targets\":{\"resources\":[{\"type\":\"user_portal\"}]}}"),
                other(
                        "a denial that obliges to nothing, as some write it",
                        effect("{\"action\":\"deny\",\"obligations\":{\"mfa\":{\"required\":false}}}")),
                other(
                        "help that nobody filled in",
                        effect(
                                "{\"action\":\"deny\",\"custom_error_message\":{\"enabled\":true,\"message\":\"\",\"primary_help\":{\"text\":\"\",\"url\":\"\"}}}")),
                other(
                        "a message that is switched off",
                        effect("{\"action\":\"deny\",\"custom_error_message\":{\"enabled\":false,\"message\":\"m\"}}")),
                other("nested emptiness", when("{\"any\":[],\"all\":[],\"not\":{}}")),
                other("a whole number with a point", with("\"priority\":10.0")),
                other("everybody and somebody", with("\"targets\":{\"users\":{\"inclusions\":[\"ALL\",\"ada\"]}}")),
                other("an attribute that is there", when("{\"userAttribute\":{\"name\":\"a\"}}")),
                other("a private network", when("{\"locationIn\":{\"private\":true,\"unknown\":false}}")),
                other("every leaf", when("""
                                {"locationIn": {"countries": ["AT", "XK"], "continents": ["EU"], "regions": ["US-CA"]},
                                 "deviceEncrypted": true, "deviceFirewall": false, "deviceCompliant": true,
                                 "deviceOs": {"family": "windows", "minVersion": "10.0.22631"},
                                 "deviceScreenLock": {"maxMinutes": 5}, "deviceAssurance": {"atLeast": "attested"},
                                 "devicePostureAge": {"maxMinutes": 60},
                                 "userAttribute": {"name": "contract", "values": ["external", ""]},
                                 "role": ["admin"], "group": ["/staff"], "authenticationMethod": ["WEBAUTHN"],
                                 "timeOfDay": {"zone": "Europe/Vienna", "from": "00:00", "to": "23:59"},
                                 "risk": {"atLeast": "medium"}, "mfaConfigured": false, "ipAddressIn": ["a", "b"]}
                                """)));
    }

    static List<Refused> refused() {
        return List.of(
                refused("no text", "", "", "1:1", "empty"),
                refused("no object", "[]", "", "1:1", "an object belongs here, not an array"),
                parser("no JSON", "{\"name\":}", "", "1:9", "not JSON"),
                parser("something behind it", with("\"mode\":\"report\"") + " {}", "", "2:18", "nothing may follow"),
                parser(
                        "a member twice",
                        with("\"mode\":\"report\",\"mode\":\"enforce\""),
                        "/mode",
                        "2:17",
                        "second time"),
                refused("null", with("\"conditions\":null"), "/conditions", "2:14", "leave it out instead"),
                refused("an unknown member", with("\"enabled\":true"), "/enabled", "2:1", "known are id, name,"),
                refused(
                        "no name",
                        "{\"type\":\"application\",\"effect\":{\"action\":\"allow\"}}",
                        "",
                        "1:1",
                        "\"name\" is missing"),
                refused(
                        "a blank name",
                        "{\"name\":\" \",\"type\":\"application\",\"effect\":{\"action\":\"allow\"}}",
                        "/name",
                        "1:9",
                        "other than blanks"),
                refused("no effect", "{\"name\":\"n\",\"type\":\"application\"}", "", "1:1", "\"effect\" is missing"),
                refused(
                        "no type",
                        "{\"name\":\"n\",\"effect\":{\"action\":\"allow\"}}",
                        "",
                        "1:1",
                        "user_portal, application, admin_portal or ldap"),
                refused(
                        "a long description",
                        with("\"description\":\"" + "x".repeat(2_001) + "\""),
                        "/description",
                        "2:15",
                        "2000"),
                refused(
                        "a flag as text",
                        with("\"disabled\":\"no\""),
                        "/disabled",
                        "2:12",
                        "true or false belongs here, not a string"),
                refused("a mode", with("\"mode\":\"Report\""), "/mode", "2:8", "enforce, report"),
                refused("a broken number", with("\"priority\":1.5"), "/priority", "2:12", "from 0 to 1000000"),
                refused("a large number", with("\"priority\":1e9"), "/priority", "2:12", "from 0 to 1000000"),
                refused("a negative number", with("\"priority\":-1"), "/priority", "2:12", "from 0 to 1000000"),
                refused("an action", effect("{\"action\":\"block\"}"), "/effect/action", "2:11", "allow, deny"),
                refused("no action", effect("{}"), "/effect", "2:1", "\"action\" is missing"),
                refused(
                        "a denial that obliges",
                        effect("{\"action\":\"deny\",\"obligations\":{\"mfa\":{\"required\":true}}}"),
                        "/effect/obligations",
                        "2:32",
                        "a denial obliges to nothing"),
                refused(
                        "an unknown obligation",
                        obligations("\"totp\":{}"),
                        "/effect/obligations/totp",
                        "2:34",
                        "mfa, mfaFactors"),
                refused(
                        "no factors",
                        obligations("\"mfaFactors\":[]"),
                        "/effect/obligations/mfaFactors",
                        "2:47",
                        "leave it out"),
                refused(
                        "a factor",
                        obligations("\"mfaFactors\":[\"one-time\"]"),
                        "/effect/obligations/mfaFactors/0",
                        "2:48",
                        "a factor's name"),
                refused(
                        "a factor with settings",
                        obligations("\"mfaFactors\":[{\"type\":\"TOTP\",\"digits\":6}]"),
                        "/effect/obligations/mfaFactors/0/digits",
                        "2:63",
                        "only type is"),
                refused(
                        "a session",
                        obligations("\"session\":{\"lifetime\":0}"),
                        "/effect/obligations/session/lifetime",
                        "2:56",
                        "from 1 to"),
                refused(
                        "a plain http link",
                        effect(
                                "{\"action\":\"deny\",\"custom_error_message\":{\"primary_help\":{\"url\":\"http://example.com\"}}}"),
                        "/effect/custom_error_message/primary_help/url",
                        "2:64",
                        "an https or mailto address"),
                refused(
                        "a script as a link",
                        effect(
                                "{\"action\":\"deny\",\"custom_error_message\":{\"primary_help\":{\"url\":\"javascript:alert(1)\"}}}"),
                        "/effect/custom_error_message/primary_help/url",
                        "2:64",
                        "an https or mailto address"),
                refused(
                        "an unknown condition",
                        when("{\"ipAdressIn\":[\"a\"]}"),
                        "/conditions/ipAdressIn",
                        "2:15",
                        "all, any, not, ipAddressIn"),
                refused(
                        "a condition deep within",
                        when("{\"any\":[{\"not\":{\"all\":[{\"x\":1}]}}]}"),
                        "/conditions/any/0/not/all/0/x",
                        "2:38",
                        "known are"),
                refused(
                        "not of several",
                        when("{\"not\":[{}]}"),
                        "/conditions/not",
                        "2:21",
                        "an object belongs here, not an array"),
                refused("no lists", when("{\"ipAddressIn\":[]}"), "/conditions/ipAddressIn", "2:29", "at least one"),
                refused(
                        "one list",
                        when("{\"ipAddressIn\":\"a\"}"),
                        "/conditions/ipAddressIn",
                        "2:29",
                        "an array belongs here"),
                refused(
                        "the United Kingdom",
                        when("{\"locationIn\":{\"countries\":[\"UK\"]}}"),
                        "/conditions/locationIn/countries/0",
                        "2:42",
                        "the code of a country"),
                refused(
                        "a continent",
                        when("{\"locationIn\":{\"continents\":[\"Europe\"]}}"),
                        "/conditions/locationIn/continents/0",
                        "2:43",
                        "AF, AN, AS, EU"),
                refused(
                        "a region",
                        when("{\"locationIn\":{\"regions\":[\"Vienna\"]}}"),
                        "/conditions/locationIn/regions/0",
                        "2:40",
                        "ISO 3166-2"),
                refused(
                        "nowhere",
                        when("{\"locationIn\":{}}"),
                        "/conditions/locationIn",
                        "2:28",
                        "countries, continents"),
                refused(
                        "nowhere at all",
                        when("{\"locationIn\":{\"unknown\":false}}"),
                        "/conditions/locationIn",
                        "2:28",
                        "countries, continents"),
                refused(
                        "a flag",
                        when("{\"deviceManaged\":\"true\"}"),
                        "/conditions/deviceManaged",
                        "2:31",
                        "true or false"),
                refused(
                        "a system",
                        when("{\"deviceOs\":{\"family\":\"Windows\"}}"),
                        "/conditions/deviceOs/family",
                        "2:36",
                        "linux, macos, windows"),
                refused(
                        "a version",
                        when("{\"deviceOs\":{\"family\":\"linux\",\"minVersion\":\"trixie\"}}"),
                        "/conditions/deviceOs/minVersion",
                        "2:57",
                        "numbers with dots"),
                refused(
                        "a screen that never locks",
                        when("{\"deviceScreenLock\":{\"maxMinutes\":0}}"),
                        "/conditions/deviceScreenLock/maxMinutes",
                        "2:48",
                        "from 1 to"),
                refused(
                        "an assurance",
                        when("{\"deviceAssurance\":{\"atLeast\":\"tpm\"}}"),
                        "/conditions/deviceAssurance/atLeast",
                        "2:44",
                        "software, hardware, attested"),
                refused(
                        "an age",
                        when("{\"devicePostureAge\":{}}"),
                        "/conditions/devicePostureAge",
                        "2:34",
                        "\"maxMinutes\" is missing"),
                refused(
                        "an attribute without name",
                        when("{\"userAttribute\":{\"values\":[\"a\"]}}"),
                        "/conditions/userAttribute",
                        "2:31",
                        "\"name\" is missing"),
                refused(
                        "an attribute's values",
                        when("{\"userAttribute\":{\"name\":\"a\",\"values\":[]}}"),
                        "/conditions/userAttribute/values",
                        "2:52",
                        "leave it out"),
                refused("a role", when("{\"role\":[\"\"]}"), "/conditions/role/0", "2:23", "other than blanks"),
                parser(
                        "a zone",
                        when("{\"timeOfDay\":{\"zone\":\"Vienna\",\"from\":\"08:00\",\"to\":\"09:00\"}}"),
                        "/conditions/timeOfDay/zone",
                        "2:35",
                        "a time zone"),
                refused(
                        "a day",
                        when(
                                "{\"timeOfDay\":{\"zone\":\"UTC\",\"days\":[\"Mon\"],\"from\":\"08:00\",\"to\":\"09:00\"}}"),
                        "/conditions/timeOfDay/days/0",
                        "2:49",
                        "monday, tuesday"),
                refused(
                        "a time",
                        when("{\"timeOfDay\":{\"zone\":\"UTC\",\"from\":\"8:00\",\"to\":\"23:00\"}}"),
                        "/conditions/timeOfDay/from",
                        "2:48",
                        "00:00 to 23:59"),
                refused(
                        "the end of the day",
                        when("{\"timeOfDay\":{\"zone\":\"UTC\",\"from\":\"08:00\",\"to\":\"24:00\"}}"),
                        "/conditions/timeOfDay/to",
                        "2:61",
                        "00:00 to 23:59"),
                refused(
                        "a risk",
                        when("{\"risk\":{\"atLeast\":1}}"),
                        "/conditions/risk/atLeast",
                        "2:33",
                        "a string belongs here"),
                refused(
                        "ALL where it means nothing",
                        with("\"targets\":{\"userGroups\":{\"inclusions\":[\"ALL\"]}}"),
                        "/targets/userGroups/inclusions/0",
                        "2:40",
                        "inclusions of users alone"),
                refused(
                        "an unknown target",
                        with("\"targets\":{\"groups\":{}}"),
                        "/targets/groups",
                        "2:12",
                        "users, userGroups, resources"),
                refused(
                        "a resource without type",
                        with("\"targets\":{\"resources\":[{\"id\":\"wiki\"}]}"),
                        "/targets/resources/0",
                        "2:25",
                        "\"type\" is missing"),
                parser(
                        "two types",
                        with("\"targets\":{\"resources\":[{\"type\":\"ldap\"}]}"),
                        "/type",
                        "1:20",
                        "names no application"));
    }

    private static Accepted same(String name, String json) {
        return new Accepted(name, json, true);
    }

    private static Accepted other(String name, String json) {
        return new Accepted(name, json, false);
    }

    private static Refused refused(String name, String json, String pointer, String place, String message) {
        return new Refused(name, json, pointer, place, message, true);
    }

    /** Refused by the reader alone: no schema can say it. */
    private static Refused parser(String name, String json, String pointer, String place, String message) {
        return new Refused(name, json, pointer, place, message, false);
    }
}
