package dev.holdfast.device.certificate;

import java.math.BigInteger;
import java.time.Instant;

/** A line of the device CA's revocation list. */
public record RevokedCertificate(BigInteger serial, Instant revokedAt) {}
