package io.venturi.engine.agent;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.HostConditions.Tuning;
import io.venturi.engine.pacing.Pacer;
import io.venturi.engine.record.Counters;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stream.Endpoint;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agrona.concurrent.Agent;

/**
 * The duty cycle of one measuring thread: advance what is due, take what has arrived, tell the pacer when to wake.
 *
 * <p>Thread: runs on its own (an {@code AgentRunner} with the {@link Pacer} as idle strategy), or stepped by a test.
 * Allocates nothing once its endpoints run.
 */
public final class Lane implements Agent {
    /** Away for longer than this, the lane says so: what it stamped then tells of itself, not of the network. */
    public static final long STALL_NS = 5_000_000;
    private static final long MAX_IDLE_NS = 50_000_000;
    /** With more sockets than this, one call that tells which of them are ready costs less than a look at each. */
    private static final int FEW = 2;

    /** A socket and who speaks on it. */
    public record Inlet(UdpSocket socket, Endpoint endpoint) {
    }

    private final String name;
    private final Pacer pacer;
    private final Counters counters;
    private final ThreadTuning tuning;
    private final long mostIdleNs;
    private final CountDownLatch started = new CountDownLatch(1);
    private volatile List<Tuning> tuned = List.of();

    // owned by the lane thread
    private Inlet[] inlets;
    /** Which inlets had something when looked at last: there may be more. */
    private boolean[] had;
    private long previousNs;

    public Lane(String name, List<Inlet> inlets, Pacer pacer, Counters counters, ThreadTuning tuning) {
        this(name, inlets, pacer, counters, tuning, MAX_IDLE_NS);
    }

    /** @param mostIdleNs it comes back after that long even if nothing is due */
    public Lane(String name, List<Inlet> inlets, Pacer pacer, Counters counters, ThreadTuning tuning,
                long mostIdleNs) {
        this.name = name;
        this.inlets = inlets.toArray(Inlet[]::new);
        this.had = new boolean[inlets.size()];
        this.pacer = pacer;
        this.counters = counters;
        this.tuning = tuning;
        this.mostIdleNs = mostIdleNs;
    }

    /** Look after these from the next duty cycle on. Thread: the lane; a rare event, which allocates. */
    public void inlets(List<Inlet> others) {
        inlets = others.toArray(Inlet[]::new);
        had = new boolean[inlets.length];
        Arrays.fill(had, true);
        pacer.watch(others.stream().map(Inlet::socket).toList());
    }

    @Override
    public void onStart() {
        tuned = tuning.apply();
        started.countDown();
        previousNs = System.nanoTime();
    }

    /** What the host granted or refused this thread; waits until the thread has started. */
    public List<Tuning> tuned() throws InterruptedException {
        started.await();
        return tuned;
    }

    @HotPath
    @Override
    public int doWork() {
        long wokeNs = System.nanoTime();
        boolean cold = pacer.isCold(wokeNs);
        boolean stalled = noteStall(wokeNs);
        if (pacer.isWakingUp(wokeNs)) {
            for (Inlet inlet : inlets) {
                inlet.socket().rehearse();
            }
        }
        long nowNs = pacer.finish(System.nanoTime());
        int workCount = 0;
        long deadlineNs = nowNs + mostIdleNs;
        for (Inlet inlet : inlets) {
            workCount += inlet.endpoint().advance(nowNs);
        }
        workCount += inlets.length > FEW ? pollReady(wokeNs, stalled, cold) : pollAll(wokeNs, stalled, cold);
        for (Inlet inlet : inlets) {
            deadlineNs = Math.min(deadlineNs, inlet.endpoint().dueNs());
        }
        pacer.deadline(deadlineNs);
        return workCount;
    }

    private boolean noteStall(long nowNs) {
        long awayNs = nowNs - previousNs - pacer.intendedWaitNs();
        previousNs = nowNs;
        if (awayNs <= STALL_NS) {
            return false;
        }
        counters.increment(Counters.Id.STALLS);
        counters.add(Counters.Id.STALLED_NS, awayNs);
        return true;
    }

    private int pollAll(long wokeNs, boolean stalled, boolean cold) {
        int work = 0;
        for (Inlet inlet : inlets) {
            work += poll(inlet, wokeNs, stalled, cold);
        }
        return work;
    }

    private int pollReady(long wokeNs, boolean stalled, boolean cold) {
        pacer.look();
        int work = 0;
        for (int i = 0; i < inlets.length; i++) {
            if (had[i] || pacer.isReady(i)) {
                int done = poll(inlets[i], wokeNs, stalled, cold);
                had[i] = done > 0;
                work += done;
            }
        }
        return work;
    }

    private static int poll(Inlet inlet, long wokeNs, boolean stalled, boolean cold) {
        UdpSocket socket = inlet.socket();
        Endpoint endpoint = inlet.endpoint();
        int work = socket.drainErrors(endpoint);
        int received = socket.receive();
        if (received == 0) {
            return work;
        }
        if (cold) {
            socket.rehearseReply(0);
        }
        // A stall of this round is counted in the next one, but these packets already waited for it.
        boolean late = stalled || socket.packet(0).receivedUserNs() - wokeNs > STALL_NS;
        boolean replied = false;
        for (int i = 0; i < received; i++) {
            Packet packet = socket.packet(i);
            packet.stalled(late);
            int reply = endpoint.onPacket(packet);
            if (reply > 0) {
                socket.reply(i, reply);
                replied = true;
            }
        }
        if (replied) {
            socket.flushReplies(endpoint);
        }
        return work + received;
    }

    @Override
    public String roleName() {
        return name;
    }
}
