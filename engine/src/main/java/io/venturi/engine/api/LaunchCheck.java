package io.venturi.engine.api;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.pacing.Launch;
import io.venturi.engine.socket.LaunchClock;
import io.venturi.engine.socket.Poller;
import io.venturi.engine.socket.SocketEvents;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Tries whether an interface heeds launch times: a datagram without content, whose hop limit ends at the first router,
 * goes to the peer's discard port with a time a little ahead, and the kernel's stamp tells when it left.
 */
final class LaunchCheck implements SocketEvents {
    private static final int DISCARD_PORT = 9;
    private static final int ATTEMPTS = 4;
    /** Of the first attempt; each further one gives four times as long, for a host that is busy or slow. */
    private static final long AHEAD_NS = 2_000_000;
    private static final long EARLY_NS = 500_000;
    private static final long LATE_NS = 20_000_000;
    private static final long PATIENCE_NS = 100_000_000;

    private final LaunchClock clock;
    private final long deltaNs;
    private long stampNs;
    private boolean missed;

    private LaunchCheck(LaunchClock clock, long deltaNs) {
        this.clock = clock;
        this.deltaNs = deltaNs;
    }

    /**
     * Why launch times do not work there, empty if they do.
     *
     * @param deltaNs how much earlier than at its time a packet may leave
     */
    static String obstacle(SocketOptions options, LaunchClock clock, long deltaNs) {
        InetSocketAddress discard = new InetSocketAddress(options.remote().getAddress(), DISCARD_PORT);
        SocketOptions probing = SocketOptions.connected(new InetSocketAddress(options.local().getAddress(), 0), discard)
                .sized(1, 64).marked(options.trafficClass(), 1, options.dontFragment()).stamped(true, false)
                .shared(false, options.device()).launched(clock);
        try (UdpSocket socket = UdpSocket.open(probing)) {
            return socket.stampsTransmits() ? new LaunchCheck(clock, deltaNs).obstacle(socket)
                    : "the kernel does not stamp what is sent, so nobody could tell whether it leaves in time";
        } catch (NativeException e) {
            return e.getMessage();
        }
    }

    private String obstacle(UdpSocket socket) {
        Launch launch = new Launch(clock, AHEAD_NS, deltaNs);
        Clock realtime = SystemClock.realtime();
        String obstacle = "";
        for (int i = 0; i < ATTEMPTS; i++) {
            long aheadNs = AHEAD_NS << 2 * i;
            String what = "a datagram for " + aheadNs / 1_000_000 + " ms ahead ";
            long intendedNs = System.nanoTime() + aheadNs;
            long wallAheadNs = realtime.nanoTime() - System.nanoTime();
            stampNs = 0;
            missed = false;
            socket.length(0, 0);
            socket.launchAt(0, launch.time(intendedNs));
            socket.flush(1);
            await(socket, aheadNs + PATIENCE_NS);
            if (stampNs == 0) {
                obstacle = what + (missed ? "was dropped as too late" : "did not leave within 100 ms after that");
                continue;
            }
            long errorNs = stampNs - wallAheadNs - intendedNs;
            if (errorNs >= -deltaNs - EARLY_NS && errorNs <= LATE_NS || clock == LaunchClock.TAI_DEADLINE) {
                return "";
            }
            obstacle = what + "left %d us %s".formatted(Math.abs(errorNs) / 1_000,
                    errorNs < 0 ? "too early" : "too late");
        }
        return obstacle;
    }

    private void await(UdpSocket socket, long mostNs) {
        Poller poller = new Poller(List.of(socket));
        long giveUpNs = System.nanoTime() + mostNs;
        for (long leftNs = mostNs; stampNs == 0 && !missed && leftNs > 0; leftNs = giveUpNs - System.nanoTime()) {
            poller.await(leftNs);
            socket.errorsReady();
            socket.drainErrors(this);
            socket.receive();
        }
    }

    @Override
    public void onTransmitStamp(long id, long kernelNs) {
        stampNs = kernelNs;
    }

    @Override
    public void onMissedLaunch(long time) {
        missed = true;
    }
}
