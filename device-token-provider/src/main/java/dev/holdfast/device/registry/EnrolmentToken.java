package dev.holdfast.device.registry;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the server keeps of an enrolment token.
 *
 * @param owner the user to whom devices enrolled with it are assigned
 */
public record EnrolmentToken(UUID id, int usesLeft, Instant expiresAt, Optional<String> owner) {}
