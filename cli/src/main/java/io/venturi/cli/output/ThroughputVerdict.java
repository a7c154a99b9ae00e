package io.venturi.cli.output;

import io.venturi.engine.metric.LoadedLatency;
import io.venturi.engine.metric.ThroughputCpu;
import io.venturi.engine.metric.ThroughputEvidence;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.metric.ThroughputReport;
import io.venturi.engine.plan.ThroughputPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What limited one way of a throughput test, by the evidence of both ends. The path is blamed only where the ends are
 * ruled out.
 *
 * @param reasons the evidence, with numbers
 */
record ThroughputVerdict(Limit limit, List<String> reasons) {
    /** Share of an asked rate from which it was carried; the rest is the edges of the test. */
    private static final double CARRIED = 0.98;
    /** Share of a rate on the wire from which it was carried: headers are part of it. */
    private static final double CARRIED_WITH_HEADERS = 0.9;
    /** Share of the busy time from which a buffer or window was the limit. */
    private static final double HELD = 0.5;
    /** Share of its time from which a thread has nothing left. */
    private static final double BUSY = 0.95;
    /** Share of the test from which a sender had data all the time. */
    private static final double ALWAYS_DATA = 0.8;
    /** Share of the datagrams from which losing some says something. */
    private static final double NOTABLE = 0.001;
    /** A queue that grew shows in round trips longer by this factor, and by so much, ns. */
    private static final double QUEUED = 1.5;
    private static final long QUEUED_NS = 1_000_000;
    /** Delivery as fast as the kernel lets go. */
    private static final double AS_PACED = 0.9;
    private static final double PERCENT = 100;

    /** Who was the limit. */
    enum Limit {
        /** The rate that was asked for, and it was carried. */
        ASKED_RATE("the rate asked for"),
        /** The pacing rate that was asked for. */
        PACING_RATE("the pacing rate asked for"),
        /** The window the receiver advertised. */
        RECEIVE_WINDOW("the receive window"),
        /** The send buffer of the sender. */
        SEND_BUFFER("the send buffer"),
        /** This host. */
        HERE("this host"),
        /** The server. */
        THERE("the server"),
        /** Both ends share this host. */
        LOOPBACK("this host, which has both ends"),
        /** Losses on the path, and the congestion control that answers them. */
        LOSS("loss on the path"),
        /** A queue on the path. */
        PATH("the path"),
        /** The congestion control, which let go no more, without loss or queue. */
        CONGESTION_CONTROL("the congestion control"),
        /** Nothing tells. */
        UNKNOWN("unknown");

        private final String words;

