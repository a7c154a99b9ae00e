package io.venturi.engine.protocol.udpst;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.Refusal;
import io.venturi.engine.protocol.udpst.UdpstCounters.Id;
import io.venturi.engine.protocol.udpst.wire.Fault;
import io.venturi.engine.protocol.udpst.wire.PduKey;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SetupCode;
import io.venturi.engine.protocol.udpst.wire.SetupPdu;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.stream.Endpoint;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The control port of a server: answers Setup requests, and opens a socket with a {@link UdpstServerTest} for each that
 * it accepts.
 *
 * <p>A request that is repeated, because the answer was lost or a network doubled it, gets the answer again. What is no
 * request is dropped: a server that answered responses could be made to talk to another for ever.
 */
public final class UdpstServer implements Endpoint {
    /** Most connections of one test. */
    private static final long SWEEP_NS = 1_000_000_000L;
    private static final int MOST_OF_TEST = 24;
    private static final int LAST_OF_DIALECTS = SetupPdu.VERSION;

    private final UdpstServing serving;
    private final UdpstServerOptions options;
    private final InetSocketAddress local;
    private final TestOpener opener;
    private final Clock realtime;
    private final SetupPdu setup = new SetupPdu();
    private final List<UdpstServerTest> tests = new ArrayList<>();
    /** When to forget tests that are over, and so their buffers, if no request comes before. */
    private long sweepDueNs = Long.MAX_VALUE;

    /**
     * @param serving what all control ports of a server share
     * @param local   what the socket is bound to
     */
    public UdpstServer(UdpstServing serving, InetSocketAddress local, TestOpener opener) {
        this.serving = serving;
        this.options = serving.options();
        this.local = local;
        this.opener = opener;
        this.realtime = serving.newRealtime();
    }

    @Override
    public int advance(long nowNs) {
        if (nowNs < sweepDueNs) {
            return 0;
        }
        tests.removeIf(UdpstServerTest::isOver);
        sweepDueNs = tests.isEmpty() ? Long.MAX_VALUE : nowNs + SWEEP_NS;
        return 1;
    }

    @Override
    public long dueNs() {
        return sweepDueNs;
    }

    @Override
    public int onPacket(Packet packet) {
        Fault fault = packet.truncated() ? Fault.SIZE : setup.wrap(packet.payload(), packet.length(), false);
        serving.counters().fault(Id.CONTROL_SIZE, fault);
        if (fault != Fault.NONE) {
            return 0;
        }
        serving.counters().increment(Id.SETUPS);
        tests.removeIf(UdpstServerTest::isOver);
        for (UdpstServerTest test : tests) {
            if (test.setup().isFrom(packet.peerHigh(), packet.peerLow(), packet.peerPort(), setup)) {
                return answer(SetupCode.ACCEPTED, test.port(), test.setup().shared());
            }
        }
        if (!serving.gate().admits(packet)) {
            serving.counters().increment(Id.SETUPS_REJECTED);
            serving.gate().refuse(Refusal.LIST, packet);
            return answer(SetupCode.AUTH_FAILURE, 0, null); // the protocol has no code that is nearer
        }
        byte[] shared = setup.authMode() == 1 ? signer() : null;
        SetupCode code = judge(shared);
        int port = code == SetupCode.ACCEPTED ? accept(packet, shared) : 0;
        if (port < 0) {
            code = SetupCode.NO_CONNECTION;
        }
        count(code, packet);
        return answer(code, Math.max(0, port), shared);
    }

    /** The key that signed the request: that of its id first. Null if it is none of ours. */
    private byte[] signer() {
        byte[] named = options.keys().get(setup.keyId());
        if (named != null && isSignedWith(named)) {
            return named;
        }
        byte[] any = options.key();
        return any.length > 0 && isSignedWith(any) ? any : null;
    }

    private boolean isSignedWith(byte[] shared) {
        return setup.isSignedWith(setup.version() < SetupPdu.VERSION ? PduKey.raw(shared)
                : PduKey.client(shared, setup.authUnixTime()));
    }

    /** In the order that clients rely on. */
    private SetupCode judge(byte[] shared) {
        if (setup.authMode() == 1 && options.hasKeys()) {
            if (shared == null) {
                return SetupCode.AUTH_FAILURE;
            }
            if (!UnixTime.isRecent(setup.authUnixTime(), realtime)) {
                return SetupCode.AUTH_TIME;
            }
        }
        if (setup.version() < SetupPdu.LEAST_VERSION || setup.version() > LAST_OF_DIALECTS) {
            return SetupCode.BAD_VERSION;
        }
        if (setup.count() == 0 || setup.count() > MOST_OF_TEST || setup.index() >= setup.count()) {
            return SetupCode.BAD_CONNECTIONS;
        }
        if ((setup.modifiers() & SetupPdu.JUMBO) != 0 != options.jumbo()) {
            return SetupCode.BAD_JUMBO;
        }
        if ((setup.modifiers() & SetupPdu.TRADITIONAL_MTU) != 0 != options.traditionalMtu()) {
            return SetupCode.BAD_TRADITIONAL_MTU;
        }
        SetupCode bandwidth = serving.admission().bandwidth(setup.bandwidth(), setup.upstream());
        if (bandwidth != SetupCode.ACCEPTED) {
            return bandwidth;
        }
        if (setup.authMode() != 0 && !options.hasKeys()) {
            return SetupCode.AUTH_UNCONFIGURED;
        }
        if (setup.authMode() == 0 && options.hasKeys()) {
            return SetupCode.AUTH_REQUIRED;
        }
        return setup.authMode() > 1 ? SetupCode.AUTH_MODE : SetupCode.ACCEPTED;
    }

