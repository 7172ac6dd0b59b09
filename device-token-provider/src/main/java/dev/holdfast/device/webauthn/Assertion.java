package dev.holdfast.device.webauthn;

/**
 * What a page brings back from {@code navigator.credentials.get} (WebAuthn Level 2 §5.2.2), each as base64url without
 * padding.
 */
public record Assertion(String credentialId, String authenticatorData, String clientData, String signature) {}
