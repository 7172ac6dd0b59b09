package dev.holdfast.bench.profile;

import dev.holdfast.bench.load.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** The execution samples that fell into the slices of one operation. */
public final class Profile {

    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final String NOBODY = "JDK alone";
    private static final int SHOWN = 25;

    private final Map<String, Integer> owners = new HashMap<>();
    private final Map<String, Integer> leaves = new HashMap<>();
    private final Map<String, Integer> own = new HashMap<>();
    private int samples;

    private Profile() {}

    /** Reads a recording. */
    public static Profile read(Path recording, List<Slice> slices) {
        Profile profile = new Profile();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals(SAMPLE) && isWithin(event.getStartTime(), slices)) {
                    profile.add(event);
                }
            }
            return profile;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes shares by owner, the methods that were running, and the methods of ours and Keycloak's that had called. */
    public String describe(String name) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s: %d samples%n", name, samples));
        list(text, "whose code ran (the JDK's counts for its caller)", owners);
        list(text, "what ran", leaves);
        list(text, "in what (Holdfast's and Keycloak's methods on the stack)", own);
        return text.toString();
    }

    private static boolean isWithin(Instant time, List<Slice> slices) {
        return slices.stream().anyMatch(slice -> !time.isBefore(slice.begin()) && time.isBefore(slice.end()));
    }

    private void add(RecordedEvent event) {
        if (event.getStackTrace() == null) {
            return;
        }
        samples++;
        List<RecordedFrame> frames = new ArrayList<>(event.getStackTrace().getFrames());
        leaves.merge(title(frames.get(0)), 1, Integer::sum);
        String owner = frames.stream()
                .flatMap(frame -> Owner.of(className(frame)).stream())
                .findFirst()
                .map(Owner::title)
                .orElse(NOBODY);
        owners.merge(owner, 1, Integer::sum);
        Set<String> ours = new LinkedHashSet<>();
        for (RecordedFrame frame : frames) {
            Owner.of(className(frame))
                    .filter(found -> found == Owner.HOLDFAST || found == Owner.KEYCLOAK || found == Owner.NIMBUS)
                    .ifPresent(found -> ours.add(title(frame)));
        }
        ours.forEach(method -> own.merge(method, 1, Integer::sum));
    }

    private void list(StringBuilder text, String heading, Map<String, Integer> counts) {
        text.append("  ").append(heading).append('\n');
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(SHOWN)
                .forEach(entry -> text.append(String.format(
                        Locale.ROOT, "    %5.1f %%  %s%n", entry.getValue() * 100.0 / samples, entry.getKey())));
    }

    private static String title(RecordedFrame frame) {
        return className(frame) + '.' + frame.getMethod().getName();
    }

    private static String className(RecordedFrame frame) {
        return frame.getMethod().getType().getName();
    }
}
