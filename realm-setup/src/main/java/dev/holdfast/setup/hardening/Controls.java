package dev.holdfast.setup.hardening;

import java.util.List;
import java.util.stream.Stream;

/** Every control, in the order of reports. */
final class Controls {
    static final List<Control> ALL = Stream.of(
                    TransportControls.all(),
                    GuessingControls.all(),
                    PasswordControls.all(),
                    FactorControls.all(),
                    SessionControls.all(),
                    RecordControls.all(),
                    SignInControls.all(),
                    ProductControls.all(),
                    ClientControls.all())
            .flatMap(List::stream)
            .toList();

    private Controls() {}
}
