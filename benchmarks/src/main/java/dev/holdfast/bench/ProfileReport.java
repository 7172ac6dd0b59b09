package dev.holdfast.bench;

import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Slice;
import dev.holdfast.bench.profile.Profile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Prints where the server's time went in the slices of each compared operation. */
final class ProfileReport {

    private final Path recording;
    private final PrintStream out;

    ProfileReport(Path recording, PrintStream out) {
        this.recording = recording;
        this.out = out;
    }

    void print(List<Operation> operations, List<Slice> slices) {
        for (Operation operation : operations) {
            List<Slice> own = slices.stream()
                    .filter(slice -> slice.operation() == operation)
                    .toList();
            out.printf("%n%s%n", Profile.read(recording, own).describe(operation.name()));
        }
        out.printf("The recording: %s%n", recording);
    }
}
