package dev.holdfast.device.testrealm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.holdfast.device.refusal.Refusal;
import dev.holdfast.device.refusal.RefusedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that a ceremony ends with a certain refusal and with no other exception. */
public final class Refused {
    private Refused() {}

    public static RefusedException with(Refusal expected, ThrowingCallable ceremony) {
        Throwable thrown = catchThrowable(ceremony);
        assertThat(thrown).isInstanceOf(RefusedException.class);
        RefusedException refused = (RefusedException) thrown;
        assertThat(refused.refusal()).as(refused.failedCheck()).isEqualTo(expected);
        return refused;
    }
}
