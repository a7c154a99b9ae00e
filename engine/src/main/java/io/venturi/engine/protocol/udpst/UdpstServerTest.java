package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityEvent.Message;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.protocol.udpst.UdpstCounters.Id;
import io.venturi.engine.protocol.udpst.wire.ActivationPdu;
import io.venturi.engine.protocol.udpst.wire.Fault;
import io.venturi.engine.protocol.udpst.wire.NullPdu;
import io.venturi.engine.protocol.udpst.wire.Pdu;
import io.venturi.engine.protocol.udpst.wire.SendingRate;
import io.venturi.engine.protocol.udpst.wire.StatusLayout;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.stream.Endpoint;
import java.net.InetSocketAddress;
import java.util.SplittableRandom;

/**
 * One connection of a server on its own socket: waits 3 s for its activation, then runs the test.
 *
 * <p>Thread: its lane, but {@link #isOver} and {@link #setup} any.
 */
public final class UdpstServerTest implements Endpoint {
    private static final long LEAST_START_NS = 5_000_000;
    private static final long MOST_START_NS = 50_000_000;
    private static final SendingRate NO_RATE = new SendingRate();

    private final UdpstServing serving;
    private final UdpstServerOptions options;
    private final AcceptedSetup accepted;
    private final TestSocket socket;
    private final InetSocketAddress control;
    private final int port;
    private final Clock realtime;
    private final Events events;
    private final ActivationPdu activation = new ActivationPdu();
    private final long expiresNs;
    private long callNs;
    private boolean greeted;
    private TestParameters granted;
    private SendingRate first = NO_RATE;
    private InetSocketAddress peer;
    private TestPhase phase;
    private LoadLog log = LoadLog.NONE;
    private volatile boolean over;

    /** @param control port at which it was set up */
    UdpstServerTest(UdpstServing serving, AcceptedSetup accepted, TestSocket socket,
                    InetSocketAddress control) {
        this.serving = serving;
        this.options = serving.options();
        this.accepted = accepted;
        this.socket = socket;
        this.control = control;
        this.port = socket.local().getPort();
        this.realtime = serving.newRealtime();
        this.peer = accepted.client();
        this.expiresNs = serving.monotonic().nanoTime() + PeerWatch.WATCHDOG_NS;
        this.events = new Events();
    }

    AcceptedSetup setup() {
        return accepted;
    }

    int port() {
        return port;
    }

    /** Its number in events. */
    public int connection() {
        return accepted.number();
    }

    /** True once nothing is left to do; then the socket may be closed. Any thread. */
    public boolean isOver() {
        return over;
    }

