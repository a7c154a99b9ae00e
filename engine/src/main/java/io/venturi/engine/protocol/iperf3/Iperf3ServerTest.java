package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputFailure;
import io.venturi.engine.metric.ThroughputOutput;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.metric.ThroughputStart;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Json;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Json.MalformedException;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Transport;
import io.venturi.engine.protocol.iperf3.wire.Iperf3RefusedException;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Results;
import io.venturi.engine.protocol.iperf3.wire.Iperf3State;
import io.venturi.engine.spi.Protocols;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The server's side of one test, from the cookie to the end. Everything it knows dies with it.
 *
 * <p>Thread: {@link #run} one, which waits, never without an end; {@link #stop} any.
 */
final class Iperf3ServerTest {
    private static final long DOCUMENT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long STREAMS_NS = TimeUnit.SECONDS.toNanos(30);
    /** For the next stream, if other tests wait until all are there. */
    private static final long IN_THE_WAY_NS = TimeUnit.SECONDS.toNanos(3);
    /** A client has no output to send along: its results are small. */
    private static final int MOST_RESULT_BYTES = 1 << 20;
    private static final long GOODBYE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int SPARE_SECONDS = 40;

    private final Control control;
    private final ControlFacts facts;
    private final String cookie;
    private final ServePlan.Throughput plan;
    private final Optional<TokenReader> tokens;
    private final Protocols protocols;
    private final StreamOpener opener;
    private final Clock clock;
    private final ThreadFactory threads;
    private final TestListener listener;
    private final List<String> notices;
    private final BooleanSupplier place;
    private volatile boolean stopped;
    private volatile boolean ending;
    private boolean turnedAway;
    private Iperf3Parameters parameters;
    private Measurement measurement;
    private Optional<ThroughputStart> start = Optional.empty();
    private Optional<Iperf3Results> peer = Optional.empty();

    /** @param place asked once, when the client has said what it wants: whether there is room for its test */
    Iperf3ServerTest(Control control, ControlFacts facts, String cookie, ServePlan.Throughput plan,
                     Optional<TokenReader> tokens, Protocols protocols, StreamOpener opener, Clock clock,
                     ThreadFactory threads, TestListener listener, List<String> notices, BooleanSupplier place) {
        this.control = control;
        this.facts = facts;
        this.cookie = cookie;
        this.plan = plan;
        this.tokens = tokens;
        this.protocols = protocols;
        this.opener = opener;
        this.clock = clock;
        this.threads = threads;
        this.listener = listener;
        this.notices = notices;
        this.place = place;
    }

    /**
     * Hold the conversation.
     *
     * @return false if the client was not let in, so that there was no test
     */
    boolean run() {
        Outcome outcome = new Outcome(EndState.COMPLETED, ThroughputFailure.NONE);
        try {
            listener.onEvent(new ThroughputEvent.Connected(facts.local(), facts.remote()));
            outcome = talk();
        } finally {
            ending = true;
            opener.close();
            if (measurement != null) {
                measurement.end();
                measurement.close();
            }
        }
        if (measurement != null) {
            listener.onEvent(new ThroughputEvent.Ended(Reports.report(true, start, measurement, peer, false,
                    outcome.end(), outcome.failure(), notices)));
        } else {
            listener.onEvent(new ThroughputEvent.Notice("The client was not served: " + outcome.failure().text()
                    + "."));
        }
        return measurement != null;
    }

    private record Outcome(EndState end, ThroughputFailure failure) {
    }

    private Outcome talk() {
        try {
            converse();
            return new Outcome(EndState.COMPLETED, ThroughputFailure.NONE);
        } catch (ControlException e) {
            boolean ours = e.code() == Iperf3Error.SERVER_TERMINATED;
            if (ours) {
                control.farewell(Iperf3State.SERVER_TERMINATE);
            } else if (turnedAway) {
                control.farewell(Iperf3State.ACCESS_DENIED);
            } else if (e.code() != Iperf3Error.CLOSED) {
                control.error(e.code());
            }
            return new Outcome(ours ? EndState.INTERRUPTED : EndState.ENDED_BY_PEER,
                    new ThroughputFailure(e.code(), e.getMessage()));
        } catch (VenturiException | OutOfMemoryError e) { // of descriptors, threads or memory there may be too few
            control.error(Iperf3Error.CREATE_STREAM);
            return new Outcome(EndState.RECEIVE_FAILED, new ThroughputFailure(Iperf3Error.CREATE_STREAM,
                    "this host cannot run the test: " + e.getMessage()));
        }
    }

    /** True if only the goodbyes are left. */
    boolean isEnding() {
        return ending;
    }

    private void converse() throws ControlException {
        control.send(Iperf3State.PARAM_EXCHANGE);
        negotiate();
        if (!place.getAsBoolean()) {
            turnedAway = true;
            throw new ControlException(Iperf3Error.BUSY);
        }
        if (!parameters.wishes().extendedProtocol().isEmpty()) {
            extend();
        }
        measurement = new Measurement(parameters, plan.intervalNs(), Budgets.unlimited(), clock, threads,
                listener::onEvent);
        prepareStreams();
        control.send(Iperf3State.CREATE_STREAMS);
        openStreams();
        opener.close();
        control.send(Iperf3State.TEST_START);
        measurement.begin();
        start = Optional.of(Reports.start(facts, cookie, Reports.settings(parameters), measurement));
        listener.onEvent(new ThroughputEvent.Started(start.get()));
        control.send(Iperf3State.TEST_RUNNING);
        measurement.launch();
        serve();
        measurement.end();
        measurement.requireSound();
        exchangeResults();
        ending = true;
        control.send(Iperf3State.DISPLAY_RESULTS);
        control.state(GOODBYE_NS);
    }

    private void negotiate() throws ControlException {
        try {
            parameters = Iperf3Parameters.decode(control.document(Iperf3Parameters.MOST_BYTES, DOCUMENT_NS,
                    Iperf3Error.PARAMETERS));
        } catch (MalformedException e) {
            throw new ControlException(Iperf3Error.PARAMETERS, "the parameters were not understood: "
                    + e.getMessage());
        } catch (Iperf3RefusedException e) {
            throw new ControlException(e.code());
        }
        if (tokens.isPresent() && !tokens.get().admits(parameters.wishes().authToken())) {
            throw new ControlException(Iperf3Error.AUTHORISATION);
        }
        ServePlan.ThroughputLimits limits = plan.limits();
        int seconds = parameters.limits().seconds();
        if (limits.seconds() > 0
                && (seconds == 0 || parameters.limits().omitSeconds() + seconds > limits.seconds())) {
            throw new ControlException(Iperf3Error.MAX_DURATION);
        }
        double asked = Math.max(parameters.load().bitsPerSecond(), parameters.load().socketPacingRate());
        if (limits.bitsPerSecond() > 0 && asked * parameters.streamsInAll() > limits.bitsPerSecond()) {
            throw new ControlException(Iperf3Error.RATE_LIMIT);
        }
        if (parameters.wishes().serverCpu() >= 0) {
            notices.add("The client asked for a CPU of the server; this server leaves that to its host.");
        }
        boolean sends = parameters.flow().reverse() || parameters.flow().bidirectional();
        if (parameters.socket().flowLabel() > 0 && parameters.transport() == Transport.TCP && sends) {
            notices.add("The client asked for a flow label; what a server sends over TCP has none: Linux labels only"
                    + " connections that it opens.");
        }
    }

    /** The client wants a protocol that is not of iperf3: take it, or say why not. */
    private void extend() throws ControlException {
        try {
            Carrier carrier = Carrier.of(protocols, parameters.wishes().extendedProtocol(),
                    parameters.wishes().extendedOptions());
            carrier.check(parameters);
            opener.carriedBy(carrier);
        } catch (ConfigException e) {
            control.send(Iperf3State.EXTENDED_REFUSED);
            control.document(Iperf3Json.write("error", e.getMessage()), Iperf3Error.SEND_STATE);
            throw new ControlException(Iperf3Error.PROTOCOL_REFUSED, e.getMessage());
        }
        control.send(Iperf3State.EXTENDED_PROTOCOL);
    }

    private void prepareStreams() throws ControlException {
        long deadlineNs = clock.nanoTime() + STREAMS_NS;
        while (!opener.prepare(parameters, LOOK_NS)) {
            if (clock.nanoTime() >= deadlineNs) {
                throw new ControlException(Iperf3Error.BUSY);
            }
            if (heard(0) != Control.SILENT) {
                throw new ControlException(Iperf3Error.UNKNOWN_STATE);
            }
        }
    }

    private void openStreams() throws ControlException {
        long deadlineNs = clock.nanoTime() + STREAMS_NS;
        int perDirection = parameters.flow().streams();
        for (int i = 0; i < parameters.streamsInAll(); i++) {
            boolean sender = parameters.flow().bidirectional() ? i >= perDirection : parameters.flow().reverse();
            DataStream stream = null;
            long sinceNs = clock.nanoTime();
            while (stream == null) {
                long nowNs = clock.nanoTime();
                if (nowNs >= deadlineNs || opener.isInTheWay() && nowNs - sinceNs >= IN_THE_WAY_NS) {
                    throw new ControlException(Iperf3Error.STREAM_ACCEPT);
                }
                stream = opener.open(i, sender, parameters, measurement.budgets(), LOOK_NS);
                if (stream == null && heard(0) != Control.SILENT) {
                    throw new ControlException(Iperf3Error.UNKNOWN_STATE);
                }
            }
            measurement.add(stream);
        }
    }

    /** What the client says within {@code waitNs}: nothing, or something that it may say. */
    private int heard(long waitNs) throws ControlException {
        if (stopped) {
            throw new ControlException(Iperf3Error.SERVER_TERMINATED);
        }
        int state = control.state(waitNs);
        return switch (state) {
            case Control.GONE, Iperf3State.IPERF_DONE -> throw new ControlException(Iperf3Error.CLOSED,
                    "the client has unexpectedly closed the connection");
            case Iperf3State.CLIENT_TERMINATE -> throw new ControlException(Iperf3Error.CLIENT_TERMINATED);
            case Control.SILENT, Iperf3State.TEST_START, Iperf3State.TEST_END -> state;
            default -> throw new ControlException(Iperf3Error.UNKNOWN_STATE);
        };
    }

    private void serve() throws ControlException {
        Iperf3Parameters.Limits limits = parameters.limits();
        long safeNs = limits.seconds() == 0 ? Long.MAX_VALUE
                : TimeUnit.SECONDS.toNanos((long) limits.omitSeconds() + limits.seconds() + SPARE_SECONDS);
        RateWatch rate = new RateWatch(plan.limits().bitsPerSecond(), plan.limits().averageNs());
        while (heard(measurement.tick()) != Iperf3State.TEST_END) {
            measurement.requireSound();
            if (measurement.isBroken()) {
                continue;
            }
            if (measurement.elapsedNs() >= safeNs) {
                throw new ControlException(Iperf3Error.SERVER_TIMER);
            }
            if (measurement.isQuietFor(plan.receiveTimeoutNs())) {
                throw new ControlException(Iperf3Error.NO_DATA);
            }
            if (rate.isAbove(measurement.elapsedNs(), measurement.bytesNow(true) + measurement.bytesNow(false))) {
                throw new ControlException(Iperf3Error.RATE_LIMIT);
            }
        }
    }

    private void exchangeResults() throws ControlException {
        ThroughputOutput output = ThroughputOutput.NONE;
        if (parameters.wishes().serverOutput()) {
            output = listener.output(Reports.report(true, start, measurement, Optional.empty(), false,
                    EndState.COMPLETED, ThroughputFailure.NONE, notices));
        }
        byte[] own = measurement.results(output.text(), output.json()).encode();
        measurement.close();
        control.send(Iperf3State.EXCHANGE_RESULTS);
        try {
            Iperf3Results results = Iperf3Results.decode(control.document(MOST_RESULT_BYTES, STREAMS_NS,
                    Iperf3Error.RESULTS));
            if (measurement.isStrange(results)) {
                throw new ControlException(Iperf3Error.UNKNOWN_STREAM);
            }
            peer = Optional.of(results);
        } catch (MalformedException e) {
            throw new ControlException(Iperf3Error.RESULTS, "the results of the client were not understood: "
                    + e.getMessage());
        }
        control.document(own, Iperf3Error.SEND_RESULTS);
    }

    /** The server is being stopped: end the test and tell the client. */
    void stop() {
        stopped = true;
    }
}
