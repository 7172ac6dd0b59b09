package dev.holdfast.bench.operation;

import dev.holdfast.bench.load.Operation;
import dev.holdfast.bench.load.Turn;
import dev.holdfast.bench.signin.Application.Tokens;
import java.util.List;
import java.util.function.Function;

/** A whole sign-in: from the authorization request to ID, access and refresh token, in a fresh browser each time. */
public final class SignInOperation<T> implements Operation {

    private final String name;
    private final List<Turn<T>> users;
    private final Function<T, Tokens> signIn;

    /** @param users each worker's own */
    public SignInOperation(String name, List<Turn<T>> users, Function<T, Tokens> signIn) {
        this.name = name;
        this.users = users;
        this.signIn = signIn;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void run(int worker) {
        Tokens tokens = signIn.apply(users.get(worker).next());
        if (tokens.refreshToken().isEmpty()) {
            throw new IllegalStateException(name + " brought no refresh token");
        }
    }
}
