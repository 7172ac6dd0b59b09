package dev.holdfast.device.message;

/** A kind of signed message, told apart by its header parameter {@code typ} (RFC 7515 §4.1.9). */
public interface SignedType {
    /** The header parameter {@code typ}. */
    String typ();
}