        Limit(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    ThroughputVerdict {
        reasons = List.copyOf(reasons);
    }

    static ThroughputVerdict of(ThroughputPlan plan, ThroughputReport report, ThroughputWay way) {
        if (way.bytes() == 0) {
            return new ThroughputVerdict(Limit.UNKNOWN, List.of("nothing arrived"));
        }
        boolean tcp = plan.flow().protocol() == ThroughputProtocol.TCP;
        boolean other = plan.flow().protocol() == ThroughputProtocol.OTHER;
        return ofRates(plan, report, way).or(() -> tcp ? ofWindows(report, way) : ofDatagramEnds(plan, report, way))
                .orElseGet(() -> {
                    List<String> here = ofHost(report, way, true);
                    List<String> there = ofHost(report, way, false);
                    if (isLoopback(report)) {
                        return new ThroughputVerdict(Limit.LOOPBACK, here);
                    }
                    if (!here.isEmpty()) {
                        return new ThroughputVerdict(Limit.HERE, here);
                    }
                    return !there.isEmpty() ? new ThroughputVerdict(Limit.THERE, there)
                            : tcp ? ofSegments(report, way) : other ? ofProtocol(plan, way) : ofDatagrams(way);
                });
    }

    private static boolean isLoopback(ThroughputReport report) {
        return report.start().filter(start -> start.remote().getAddress().isLoopbackAddress()).isPresent();
    }

    private static Optional<ThroughputVerdict> ofRates(ThroughputPlan plan, ThroughputReport report,
            ThroughputWay way) {
        double asked = (double) plan.load().bitsPerSecond() * plan.flow().streams();
        double paced = (double) plan.load().socketPacingRate() * plan.flow().streams();
        double carried = way.bitsPerSecond();
        if (asked > 0 && carried >= CARRIED * asked && way.lossRatio() < NOTABLE) {
            return Optional.of(new ThroughputVerdict(Limit.ASKED_RATE, List.of("all of "
                    + Figures.rate(asked) + " arrived")));
        }
        if (paced > 0 && carried >= CARRIED_WITH_HEADERS * paced && way.lossRatio() < NOTABLE) {
            return Optional.of(new ThroughputVerdict(Limit.PACING_RATE, List.of("the kernel let go "
                    + Figures.rate(paced) + ", headers included")));
        }
        return Optional.empty();
    }

    /** By the time the sending kernel says it waited for room. */
    private static Optional<ThroughputVerdict> ofWindows(ThroughputReport report, ThroughputWay way) {
        double busyUs = way.evidence(ThroughputEvidence::busyUs);
        double window = way.evidence(ThroughputEvidence::receiveWindowLimitedUs) / busyUs;
        double buffer = way.evidence(ThroughputEvidence::sendBufferLimitedUs) / busyUs;
        if (!(busyUs > 0)) {
            return Optional.empty();
        }
        if (window >= HELD && window >= buffer) {
            List<String> reasons = new ArrayList<>(List.of("the sender waited for the receive window "
                    + share(window) + " of the time it had data"));
            long most = way.evidence(ThroughputEvidence::mostSendWindowBytes);
            if (most > 0) {
                reasons.add("the window was " + bytes(most) + " at most");
            }
            List<String> reader = ofHost(report, way, !way.up());
            if (isLoopback(report) || !reader.isEmpty()) { // the window is full because the reader does not keep up
                reasons.addAll(reader);
                return Optional.of(new ThroughputVerdict(isLoopback(report) ? Limit.LOOPBACK
                        : way.up() ? Limit.THERE : Limit.HERE, reasons));
            }
            return Optional.of(new ThroughputVerdict(Limit.RECEIVE_WINDOW, reasons));
        }
        return buffer >= HELD ? Optional.of(new ThroughputVerdict(Limit.SEND_BUFFER, List.of("the sender waited for"
                + " room in it " + share(buffer) + " of the time it had data" + sendBuffer(report))))
                : Optional.empty();
    }

    private static String sendBuffer(ThroughputReport report) {
        return report.start().filter(start -> start.settings().windowBytes() > 0)
                .map(start -> ", as --window set it").orElse("");
    }

    /** Datagrams that an end refused or dropped. */
    private static Optional<ThroughputVerdict> ofDatagramEnds(ThroughputPlan plan, ThroughputReport report,
                                                              ThroughputWay way) {
        long overflow = way.up() ? 0 : report.here().receiveOverflow();
        if (overflow > NOTABLE * Math.max(1, way.datagramsExpected()) && overflow >= way.lost() / 2) {
            return Optional.of(new ThroughputVerdict(Limit.HERE, List.of(overflow + " datagrams arrived but were"
                    + " dropped because the receive buffer was full")));
        }
        double asked = (double) plan.load().bitsPerSecond() * plan.flow().streams();
        if (asked > 0 && way.sentBitsPerSecond() >= CARRIED * asked || way.lossRatio() >= NOTABLE) {
            return Optional.empty();
        }
        if (way.up() && report.here().refused() > 0) {
            return Optional.of(new ThroughputVerdict(isLoopback(report) ? Limit.LOOPBACK : Limit.HERE,
                    List.of("its kernel refused datagrams " + report.here().refused()
                            + " times: its interface or socket buffer was full")));
        }
        return Optional.empty();
    }

    private static List<String> ofHost(ThroughputReport report, ThroughputWay way, boolean here) {
        List<String> reasons = new ArrayList<>();
        double thread = report.here().busiestThread();
        if (here && thread > BUSY) {
            reasons.add("its busiest stream thread ran or waited for a CPU " + share(thread) + " of the time");
        }
        Optional<ThroughputCpu> cpu = here ? Optional.of(report.local()) : report.remote();
        if (!here || Double.isNaN(thread)) { // the process alone says less
            cpu.filter(used -> used.total() > PERCENT * BUSY).ifPresent(used -> reasons.add(String.format(Locale.ROOT,
                    "its process used %.0f %% of a CPU", used.total())));
        }
        double busyUs = way.evidence(ThroughputEvidence::busyUs);
        if (here && way.up() && reasons.isEmpty() && busyUs >= 0 && way.ownNs() > 0) {
            double hadData = busyUs * 1e3 / way.ownNs() / Math.max(1, way.streams().size());
            if (hadData < ALWAYS_DATA) {
                reasons.add("its sockets had data to send only " + share(hadData) + " of the time");
            }
        }
        return reasons;
    }

    /** The ends are ruled out: what the segments tell of the path. */
    private static ThroughputVerdict ofSegments(ThroughputReport report, ThroughputWay way) {
        List<String> reasons = new ArrayList<>();
        long[] rttUs = way.rttUs();
        Optional<String> queue = queue(report, way, rttUs);
        boolean queued = queue.isPresent();
        queue.ifPresent(reasons::add);
        if (way.retransmits() > 0) {
            reasons.add(Figures.count(way.retransmits(), "segment") + " had to be sent again" + congestion(report));
            return new ThroughputVerdict(queued ? Limit.PATH : Limit.LOSS, reasons);
        }
        if (queued) {
            if (way.retransmits() == 0) {
                reasons.add("no segment had to be sent again");
            }
            return new ThroughputVerdict(Limit.PATH, reasons);
        }
        long delivery = way.evidence(ThroughputEvidence::deliveryBitsPerSecond);
        long pacing = way.evidence(ThroughputEvidence::pacingBitsPerSecond);
        if (rttUs[0] < 0) {
            return new ThroughputVerdict(Limit.UNKNOWN, List.of("the server, which sends, does not tell what it waited"
                    + " for; " + (way.retransmits() == 0 ? "no segment had to be sent again; " : "") + "try --up from"
                    + " there"));
        }
        if (pacing > 0 && delivery >= AS_PACED * pacing) {
            reasons.add("segments were acknowledged at " + Figures.rate(delivery) + ", as fast as it let go ("
                    + Figures.rate(pacing) + ")");
        }
        reasons.add("no segment had to be sent again, and round trips stayed at " + Figures.duration(rttUs[1] * 1e3));
        return new ThroughputVerdict(Limit.CONGESTION_CONTROL, reasons);
    }

    /** By the segments of this host, or by the probes beside the load. */
    private static Optional<String> queue(ThroughputReport report, ThroughputWay way, long[] rttUs) {
        if (rttUs[0] < 0) {
            return report.latency().filter(latency -> Math.min(latency.idle().n(), latency.loaded().n())
                    >= LoadedLatency.LEAST_SAMPLES && isQueue(latency.idle().p50Ns(), latency.loaded().p50Ns()))
                    .map(latency -> "its queue grew: probes took " + Figures.duration(latency.loaded().p50Ns())
                            + " instead of " + Figures.duration(latency.idle().p50Ns()));
        }
        long emptyUs = way.emptyRttUs() >= 0 ? Math.min(rttUs[0], way.emptyRttUs()) : rttUs[0];
        return isQueue(emptyUs * 1e3, rttUs[1] * 1e3) ? Optional.of("its queue grew: round trips of "
                + Figures.duration(emptyUs * 1e3) + " at least were " + Figures.duration(rttUs[1] * 1e3)
                + " on average") : Optional.empty();
    }

    private static boolean isQueue(double emptyNs, double fullNs) {
        return fullNs > QUEUED * emptyNs && fullNs - emptyNs > QUEUED_NS;
    }

    private static String congestion(ThroughputReport report) {
        return report.senderCongestion().isEmpty() ? "" : ", to which " + report.senderCongestion() + " answered";
    }

    private static ThroughputVerdict ofDatagrams(ThroughputWay way) {
        return way.lost() > 0 ? new ThroughputVerdict(Limit.PATH, List.of(way.lost() + " of " + way.datagramsExpected()
                + " datagrams were lost (" + Figures.percent(PERCENT * way.lossRatio()) + ")"))
                : new ThroughputVerdict(way.up() ? Limit.HERE : Limit.THERE,
                        List.of("it sent no more, and nothing of it was lost"));
    }

    private static ThroughputVerdict ofProtocol(ThroughputPlan plan, ThroughputWay way) {
        return way.isNumbered() && way.lost() > 0 ? ofDatagrams(way)
                : new ThroughputVerdict(Limit.UNKNOWN, List.of("only the figures of " + plan.extension().protocol()
                        + " can tell"));
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, "%.0f %%", PERCENT * Math.min(1, share));
    }

