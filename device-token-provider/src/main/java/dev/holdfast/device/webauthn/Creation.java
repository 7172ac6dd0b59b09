package dev.holdfast.device.webauthn;

/**
 * What a page brings back from {@code navigator.credentials.create} (WebAuthn Level 2 §5.2.1), each as base64url without
 * padding.
 */
public record Creation(String attestationObject, String clientData) {}