    // ---- time ----------------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int advance(long nowNs) {
        if (over) {
            return 0;
        }
        if (phase == null) {
            return await(nowNs);
        }
        int work = phase.advance(nowNs);
        if (phase.end() != TestPhase.End.NONE) {
            finish();
        }
        return work;
    }

    private int await(long nowNs) {
        if (!greeted) {
            greeted = true;
            greet();
            return 1;
        }
        if (nowNs >= expiresNs) {
            serving.counters().increment(Id.ACTIVATION_TIMEOUTS);
            finish();
            return 1;
        }
        return 0;
    }

    @HotPath
    @Override
    public long dueNs() {
        return over ? Long.MAX_VALUE : phase != null ? phase.dueNs() : greeted ? expiresNs : 0;
    }

    /** Open the firewall on our side; clients before version 20 do not expect it. */
    private void greet() {
        if (accepted.isOlder()) {
            return;
        }
        NullPdu pdu = new NullPdu().begin(socket.slot(0), accepted.version());
        if (accepted.isSigned()) {
            pdu.sign(accepted.serverKey(), accepted.keyId(), UnixTime.now(realtime));
        }
        if (options.load().checksums()) {
            pdu.seal();
        }
        socket.sendTo(accepted.client(), NullPdu.BYTES);
        exchanged(Message.NULL_REQUEST, true);
    }

    private void finish() {
        over = true;
        log.close();
        serving.admission().release(accepted.high(), accepted.low(), accepted.mbps(), accepted.upstream());
        events.tell(new CapacityEvent.Ended(accepted.number()));
    }

    // ---- packets -------------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int onPacket(Packet packet) {
        if (over) {
            return 0;
        }
        if (packet.receivedUserNs() != callNs) { // those of one call have one time
            callNs = packet.receivedUserNs();
            serving.counters().increment(Id.RECEIVE_CALLS);
        }
        int id = Pdu.id(packet.payload(), packet.length());
        if (phase == null || id == ActivationPdu.ID) {
            return activate(packet);
        }
        Fault fault = phase.onPacket(packet);
        if (fault != Fault.NONE) {
            serving.counters().fault(granted.upstream() ? Id.LOAD_SIZE : Id.STATUS_SIZE, fault);
            events.incident(CapacityStatus.INVALID_DATA, 0);
        }
        if (phase.end() != TestPhase.End.NONE) {
            finish();
        }
        return 0;
    }

    /** @return length of the response; that to a request which is repeated because the response was lost, too */
    private int activate(Packet packet) {
        UdpstCounters counters = serving.counters();
        Fault fault = activation.wrapRequest(packet.payload(), packet.length(), accepted.isOlder());
        counters.fault(Id.CONTROL_SIZE, fault);
        if (fault != Fault.NONE || !isAuthentic() || phase != null && phase.hasHeard()) {
            return 0;
        }
        counters.increment(Id.ACTIVATIONS);
        if (phase == null) {
            peer = packet.peerAddress();
            exchanged(Message.ACTIVATION_REQUEST, false);
            if (socket.connect(peer) < 0) {
                return 0;
            }
            begin(packet.receivedUserNs());
            counters.increment(Id.ACTIVATIONS_ACCEPTED);
            exchanged(Message.ACTIVATION_RESPONSE, true);
        } else if (granted.upstream()) {
            begin(packet.receivedUserNs()); // the client will only begin when it has this answer
        }
        activation.parameters(granted).putRate(first).code(ActivationPdu.ACCEPTED);
        activation.unseal();
        if (accepted.isSigned()) {
            activation.sign(accepted.serverKey(), accepted.keyId(), UnixTime.now(realtime));
        }
        if (options.load().checksums()) {
            activation.seal(packet.length());
        }
        return packet.length();
    }

    private boolean isAuthentic() {
        if (!accepted.isSigned()) {
            return true;
        }
        if (!activation.isSignedWith(accepted.clientKey())) {
            serving.counters().increment(Id.AUTH_FAILED);
            return false;
        }
        if (!UnixTime.isRecent(activation.authUnixTime(), realtime)) {
            serving.counters().increment(Id.AUTH_TIME);
            return false;
        }
        return true;
    }

    private void begin(long nowNs) {
        boolean again = phase != null;
        granted = options.policy().grant(activation.parameters());
        if (granted.trafficClass() != 0 && socket.trafficClass(granted.trafficClass()) < 0) {
            granted = granted.withTrafficClass(0);
        }
        long seed = serving.random();
        long startNs = new SplittableRandom(seed).nextLong(LEAST_START_NS, MOST_START_NS);
        PhaseSetup begun = new PhaseSetup(true, granted,
                options.load().with(accepted.ipv6(), granted.randomPayload(), startNs),
                accepted.isOlder() ? StatusLayout.LEGACY : options.layout(), options.jumbo(),
                options.traditionalMtu(), accepted.longBursts(), accepted.authMode(),
                realtime.nanoTime() - serving.monotonic().nanoTime(), seed);
        if (granted.upstream() && !again) {
            log = serving.logs().open(new LoadLog.Source(accepted.number(), true, accepted.index(), accepted.count(),
                    accepted.ident(), socket.local(), peer, control));
        }
        first = granted.upstream() ? TestPhase.firstRow(begun) : NO_RATE;
        phase = TestPhase.start(begun, socket, serving.load(), events, null, nowNs);
        if (!again) {
            events.tell(new CapacityEvent.Activated(accepted.number(), Settings.of(granted, accepted.version())));
        }
    }

    private void exchanged(Message message, boolean sent) {
        InetSocketAddress local = socket.local();
        events.tell(new CapacityEvent.Exchanged(accepted.number(), message, sent, sent ? local : peer,
                sent ? peer : local, accepted.index(), accepted.ident(), 0, 0, 0));
    }

    /** Counts what the phase tells, and passes it on. */
    private final class Events extends ConnectionEvents {
        Events() {
            super(accepted.number(), serving.listener(), options.trials());
        }

        @Override
        public void trial(TrialBlock trial, int row) {
            UdpstCounters counters = serving.counters();
            boolean received = granted.upstream();
            counters.increment(received ? Id.STATUS_SENT : Id.STATUS_RECEIVED);
            counters.add(received ? Id.RECEIVED : Id.DELIVERED, trial.datagrams);
            counters.add(received ? Id.RECEIVED_BYTES : Id.DELIVERED_BYTES, trial.bytes);
            counters.add(received ? Id.RECEIVED_HEADER_BYTES : Id.DELIVERED_HEADER_BYTES,
                    trial.datagrams * CapacityLayer.IP.overheadBytes(ipv6()));
            counters.add(received ? Id.RECEIVED_LOST : Id.DELIVERED_LOST, trial.lost);
            counters.add(received ? Id.RECEIVED_REORDERED : Id.DELIVERED_REORDERED, trial.reordered);
            counters.add(received ? Id.RECEIVED_DUPLICATE : Id.DELIVERED_DUPLICATE, trial.duplicate);
            counters.add(received ? Id.RECEIVED_MARKED : Id.DELIVERED_MARKED, trial.marked);
            super.trial(trial, row);
        }

        @Override
        public void incident(CapacityStatus status, long number) {
            UdpstCounters counters = serving.counters();
            long lost = Math.max(1, number);
            switch (status) {
                case STATUS_LOST_HERE -> counters.add(Id.STATUS_LOST_HERE, lost);
                case STATUS_LOST_THERE -> counters.add(Id.STATUS_LOST_THERE, lost);
                case TRAFFIC_STOPPED_HERE -> counters.increment(Id.STOPPED_HERE);
                case TRAFFIC_STOPPED_THERE -> counters.increment(Id.STOPPED_THERE);
                default -> { } // others are not counted
            }
            super.incident(status, number);
        }

        @Override
        public LoadLog log() {
            return log;
        }

        @Override
        void part(Part part) {
            tell(new CapacityEvent.SubInterval(part));
        }

        @Override
        InetSocketAddress server() {
            return socket.local();
        }

        @Override
        boolean ipv6() {
            return accepted.ipv6();
        }
    }
}
