package dev.holdfast.bench.operation;

import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.signin.DeviceSignIn;
import dev.holdfast.bench.signin.DeviceUser;
import dev.holdfast.bench.wire.ClientKey;
import java.util.List;
import java.util.UUID;

/** An exchange that is refused for its signature: of a registration that exists, or of one that does not. */
public final class RefusalOperation implements Operation {
    private final DeviceSignIn pages;
    private final List<Turn<DeviceUser>> users;
    private final boolean known;
    private final ClientKey stranger = ClientKey.generate();
    private volatile String challenge = "";

    /**
     * @param users each worker's own
     * @param known whether the registration exists
     */
    public RefusalOperation(DeviceSignIn pages, List<Turn<DeviceUser>> users, boolean known) {
        this.pages = pages;
        this.users = users;
        this.known = known;
    }

    @Override
    public String name() {
        return known ? "refusal, bad signature" : "refusal, unknown registration";
    }

    @Override
    public void prepare(int worker) {
        if (challenge.isEmpty()) {
            // Neither it nor its nonce is looked at before the signature; one serves for ever.
            challenge = pages.challenge();
        }
    }

    @Override
    public void run(int worker) {
        DeviceUser user = users.get(worker).next();
        String asked = known ? user.registration() : UUID.randomUUID().toString();
        user.askInVain(challenge, DeviceUser.nonceIn(challenge), stranger, asked);
    }
}