    static String bytes(double bytes) {
        return bytes < 1e4 ? String.format(Locale.ROOT, "%.0f bytes", bytes)
                : bytes < 1e6 ? String.format(Locale.ROOT, "%.0f KB", bytes / 1e3)
                : bytes < 1e10 ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }

    /** For people: who was the limit, and why. */
    String sentence(ThroughputPlan plan, ThroughputWay way) {
        String rate = Figures.rate(way.bitsPerSecond()) + " of " + ThroughputText.protocol(plan) + " payload "
                + way.name();
        String because = reasons.isEmpty() ? "" : ": " + String.join("; ", reasons);
        boolean udp = plan.flow().protocol() == ThroughputProtocol.UDP;
        return switch (limit) {
            case ASKED_RATE -> rate + ". The rate asked for was the limit" + because + ". The path may carry more.";
            case PACING_RATE -> rate + ". The pacing rate asked for was the limit" + because + ". The path may carry"
                    + " more.";
            case RECEIVE_WINDOW -> rate + ". The receive window of the " + (way.up() ? "server" : "client")
                    + " was the limit" + because + ". A larger --window or more --streams may carry more.";
            case SEND_BUFFER -> rate + ". The send buffer of the " + (way.up() ? "client" : "server")
                    + " was the limit" + because + ". A larger --window or more --streams may carry more.";
            case HERE -> rate + ". This host was the limit, not the path" + because + ". The path may carry more.";
            case THERE -> rate + ". The server was the limit, not the path" + because + ". The path may carry more.";
            case LOOPBACK -> rate + " between two ends on this host. That is what this host can send and receive at"
                    + " once, and no property of a path" + because + ".";
            case LOSS -> rate + ". Loss on the path was the limit" + because + ".";
            case PATH -> rate + ". The path was the limit" + (udp && way.up() ? ", or the server, which does not tell"
                    + " what it dropped itself; not this host" : ", not its ends") + because + ".";
            case CONGESTION_CONTROL -> rate + ". The congestion control of the sender was the limit" + because
                    + ". A longer test or more --streams may carry more.";
            case UNKNOWN -> way.bytes() == 0 ? "Nothing was measured " + way.name() + because + "."
                    : rate + ". What limited it is not known" + because + ".";
        };
    }
}
