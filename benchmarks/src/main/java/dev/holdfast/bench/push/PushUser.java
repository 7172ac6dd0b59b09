package dev.holdfast.bench.push;

/** A user, whose password is the name, and the user's phone. */
public record PushUser(String name, PushPhone phone) {}
