package dev.holdfast.device.authority;

import dev.holdfast.device.outbound.AllowedHosts;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a realm finds out whether another authority revoked a certificate.
 *
 * @param source what is asked
 * @param unanswered what counts where nothing answers
 * @param hosts what may be asked beyond the public Internet
 */
public record RevocationPolicy(Source source, Unanswered unanswered, AllowedHosts hosts) {
    public static final String SOURCE_KEY = "certificateRevocation";
    public static final String UNANSWERED_KEY = "certificateRevocationUnanswered";
    public static final String HOSTS_KEY = "certificateRevocationHosts";

    /** What is asked. */
    public enum Source {
        /** Nothing: a certificate counts until it expires. */
        NONE,
        CRL,
        OCSP,
        /** OCSP, and the list where that gives no answer. */
        OCSP_OR_CRL;

        boolean asksOcsp() {
            return this == OCSP || this == OCSP_OR_CRL;
        }

        boolean asksCrl() {
            return this == CRL || this == OCSP_OR_CRL;
        }
    }

    /** What counts where nothing answers. */
    public enum Unanswered {
        /** Fail closed. */
        REFUSE,
        /** Fail open: whoever can keep the answer away keeps a revoked certificate alive. */
        ALLOW
    }

    static RevocationPolicy read(Function<String, List<String>> configuration) {
        return new RevocationPolicy(
                word(Source.class, TrustedAuthorities.first(configuration, SOURCE_KEY), Source.OCSP_OR_CRL),
                word(Unanswered.class, TrustedAuthorities.first(configuration, UNANSWERED_KEY), Unanswered.REFUSE),
                AllowedHosts.read(configuration.apply(HOSTS_KEY)));
    }

    /** The words of a choice, as they stand in settings. */
    public static <E extends Enum<E>> List<String> words(Class<E> choice) {
        return Arrays.stream(choice.getEnumConstants())
                .map(RevocationPolicy::word)
                .toList();
    }

    /** The word for it in settings. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> E word(Class<E> choice, Optional<String> configured, E absent) {
        return configured
                .map(word -> Arrays.stream(choice.getEnumConstants())
                        .filter(constant -> word(constant).equals(word.trim()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "The revocation of certificates must be one of " + words(choice))))
                .orElse(absent);
    }
}