    /** @return the port, or negative if there is no room or no socket */
    private int accept(Packet packet, byte[] shared) {
        int mbps = setup.bandwidth();
        boolean upstream = setup.upstream();
        if (!serving.admission().take(packet.peerHigh(), packet.peerLow(), mbps, upstream)) {
            return -1;
        }
        AcceptedSetup accepted = new AcceptedSetup(serving.nextConnection(), packet.peerAddress(), packet.peerHigh(),
                packet.peerLow(), packet.peerPort(), setup.version(), setup.index(), setup.count(), setup.ident(), mbps,
                upstream, (setup.modifiers() & SetupPdu.LONG_BURSTS) != 0, shared, setup.keyId(),
                setup.authUnixTime());
        serving.listener().accept(new CapacityEvent.Exchanged(accepted.number(),
                CapacityEvent.Message.SETUP_REQUEST, false, accepted.client(), local, accepted.index(),
                accepted.ident(), accepted.version(), mbps, accepted.keyId()));
        int port = opener.open(socket -> {
            UdpstServerTest test = new UdpstServerTest(serving, accepted, socket, local);
            tests.add(test);
            sweepDueNs = Math.min(sweepDueNs, serving.monotonic().nanoTime() + SWEEP_NS);
            return test;
        });
        if (port < 0) {
            serving.admission().release(packet.peerHigh(), packet.peerLow(), mbps, upstream);
            return port;
        }
        serving.listener().accept(new CapacityEvent.Exchanged(accepted.number(),
                CapacityEvent.Message.SETUP_RESPONSE, true, local, accepted.client(), accepted.index(),
                accepted.ident(), 0, 0, 0));
        return port;
    }

    private int answer(SetupCode code, int port, byte[] shared) {
        boolean signed = shared != null && setup.version() >= SetupPdu.VERSION;
        long setupTime = setup.authUnixTime();
        setup.answer(code, port);
        if (signed) {
            setup.sign(PduKey.server(shared, setupTime), setup.keyId(), UnixTime.now(realtime));
        }
        if (options.load().checksums()) {
            setup.seal();
        }
        return SetupPdu.BYTES;
    }

    private void count(SetupCode code, Packet packet) {
        UdpstCounters counters = serving.counters();
        counters.increment(code == SetupCode.ACCEPTED ? Id.SETUPS_ACCEPTED : Id.SETUPS_REJECTED);
        switch (code) {
            case ACCEPTED -> counters.add(Id.LEGACY, setup.version() < SetupPdu.VERSION ? 1 : 0);
            case BAD_VERSION -> counters.increment(Id.BAD_VERSION);
            case AUTH_FAILURE -> counters.increment(Id.AUTH_FAILED);
            case AUTH_TIME -> counters.increment(Id.AUTH_TIME);
            case BANDWIDTH_EXCEEDED -> counters.increment(Id.BANDWIDTH_EXCEEDED);
            case NO_CONNECTION -> counters.increment(Id.NO_CONNECTION);
            case BAD_JUMBO, BAD_TRADITIONAL_MTU, BAD_CONNECTIONS, AUTH_UNCONFIGURED, AUTH_REQUIRED, AUTH_MODE,
                    BANDWIDTH_REQUIRED -> counters.increment(Id.BAD_OPTION);
        }
        switch (code) {
            case AUTH_FAILURE, AUTH_TIME, AUTH_UNCONFIGURED, AUTH_REQUIRED, AUTH_MODE ->
                    serving.gate().refuse(Refusal.KEY, packet);
            case BANDWIDTH_EXCEEDED, NO_CONNECTION -> serving.gate().refuse(Refusal.LIMIT, packet);
            case ACCEPTED, BAD_VERSION, BAD_JUMBO, BAD_TRADITIONAL_MTU, BAD_CONNECTIONS, BANDWIDTH_REQUIRED -> { }
        }
    }

    /** Largest datagram of a test, bytes; what its socket must hold. */
    public static int slotBytes(boolean jumbo, boolean traditionalMtu) {
        return RateTable.of(jumbo, traditionalMtu).largestPayload();
    }
}
