package dev.holdfast.bench.micro;

import dev.holdfast.device.authority.RevocationFetcher;
import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.outbound.AllowedHosts;

/** No network: devices of the measurements are of the realm's own device CA. */
final class NobodyToAsk implements RevocationFetcher {
    @Override
    public byte[] list(String url, AllowedHosts hosts) throws UnansweredException {
        throw new UnansweredException("no network");
    }

    @Override
    public byte[] ask(String responder, byte[] request, AllowedHosts hosts) throws UnansweredException {
        throw new UnansweredException("no network");
    }
}
