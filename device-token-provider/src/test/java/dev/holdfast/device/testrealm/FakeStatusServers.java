package dev.holdfast.device.testrealm;

import dev.holdfast.device.authority.RevocationFetcher;
import dev.holdfast.device.authority.UnansweredException;
import dev.holdfast.device.outbound.AllowedHosts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Web servers with revocation lists and OCSP responders; one that is not set is silent. */
public final class FakeStatusServers implements RevocationFetcher {
    private final Map<String, UnaryOperator<byte[]>> servers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();

    /** @param answer of the request's body, which is empty for a list */
    public void serve(String url, UnaryOperator<byte[]> answer) {
        servers.put(url, answer);
    }

    public void silence(String url) {
        servers.remove(url);
    }

    /** The URLs that were asked, in order. */
    public List<String> asked() {
        return asked;
    }

    @Override
    public byte[] list(String url, AllowedHosts hosts) throws UnansweredException {
        return ask(url, new byte[0], hosts);
    }

    @Override
    public byte[] ask(String responder, byte[] request, AllowedHosts hosts) throws UnansweredException {
        asked.add(responder);
        UnaryOperator<byte[]> server = servers.get(responder);
        if (server == null) {
            throw new UnansweredException("silent");
        }
        return server.apply(request);
    }
}
