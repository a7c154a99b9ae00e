package io.venturi.engine.protocol.kcp;

import io.venturi.engine.metric.ProtocolFigure;
import io.venturi.engine.plan.ProtocolDescription;
import io.venturi.engine.plan.ProtocolOption;
import io.venturi.engine.plan.ProtocolOptions;
import io.venturi.engine.spi.DatagramEndpoint;
import io.venturi.engine.spi.DatagramProtocol;
import io.venturi.engine.spi.StreamHost;
import java.util.List;

/** KCP as a throughput protocol: a conversation per stream, in bare datagrams. */
public final class KcpProtocol implements DatagramProtocol {
    private static final KcpOptions INITIAL = KcpOptions.FAST;
    private static final String NO_DELAY = "nodelay";
    private static final String INTERVAL = "interval";
    private static final String RESEND = "resend";
    private static final String NO_CONGESTION = "nc";
    private static final String SEND_WINDOW = "send-window";
    private static final String RECEIVE_WINDOW = "receive-window";
    private static final String MTU = "mtu";
    private static final String STREAM = "stream";
    private static final String ACK_NO_DELAY = "ack-nodelay";
    private static final ProtocolDescription DESCRIPTION = new ProtocolDescription("kcp",
            "KCP: a reliable stream over UDP that sends again early rather than late.", options(), figures()).timing();

    private static List<ProtocolOption> options() {
        return List.of(
                ProtocolOption.flag(NO_DELAY, INITIAL.noDelay(),
                        "Retransmission timeouts from 30 ms that grow by half, instead of from 100 ms that double."),
                ProtocolOption.integer(INTERVAL, INITIAL.intervalMs(), 1, 5_000, "ms", "Time between flushes."),
                ProtocolOption.integer(RESEND, INITIAL.fastResend(), 0, 1_000, "",
                        "Acknowledgements that pass a segment over before it is sent again, 0 for never."),
                ProtocolOption.flag(NO_CONGESTION, !INITIAL.congestionWindow(),
                        "No congestion window: losses do not slow it down."),
                ProtocolOption.integer(SEND_WINDOW, INITIAL.sendWindow(), 1, KcpOptions.MOST_SEGMENTS, "segments",
                        "Queued or under way at once."),
                ProtocolOption.integer(RECEIVE_WINDOW, INITIAL.receiveWindow(), 1, KcpOptions.MOST_SEGMENTS, "segments",
                        "Held for the reader."),
                ProtocolOption.integer(MTU, INITIAL.mtuBytes(), 50, 9_000, "bytes", "Largest datagram, UDP payload."),
                ProtocolOption.flag(STREAM, INITIAL.streamMode(),
                        "Fill up segments; else each block begins a segment of its own."),
                ProtocolOption.flag(ACK_NO_DELAY, INITIAL.ackNoDelay(),
                        "Acknowledge at once, not with the next flush."));
    }

    private static List<ProtocolFigure> figures() {
        return List.of(
                ProtocolFigure.count("segmentsSent", "segments", "Data segments, every transmission counted."),
                ProtocolFigure.count("resent", "segments", "All transmissions but the first of each.").shownLive(),
                ProtocolFigure.count("resentFast", "segments",
                "Because acknowledgements passed them over often enough."),
                ProtocolFigure.count("resentEarly", "segments",
                "Because they were passed over and nothing new waited."),
                ProtocolFigure.count("resentAfterTimeout", "segments", "Because no acknowledgement came in time."),
                ProtocolFigure.count("segmentsReceived", "segments", "Data segments that arrived, copies too."),
                ProtocolFigure.count("duplicates", "segments", "That had arrived before."),
                ProtocolFigure.count("outsideWindow", "segments", "Ignored: beyond the window the peer was told."),
                ProtocolFigure.count("acknowledgements", "", "Acknowledgements sent."),
                ProtocolFigure.gauge("rttSmoothed", "ms", "Smoothed round-trip time, with the peer's flush interval."),
                ProtocolFigure.gauge("rttVariation", "ms", "Its mean deviation."),
                ProtocolFigure.gauge("rto", "ms", "Retransmission timeout of a new segment.").shownLive(),
                ProtocolFigure.gauge("windowUse", "%", "Mean share of the windows under way, at flushes.").shownLive(),
                ProtocolFigure.gauge("congestionWindow", "segments", "Of no effect with nc."));
    }

    @Override
    public ProtocolDescription description() {
        return DESCRIPTION;
    }

    /** A full segment. */
    @Override
    public int blockBytes(ProtocolOptions options) {
        return kcp(options).segmentBytes();
    }

    @Override
    public int datagramBytes(ProtocolOptions options, int blockBytes) {
        return kcp(options).mtuBytes();
    }

    @Override
    public long memoryBytes(ProtocolOptions options) {
        KcpOptions kcp = kcp(options);
        return SendWindow.bytes(kcp.sendWindow(), kcp.segmentBytes())
                + ReceiveWindow.bytes(kcp.receiveWindow(), kcp.segmentBytes());
    }

    @Override
    public DatagramEndpoint open(StreamHost host, ProtocolOptions options) {
        return new KcpEndpoint(host, kcp(options));
    }

    private static KcpOptions kcp(ProtocolOptions options) {
        return new KcpOptions(options.flag(NO_DELAY), (int) options.integer(INTERVAL), (int) options.integer(RESEND),
                !options.flag(NO_CONGESTION), (int) options.integer(SEND_WINDOW),
                (int) options.integer(RECEIVE_WINDOW), (int) options.integer(MTU), options.flag(ACK_NO_DELAY),
                options.flag(STREAM));
    }
}
