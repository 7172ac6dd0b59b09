package dev.holdfast.device.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.device.refusal.RefusedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What must hold of every TPM structure that is read without a refusal. */
public final class TpmForms {
    private TpmForms() {}

    public static void publicArea(byte[] bytes) {
        PublicArea area = PublicArea.parse(bytes);
        assertThat(area.bytes()).isEqualTo(bytes);
        assertThat(PublicArea.parse(area.bytes())).isEqualTo(area);
        refusesMore(bytes, PublicArea::parse);
        AttestationKey key = AttestationKey.parse(bytes);
        assertThat(key.publicArea()).isEqualTo(bytes);
        assertThat(key.name()).hasSize(34);
    }

    public static void certifyInfo(byte[] bytes) {
        CertifyInfo info = CertifyInfo.parse(bytes);
        assertThat(info.clock().millis()).isNotNegative();
        assertThat(info.name().length + info.extraData().length).isLessThan(bytes.length);
        refusesMore(bytes, CertifyInfo::parse);
    }

    public static void signature(byte[] bytes) {
        TpmSignature signature = TpmSignature.parse(bytes);
        boolean two = signature.algorithm() == 0x0018;
        ByteBuffer written = ByteBuffer.allocate(bytes.length)
                .putShort((short) signature.algorithm())
                .putShort((short) signature.hash().id())
                .putShort((short) signature.value().length)
                .put(signature.value());
        if (two) {
            written.putShort((short) signature.second().length).put(signature.second());
        }
        assertThat(written.array()).isEqualTo(bytes);
        refusesMore(bytes, TpmSignature::parse);
    }

    private interface Reading {
        Object read(byte[] bytes);
    }

    private static void refusesMore(byte[] bytes, Reading reading) {
        assertThatThrownBy(() -> reading.read(Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(RefusedException.class);
    }
}
