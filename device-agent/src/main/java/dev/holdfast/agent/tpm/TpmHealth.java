package dev.holdfast.agent.tpm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What a TPM says about itself (TPM 2.0 Library, Part 2, section 6.13).
 *
 * @param manufacturer the maker's registered name, for example {@code IFX} or {@code IBM}
 * @param model the maker's own words
 * @param firmware its version
 * @param ownerHasPassword whether somebody set one for the owner hierarchy: no key can be made
 * @param endorsementHasPassword whether somebody set one for the endorsement hierarchy: no key can be attested
 * @param isLockedOut whether keys with PINs are refused now
 * @param wrongPins how many wrong PINs count at the moment
 * @param maxWrongPins at how many the TPM locks itself
 * @param forgetsAfter after which time one wrong PIN counts no more
 */
public record TpmHealth(
        String manufacturer,
        String model,
        String firmware,
        boolean ownerHasPassword,
        boolean endorsementHasPassword,
        boolean isLockedOut,
        long wrongPins,
        long maxWrongPins,
        Duration forgetsAfter) {

    private static final int PROPERTIES = 6;
    private static final int FIXED = 0x100;
    private static final int VARIABLE = 0x200;
    private static final int COUNT = 64;

    private static final int MANUFACTURER = FIXED + 5;
    private static final int VENDOR_STRING = FIXED + 6;
    private static final int VENDOR_STRINGS = 4;
    private static final int FIRMWARE_1 = FIXED + 11;
    private static final int FIRMWARE_2 = FIXED + 12;
    private static final int PERMANENT = VARIABLE;
    private static final int LOCKOUT_COUNTER = VARIABLE + 14;
    private static final int MAX_AUTH_FAIL = VARIABLE + 15;
    private static final int LOCKOUT_INTERVAL = VARIABLE + 16;

    private static final int OWNER_AUTH_SET = 1;
    private static final int ENDORSEMENT_AUTH_SET = 1 << 1;
    private static final int IN_LOCKOUT = 1 << 9;

    private static final int PRINTABLE_FIRST = 0x21;
    private static final int PRINTABLE_LAST = 0x7E;

    static TpmHealth of(TpmConnection tpm) throws TpmException {
        Map<Integer, Integer> values = new HashMap<>();
        read(tpm, FIXED, values);
        read(tpm, VARIABLE, values);
        StringBuilder model = new StringBuilder();
        for (int i = 0; i < VENDOR_STRINGS; i++) {
            model.append(text(values.getOrDefault(VENDOR_STRING + i, 0)));
        }
        int firmware1 = values.getOrDefault(FIRMWARE_1, 0);
        int firmware2 = values.getOrDefault(FIRMWARE_2, 0);
        int permanent = values.getOrDefault(PERMANENT, 0);
        return new TpmHealth(
                text(values.getOrDefault(MANUFACTURER, 0)),
                model.toString(),
                (firmware1 >>> Short.SIZE) + "." + (firmware1 & 0xFFFF) + "." + Integer.toHexString(firmware2),
                (permanent & OWNER_AUTH_SET) != 0,
                (permanent & ENDORSEMENT_AUTH_SET) != 0,
                (permanent & IN_LOCKOUT) != 0,
                Integer.toUnsignedLong(values.getOrDefault(LOCKOUT_COUNTER, 0)),
                Integer.toUnsignedLong(values.getOrDefault(MAX_AUTH_FAIL, 0)),
                Duration.ofSeconds(Integer.toUnsignedLong(values.getOrDefault(LOCKOUT_INTERVAL, 0))));
    }

    /** Maker, model and firmware in one line. */
    public String name() {
        return model.isEmpty()
                ? manufacturer + ", firmware " + firmware
                : manufacturer + " " + model + ", firmware " + firmware;
    }

    private static void read(TpmConnection tpm, int first, Map<Integer, Integer> values) throws TpmException {
        TpmReader list = tpm.capability(PROPERTIES, first, COUNT);
        int count = list.count(2 * Integer.BYTES);
        for (int i = 0; i < count; i++) {
            values.put(list.u32(), list.u32());
        }
        list.end();
    }

    /** Four characters in a number, zeros and blanks left out. */
    private static String text(int four) {
        StringBuilder text = new StringBuilder();
        for (byte one : new TpmWriter().u32(four).toBytes()) {
            if (one >= PRINTABLE_FIRST && one <= PRINTABLE_LAST) {
                text.append(new String(new byte[] {one}, StandardCharsets.US_ASCII));
            }
        }
        return text.toString();
    }
}
