package dev.holdfast.bench.micro;

import dev.holdfast.device.exchange.Exchange;
import dev.holdfast.device.exchange.SignedExchange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The two steps of an exchange without cache and database. */
@State(Scope.Benchmark)
public class ExchangeCore {

    private final CoreWorld world = new CoreWorld();
    private final Exchange exchange = new Exchange(world.realm, world.unspent);
    private final SignedExchange opened = exchange.open(world.exchangeMessage, world.registry);

    /** Shape, signature, {@code aud}, nonce. */
    @Benchmark
    public Object verifyMessage() {
        return exchange.open(world.exchangeMessage, world.registry);
    }

    /** Challenge, standing, rotation, DUST. */
    @Benchmark
    public Object decide() {
        return exchange.decide(opened, world.registry, world.users);
    }

    /** Both, which is what one request costs the core. */
    @Benchmark
    public Object whole() {
        return exchange.decide(exchange.open(world.exchangeMessage, world.registry), world.registry, world.users);
    }
}
