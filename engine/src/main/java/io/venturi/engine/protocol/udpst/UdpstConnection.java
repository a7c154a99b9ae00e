package io.venturi.engine.protocol.udpst;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityEvent.Message;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacitySettings;
import io.venturi.engine.metric.CapacityStatus;
import io.venturi.engine.protocol.udpst.wire.ActivationPdu;
import io.venturi.engine.protocol.udpst.wire.Fault;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import io.venturi.engine.protocol.udpst.wire.NullPdu;
import io.venturi.engine.protocol.udpst.wire.Pdu;
import io.venturi.engine.protocol.udpst.wire.PduKey;
import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.SendingRate;
import io.venturi.engine.protocol.udpst.wire.SetupCode;
import io.venturi.engine.protocol.udpst.wire.SetupPdu;
import io.venturi.engine.protocol.udpst.wire.TestParameters;
import io.venturi.engine.protocol.udpst.wire.TrialBlock;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.stream.Endpoint;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One connection of a client: set-up, activation, test. Requests are repeated after 1 s and 2 s, and all of it must
 * have come about after 3 s.
 *
 * <p>Thread: the lane, but the getters of results once the test is over.
 */
public final class UdpstConnection implements Endpoint {
    private static final long INITIATION_NS = 3_000_000_000L;
    private static final long REPEAT_NS = 1_000_000_000L;
    private static final long LEAST_START_NS = 5_000_000;
    private static final long MOST_START_NS = 50_000_000;

    private enum State { NEW, SETTING_UP, ACTIVATING, TESTING, CLOSED }

    private final UdpstClient client;
    private final UdpstClientOptions options;
    private final int index;
    private final TestSocket socket;
    private final InetSocketAddress server;
    private final boolean ipv6;
    private final long seed;
    private final SetupPdu setup = new SetupPdu();
    private final ActivationPdu activation = new ActivationPdu();
    private final SendingRate first = new SendingRate();
    private final Verdict verdict = new Verdict();
    private final Events events;

    private State state = State.NEW;
    private long deadlineNs;
    private long repeatNs;
    private long setupTime;
    private int testPort;
    private InetSocketAddress remote;
    private TestParameters granted;
    private TestPhase phase;
    private LoadLog log = LoadLog.NONE;
    private boolean stopping;
    private boolean bleached;
    private double bitsPerSecond;
    private int row = -1;

    UdpstConnection(UdpstClient client, int index, TestSocket socket, InetSocketAddress server, boolean ipv6,
                    long seed) {
        this.client = client;
        this.options = client.options();
        this.index = index;
        this.socket = socket;
        this.server = server;
        this.ipv6 = ipv6;
        this.seed = seed;
        this.events = new Events();
    }

