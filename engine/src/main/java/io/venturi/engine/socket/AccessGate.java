package io.venturi.engine.socket;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.Refusal;
import io.venturi.engine.metric.Refusals;
import io.venturi.engine.plan.AccessPlan;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BiConsumer;

/**
 * Where a server looks before it lets anybody in, and counts whom it did not. One for all its protocols.
 *
 * <p>Thread-safe, wait-free. Hot: looking and counting allocate nothing.
 */
public final class AccessGate {
    private static final int TOLD_PER_SECOND = 10;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long IPV4_MAPPED = 0xffffL << 32;

    private final BiConsumer<InetSocketAddress, Refusal> log;
    private final AtomicLongArray refused = new AtomicLongArray(Refusal.values().length);
    private final AtomicLong secondBeganNs = new AtomicLong(System.nanoTime());
    private final AtomicInteger told = new AtomicInteger();
    private volatile AccessList list;

    /** @param log told of those who are refused, at most ten times a second; on any thread */
    public AccessGate(AccessPlan plan, BiConsumer<InetSocketAddress, Refusal> log) {
        this.log = log;
        list = new AccessList(plan);
    }

    /** A gate that lets everybody in. */
    public static AccessGate open() {
        return new AccessGate(AccessPlan.OPEN, (_, _) -> { });
    }

    /** From now on let in whom this plan lets in. */
    public void replace(AccessPlan plan) {
        list = new AccessList(plan);
    }

    /** True if the sender may come in. */
    @HotPath
    public boolean admits(Packet packet) {
        return list.admits(packet.peerHigh(), packet.peerLow());
    }

    /** True if this address may come in. */
    public boolean admits(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == Integer.BYTES
                ? list.admits(0, IPV4_MAPPED | Integer.toUnsignedLong(bytes.getInt()))
                : list.admits(bytes.getLong(), bytes.getLong());
    }

    /** Count somebody who was not let in, and of whom others tell. */
    @HotPath
    public void count(Refusal why) {
        refused.getAndIncrement(why.ordinal());
    }

    /** Count the sender, who was not let in, and tell of it. */
    public void refuse(Refusal why, Packet packet) {
        count(why);
        if (isToTell()) {
            log.accept(packet.peerAddress(), why);
        }
    }

    /** Count somebody who was not let in, and tell of it. */
    public void refuse(Refusal why, InetSocketAddress peer) {
        count(why);
        if (isToTell()) {
            log.accept(peer, why);
        }
    }

    private boolean isToTell() {
        long nowNs = System.nanoTime();
        long beganNs = secondBeganNs.get();
        if (nowNs - beganNs > SECOND_NS && secondBeganNs.compareAndSet(beganNs, nowNs)) {
            told.set(0);
        }
        return told.get() < TOLD_PER_SECOND && told.getAndIncrement() < TOLD_PER_SECOND;
    }

    /** So far. */
    public Refusals refusals() {
        return new Refusals(refused.get(Refusal.LIST.ordinal()), refused.get(Refusal.KEY.ordinal()),
                refused.get(Refusal.LIMIT.ordinal()));
    }
}
