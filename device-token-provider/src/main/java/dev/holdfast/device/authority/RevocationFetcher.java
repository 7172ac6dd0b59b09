package dev.holdfast.device.authority;

import dev.holdfast.device.outbound.AllowedHosts;

/**
 * Fetches what a certificate points at. An implementation goes only where {@link dev.holdfast.device.outbound.Destination}
 * admits, follows no redirect, and is bounded in time and bytes.
 */
public interface RevocationFetcher {
    /** Bytes of a revocation list, at most. */
    int MAX_LIST_BYTES = 4 * 1_024 * 1_024;

    /** Bytes of an OCSP response, at most. */
    int MAX_RESPONSE_BYTES = 64 * 1_024;

    /** A revocation list by {@code GET}. */
    byte[] list(String url, AllowedHosts hosts) throws UnansweredException;

    /** An OCSP response by {@code POST} (RFC 6960 appendix A.1). */
    byte[] ask(String responder, byte[] request, AllowedHosts hosts) throws UnansweredException;
}
