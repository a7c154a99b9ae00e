package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputFailure;
import io.venturi.engine.metric.ThroughputLive;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Json;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Json.MalformedException;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Results;
import io.venturi.engine.protocol.iperf3.wire.Iperf3State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The client's side of a test. The server leads it from state to state; the client alone decides when the streams have
 * run long enough.
 *
 * <p>Thread: {@link #run} one, which waits; {@link #stop} and {@link #live} any.
 */
public final class Iperf3Client {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long WORDS_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ControlChannel channel;
    private final Control control;
    private final ControlFacts facts;
    private final byte[] cookie;
    private final Iperf3Parameters parameters;
    private final Options options;
    private final StreamOpener opener;
    private final Clock clock;
    private final Consumer<ThroughputEvent> events;
    private final Measurement measurement;
    private volatile boolean stopped;
    private Optional<ThroughputStart> start = Optional.empty();
    private Optional<Iperf3Results> peer = Optional.empty();
    private boolean running;
    private boolean over;
    private boolean extended;
    /** The state the server was last in; it goes through them once. */
    private Progress progress = Progress.NEW;

    private enum Progress { NEW, PARAMETERS, STREAMS, BEGUN, RUNNING, RESULTS, OVER }

    /**
     * What the server need not know.
     *
     * @param intervalNs       of reports, 0 for none
     * @param receiveTimeoutNs without a byte that moves, after which the test is given up
     * @param durationNs       behind the time omitted, which the server knows in whole seconds; 0 for no limit
     * @param notices          what this host did not grant
     */
    public record Options(long intervalNs, long receiveTimeoutNs, long durationNs, List<String> notices) {
    }

    Iperf3Client(ControlChannel channel, ControlFacts facts, byte[] cookie, Iperf3Parameters parameters,
                 Options options, StreamOpener opener, Clock clock, ThreadFactory threads,
                 Consumer<ThroughputEvent> events) {
        this.channel = channel;
        this.control = new Control(channel, clock);
        this.facts = facts;
        this.cookie = cookie.clone();
        this.parameters = parameters;
        this.options = options;
        this.opener = opener;
        this.clock = clock;
        this.events = events;
        measurement = new Measurement(parameters, options.intervalNs(), Budgets.of(parameters.limits()), clock, threads,
                events);
        measurement.lasting(options.durationNs());
    }

    /** Hold the conversation; the channel is closed afterwards. */
    public ThroughputReport run() {
        ThroughputFailure failure = ThroughputFailure.NONE;
        EndState end = EndState.COMPLETED;
        try {
            control.send(cookie, Iperf3Error.SEND_COOKIE);
            converse();
            if (stopped) {
                end = EndState.INTERRUPTED;
            }
        } catch (ControlException e) {
            failure = new ThroughputFailure(e.code(), e.getMessage());
            end = e.code() == Iperf3Error.SERVER_TERMINATED ? EndState.ENDED_BY_PEER
                    : e.code() == Iperf3Error.STREAM_WRITE ? EndState.SEND_FAILED : EndState.RECEIVE_FAILED;
            if (e.code() != Iperf3Error.BUSY && !over) {
                control.farewell(Iperf3State.IPERF_DONE);
            }
        } finally {
            measurement.end();
            opener.close();
            measurement.close();
            channel.closeGently();
        }
        return Reports.report(false, start, measurement, peer, parameters.wishes().serverOutput(), end, failure,
                options.notices());
    }

    private void converse() throws ControlException {
        long heardNs = clock.nanoTime();
        while (!over) {
            if (stopped) {
                measurement.end();
                control.farewell(Iperf3State.CLIENT_TERMINATE);
                return;
            }
            int state = control.state(running ? measurement.tick() : LOOK_NS);
            if (state != Control.SILENT) {
                react(state);
                heardNs = clock.nanoTime();
            } else if (running) {
                lookAtStreams();
                heardNs = clock.nanoTime();
            } else if (clock.nanoTime() - heardNs >= PATIENCE_NS) {
                throw new ControlException(Iperf3Error.CLOSED, "the server has said nothing for 30 s");
            }
        }
    }

    private void lookAtStreams() throws ControlException {
        measurement.requireSound();
        if (measurement.isBroken()) {
            return;
        }
        if (measurement.isComplete()) {
            running = false;
            measurement.end();
            control.send(Iperf3State.TEST_END);
        } else if (measurement.isQuietFor(options.receiveTimeoutNs())) {
            throw new ControlException(Iperf3Error.NO_DATA);
        }
    }

    private void react(int state) throws ControlException {
        switch (state) {
            case Iperf3State.PARAM_EXCHANGE -> {
                enter(Progress.PARAMETERS);
                control.document(parameters.encode(), Iperf3Error.SEND_PARAMETERS);
            }
            case Iperf3State.EXTENDED_PROTOCOL -> extended = true;
            case Iperf3State.EXTENDED_REFUSED -> throw new ControlException(Iperf3Error.PROTOCOL_REFUSED, refusal());
            case Iperf3State.CREATE_STREAMS -> {
                enter(Progress.STREAMS);
                openStreams();
            }
            case Iperf3State.TEST_START -> begin();
            case Iperf3State.TEST_RUNNING -> {
                if (!measurement.hasBegun()) {
                    begin();
                }
                enter(Progress.RUNNING);
                running = true;
                measurement.launch();
            }
            case Iperf3State.EXCHANGE_RESULTS -> {
                enter(Progress.RESULTS);
                exchangeResults();
            }
            case Iperf3State.DISPLAY_RESULTS -> {
                enter(Progress.OVER);
                measurement.close();
                control.farewell(Iperf3State.IPERF_DONE);
                over = true;
                if (peer.isPresent()) {
                    measurement.requireCarried(peer.get());
                }
            }
            default -> otherwise(state);
        }
    }

    private void enter(Progress next) throws ControlException {
        if (next.ordinal() != progress.ordinal() + 1) {
            throw new ControlException(Iperf3Error.UNKNOWN_STATE, "the server told the steps of the test in a wrong"
                    + " order: " + next + " after " + progress);
        }
        progress = next;
    }

    private void otherwise(int state) throws ControlException {
        switch (state) {
            case Iperf3State.IPERF_DONE -> { } // a server has no reason to say so
            case Iperf3State.SERVER_TERMINATE -> throw new ControlException(Iperf3Error.SERVER_TERMINATED);
            case Iperf3State.ACCESS_DENIED -> throw new ControlException(Iperf3Error.BUSY,
                    "the server is busy running a test. try again later");
            case Iperf3State.SERVER_ERROR -> throw control.refusal(WORDS_NS);
            case Control.GONE -> throw new ControlException(Iperf3Error.CLOSED,
                    "control socket has closed unexpectedly");
            default -> throw new ControlException(Iperf3Error.UNKNOWN_STATE);
        }
    }

    private String refusal() throws ControlException {
        try {
            String text = Iperf3Json.read(control.document(Iperf3Parameters.MOST_BYTES, WORDS_NS,
                    Iperf3Error.PROTOCOL_REFUSED)).text("error");
            return "the server refuses: " + text.replaceAll("\\p{Cntrl}+", " ").strip();
        } catch (MalformedException e) {
            return "the server refuses, and says why in a way that was not understood: " + e.getMessage();
        }
    }

    private void openStreams() throws ControlException {
        String wanted = parameters.wishes().extendedProtocol();
        if (!wanted.isEmpty() && !extended) { // others pass over what they do not know, and would measure UDP
            throw new ControlException(Iperf3Error.PROTOCOL_REFUSED, "the server knows TCP and UDP only, not " + wanted
                    + "; it has to be 'venturi serve --iperf3'");
        }
        int perDirection = parameters.flow().streams();
        for (int i = 0; i < parameters.streamsInAll(); i++) {
            boolean sender = parameters.flow().bidirectional() ? i < perDirection : !parameters.flow().reverse();
            DataStream stream = opener.open(i, sender, parameters, measurement.budgets(), PATIENCE_NS);
            if (stream == null && stopped) {
                return;
            }
            if (stream == null) {
                throw new ControlException(Iperf3Error.STREAM_READ, "the server did not answer the first datagram of a"
                        + " stream; does a firewall let UDP through?");
            }
            measurement.add(stream);
        }
    }

    private void begin() throws ControlException {
        enter(Progress.BEGUN);
        measurement.begin();
        start = Optional.of(Reports.start(facts, new String(cookie, 0, cookie.length - 1, StandardCharsets.US_ASCII),
                Reports.settings(parameters), measurement));
        events.accept(new ThroughputEvent.Started(start.get()));
    }

    private void exchangeResults() throws ControlException {
        running = false;
        measurement.end();
        measurement.requireSound();
        control.document(measurement.results("", "").encode(), Iperf3Error.SEND_RESULTS);
        try {
            Iperf3Results results = Iperf3Results.decode(control.document(Iperf3Results.MOST_BYTES, PATIENCE_NS,
                    Iperf3Error.RESULTS));
            if (measurement.isStrange(results)) {
                throw new ControlException(Iperf3Error.UNKNOWN_STREAM);
            }
            peer = Optional.of(results);
        } catch (MalformedException e) {
            throw new ControlException(Iperf3Error.RESULTS, "the results of the server were not understood: "
                    + e.getMessage());
        }
    }

    /** End the test; {@link #run} returns what was measured. */
    public void stop() {
        stopped = true;
        opener.giveUp();
    }

    /** How it stands. */
    public ThroughputLive live() {
        return new ThroughputLive(measurement.elapsedNs(), measurement.bytesNow(true), measurement.bytesNow(false));
    }
}