    // ---- time ----------------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int advance(long nowNs) {
        if (state == State.TESTING) {
            return advanceTest(nowNs);
        }
        return state == State.CLOSED ? 0 : advanceOpening(nowNs);
    }

    @HotPath
    private int advanceTest(long nowNs) {
        if (client.stopRequested() && !stopping) {
            stopping = true;
            phase.stop();
        }
        int work = phase.advance(nowNs);
        if (phase.end() != TestPhase.End.NONE) {
            finish();
        }
        return work;
    }

    private int advanceOpening(long nowNs) {
        if (client.stopRequested()) {
            close(true);
            return 1;
        }
        if (state == State.NEW) {
            state = State.SETTING_UP;
            deadlineNs = nowNs + INITIATION_NS;
            repeatNs = nowNs + REPEAT_NS;
            sendSetup();
            return 1;
        }
        if (nowNs >= deadlineNs) {
            fail(CapacityStatus.SERVER_SILENT, 0);
            return 1;
        }
        if (nowNs >= repeatNs) {
            repeatNs += REPEAT_NS;
            if (state == State.SETTING_UP) {
                sendSetup();
            } else {
                sendActivation();
            }
            return 1;
        }
        return 0;
    }

    @HotPath
    @Override
    public long dueNs() {
        return state == State.TESTING ? phase.dueNs() : openingDueNs();
    }

    private long openingDueNs() {
        return switch (state) {
            case NEW -> 0;
            case SETTING_UP, ACTIVATING -> Math.min(deadlineNs, repeatNs);
            case TESTING, CLOSED -> Long.MAX_VALUE;
        };
    }

    // ---- opening -------------------------------------------------------------------------------------------------

    private void sendSetup() {
        setup.begin(socket.slot(0)).connection(index, options.maxConnections(), options.ident())
                .bandwidth(options.mbpsOfEach(), options.parameters().upstream())
                .modifiers(SetupPdu.LONG_BURSTS | (options.jumbo() ? SetupPdu.JUMBO : 0)
                        | (options.traditionalMtu() ? SetupPdu.TRADITIONAL_MTU : 0));
        if (options.hasKey()) {
            setupTime = UnixTime.now(client.realtime());
            setup.sign(PduKey.client(options.key(), setupTime), options.keyId(), setupTime);
        }
        if (options.load().checksums()) {
            setup.seal();
        }
        socket.length(0, SetupPdu.BYTES);
        socket.flush(1);
        exchanged(Message.SETUP_REQUEST, true, server);
    }

    private void sendActivation() {
        activation.begin(socket.slot(0)).parameters(options.parameters());
        if (options.hasKey()) {
            activation.sign(PduKey.client(options.key(), setupTime), options.keyId(),
                    UnixTime.now(client.realtime()));
        }
        if (options.load().checksums()) {
            activation.seal(ActivationPdu.BYTES);
        }
        socket.length(0, ActivationPdu.BYTES);
        socket.flush(1);
        exchanged(Message.ACTIVATION_REQUEST, true, remote);
    }

    private void onSetupResponse(Packet packet) {
        boolean ours = setup.wrap(packet.payload(), packet.length(), true) == Fault.NONE
                && setup.ident() == options.ident() && setup.index() == index;
        if (!ours) {
            return;
        }
        exchanged(Message.SETUP_RESPONSE, false, server);
        CapacityStatus doubt = doubt(setup.isSignedWith(serverKey()), setup.authUnixTime(),
                CapacityStatus.AUTHENTICATION_FAILED, CapacityStatus.AUTHENTICATION_TIME);
        if (doubt != null) {
            fail(doubt, setup.code());
        } else if (setup.code() != SetupCode.ACCEPTED.code()) {
            boolean version = setup.code() == SetupCode.BAD_VERSION.code();
            fail(CapacityStatus.ofSetup(setup.code()), version ? setup.version() : setup.code());
        } else if (setup.testPort() == 0) {
            fail(CapacityStatus.SETUP_UNEXPECTED, setup.code());
        } else {
            testPort = setup.testPort();
            remote = new InetSocketAddress(server.getAddress(), testPort);
            state = State.ACTIVATING;
            repeatNs = packet.receivedUserNs() + REPEAT_NS;
            socket.connect(remote);
            sendActivation();
        }
    }

    private PduKey serverKey() {
        return PduKey.server(options.hasKey() ? options.key() : new byte[] {0}, setupTime);
    }

    /** What is wrong with the authentication of a response, null if nothing is. */
    private CapacityStatus doubt(boolean signed, long unixTime, CapacityStatus unsigned, CapacityStatus late) {
        if (!options.hasKey()) {
            return null;
        }
        return !signed ? unsigned : UnixTime.isRecent(unixTime, client.realtime()) ? null : late;
    }

    private void onActivationResponse(Packet packet) {
        if (activation.wrapResponse(packet.payload(), packet.length()) != Fault.NONE) {
            return;
        }
        if (activation.code() == 0) {
            return; // our own request
        }
        exchanged(Message.ACTIVATION_RESPONSE, false, remote);
        CapacityStatus doubt = doubt(activation.isSignedWith(serverKey()), activation.authUnixTime(),
                CapacityStatus.ACTIVATION_AUTHENTICATION, CapacityStatus.ACTIVATION_TIME);
        if (doubt != null) {
            fail(doubt, activation.code());
        } else if (activation.code() != ActivationPdu.ACCEPTED) {
            fail(CapacityStatus.ofActivation(activation.code()), activation.code());
        } else {
            activation.rate(first);
            begin(sane(activation.parameters()), packet.receivedUserNs());
        }
    }

    /** What servers grant is what they were asked for, or less; whatever else it is must do no harm here. */
    private static TestParameters sane(TestParameters told) {
        return new TestPolicy(3600, 255, RateTable.LAST, true).grant(told);
    }

    private void begin(TestParameters parameters, long nowNs) {
        granted = parameters;
        if (granted.trafficClass() != 0 && socket.trafficClass(granted.trafficClass()) < 0) {
            events.tell(new CapacityEvent.Incident(index + 1, CapacityStatus.FAILED, server, granted.trafficClass()));
        }
        long startNs = new SplittableRandom(seed).nextLong(LEAST_START_NS, MOST_START_NS);
        PhaseSetup begun = new PhaseSetup(false, granted,
                options.load().with(ipv6, granted.randomPayload(), startNs), options.layout(), options.jumbo(),
                options.traditionalMtu(), true, options.hasKey() ? 1 : 0,
                client.realtime().nanoTime() - client.monotonic().nanoTime(), seed);
        if (!granted.upstream()) {
            log = client.logs().open(new LoadLog.Source(index + 1, false, index, options.maxConnections(),
                    options.ident(), socket.local(), remote, server));
        }
        phase = TestPhase.start(begun, socket, client.load(), events, first, nowNs);
        state = State.TESTING;
        client.started(nowNs);
        events.tell(new CapacityEvent.Activated(index + 1, Settings.of(granted, SetupPdu.VERSION)));
    }

    // ---- packets -------------------------------------------------------------------------------------------------

    @HotPath
    @Override
    public int onPacket(Packet packet) {
        switch (state) {
            case TESTING -> onTestPacket(packet);
            case SETTING_UP -> onSetupResponse(packet);
            case ACTIVATING -> onActivating(packet);
            case NEW, CLOSED -> { } // nothing is expected
        }
        return 0;
    }

    /** Load is proof that the server has activated the test, though its answer was lost. */
    private void onActivating(Packet packet) {
        boolean load = Pdu.id(packet.payload(), packet.length()) == LoadPdu.ID;
        if (load && !options.parameters().upstream()) {
            begin(options.parameters(), packet.receivedUserNs());
            onTestPacket(packet);
        } else {
            onActivationResponse(packet);
        }
    }

    @HotPath
    private void onTestPacket(Packet packet) {
        Fault fault = phase.onPacket(packet);
        if (fault != Fault.NONE && !isOfOpening(Pdu.id(packet.payload(), packet.length()))) {
            events.incident(CapacityStatus.INVALID_DATA, 0);
        }
        if (phase.end() != TestPhase.End.NONE) {
            finish();
        }
    }

    private static boolean isOfOpening(int id) {
        return id == NullPdu.ID || id == ActivationPdu.ID || id == SetupPdu.ID;
    }

    // ---- end -----------------------------------------------------------------------------------------------------

    private void finish() {
        boolean stopped = phase.end() == TestPhase.End.STOPPED;
        if (stopped) {
            verdict.completed();
            client.completed();
        }
        close(!stopped);
    }

    private void fail(CapacityStatus status, long number) {
        events.incident(status, number);
        close(true);
    }

    /** The whole test is given up. */
    void abandon() {
        if (state != State.CLOSED) {
            close(false);
        }
    }

    private void close(boolean failed) {
        state = State.CLOSED;
        bitsPerSecond = 0;
        log.close();
        events.tell(new CapacityEvent.Ended(index + 1));
        client.ended(failed);
    }

    private void exchanged(Message message, boolean sent, InetSocketAddress peer) {
        InetSocketAddress local = socket.local();
        events.tell(new CapacityEvent.Exchanged(index + 1, message, sent, sent ? local : peer, sent ? peer : local,
                index, options.ident(), 0, 0, 0));
    }

    // ---- results -------------------------------------------------------------------------------------------------

    /** The server's control port. */
    public InetSocketAddress server() {
        return server;
    }

    /** The server's test port, null if none was opened. */
    public InetSocketAddress remote() {
        return remote;
    }

    /** Ours. */
    public InetSocketAddress local() {
        return socket.local();
    }

    /** What was granted; empty if the test was never activated. */
    public Optional<CapacitySettings> agreed() {
        return granted == null ? Optional.empty() : Optional.of(Settings.of(granted, SetupPdu.VERSION));
    }

    /** ECN marks are taken off on the way. */
    public boolean bleached() {
        return bleached;
    }

    /** How it ended. */
    public CapacityStatus status() {
        return verdict.status();
    }

    boolean isStopping() {
        return stopping;
    }

    /** IP rate of the last trial interval. */
    double bitsPerSecond() {
        return bitsPerSecond;
    }

    /** Row of our sender, -1 if unknown. */
    int row() {
        return row;
    }

    /** Tells the client, too. */
    private final class Events extends ConnectionEvents {

        Events() {
            super(index + 1, client.listener(), options.trials());
        }

        @Override
        public void trial(TrialBlock trial, int newRow) {
            row = newRow;
            long overhead = CapacityLayer.IP.overheadBytes(ipv6);
            bitsPerSecond = trial.us == 0 ? 0 : 8e6 * (trial.bytes + trial.datagrams * overhead) / trial.us;
            super.trial(trial, newRow);
            client.trial(trial, newRow, client.monotonic().nanoTime());
        }

        @Override
        public LoadLog log() {
            return log;
        }

        @Override
        void part(Part part) {
            if (!stopping && part.index() <= granted.subIntervals()) {
                client.part(part);
            }
        }

        @Override
        public void incident(CapacityStatus status, long number) {
            bleached |= status == CapacityStatus.BLEACHING_HERE || status == CapacityStatus.BLEACHING_THERE;
            verdict.note(status);
            client.note(status);
            super.incident(status, number);
        }

        @Override
        public void stopping(boolean received) {
            stopping = true;
            super.stopping(received);
        }

        @Override
        InetSocketAddress server() {
            return server;
        }

        @Override
        boolean ipv6() {
            return ipv6;
        }
    }
}
