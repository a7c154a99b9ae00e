package io.venturi.cli.output;

import io.venturi.engine.metric.Departures;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.Instrument;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.Metric.DelayVariation.Form;
import io.venturi.engine.metric.Metric.HostResidence.Host;
import io.venturi.engine.metric.Metric.HostResidence.Part;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.Safepoints;
import io.venturi.engine.metric.StampSetup;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.Stamping;
import io.venturi.engine.metric.Summary;
import io.venturi.engine.plan.Durations;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The report of a round-trip test for people: delays, loss, this host's part, and a verdict. 80 columns. */
public final class RttText {
    private static final String ROW = "  %-14s%8s%8s%8s%8s%8s%8s%8s%8s%n";

    private static final int SAFEPOINTS_SHOWN = 8;

    private final RttReport report;
    private final PrintWriter out;
    private final StampSource best;
    private final Figures.Unit unit;

    private RttText(RttReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
        this.best = report.instrument().stamping().roundTrip();
        this.unit = report.delay(Direction.ROUND_TRIP, best)
                .map(delay -> Figures.Unit.suiting(delay.ns().median())).orElse(Figures.Unit.US);
    }

    /** Print the whole report. */
    public static void print(RttReport report, PrintWriter out) {
        RttText text = new RttText(report, out);
        text.head();
        text.delays();
        text.loss();
        text.reflector();
        text.host();
        text.verdict();
    }

    private void head() {
        RttSettings agreed = report.run().agreed();
        out.println();
        RttSettings requested = report.run().requested();
        String asked = requested.intervalNs() == agreed.intervalNs() ? ""
                : " (asked for " + Durations.format(requested.intervalNs()) + ")";
        out.printf("Round trips to %s: %s %s%s, %s%n%n", Figures.address(report.run().remote()),
                lengths(agreed), schedule(agreed), asked, Figures.duration(report.run().durationNs()));
    }

    private static String lengths(RttSettings settings) {
        String lengths = settings.stream().lengths();
        return lengths.chars().allMatch(Character::isDigit) ? settings.lengthBytes() + " bytes" : lengths + " bytes";
    }

    private static String schedule(RttSettings settings) {
        String interval = Durations.format(settings.intervalNs());
        String schedule = settings.stream().schedule();
        String seed = settings.stream().seed().isPresent() ? " (seed " + settings.stream().seed().getAsLong() + ")"
                : "";
        return (schedule.equals("isochronous") ? "every " + interval
                : schedule.equals("poisson") ? "every " + interval + " in the mean, poisson"
                : schedule.startsWith("file:") ? "at the times of " + schedule.substring("file:".length())
                : schedule + " every " + interval) + seed;
    }

    private void delays() {
        if (report.delay(Direction.ROUND_TRIP, StampSource.USER).isEmpty()) {
            out.println("  No probe was answered: there are no delays to show.");
            if (report.run().end() == EndState.COMPLETED && !report.run().endDetail().isEmpty()) {
                wrap("  ", "Note: " + report.run().endDetail() + ".");
            }
            return;
        }
        out.printf(Locale.ROOT, ROW, unit.label(), "min", "mean", "p50", "p90", "p99", "p99.9", "max", "stddev");
        delay("round trip", Direction.ROUND_TRIP, best);
        if (best == StampSource.HARDWARE) {
            delay("  by the kernel", Direction.ROUND_TRIP, StampSource.KERNEL);
        }
        if (best != StampSource.USER) {
            delay("  user level", Direction.ROUND_TRIP, StampSource.USER);
        }
        if (report.run().clockRelation().isKnown()) {
            oneWay("forward", Direction.FORWARD);
            oneWay("reverse", Direction.REVERSE);
        }
        variation("PDV", Form.PDV, Direction.ROUND_TRIP);
        variation("IPDV", Form.IPDV, Direction.ROUND_TRIP);
        variation("  forward", Form.IPDV, Direction.FORWARD);
        variation("  reverse", Form.IPDV, Direction.REVERSE);
        residence();
        out.println();
    }

    /** Times that the first line leaves out; the user-level round trip has those of this host in it. */
    private void residence() {
        Optional<Metric.PeerResidence> server = report.metric(Metric.PeerResidence.class);
        if (server.isPresent() || report.hostResidence(Host.HERE, Part.BOTH, StampSource.KERNEL).isPresent()) {
            out.println("  host residence, not part of the round trip:");
        }
        server.ifPresent(residence -> row("in the server", residence.ns()));
        residence("  its sending", Host.PEER, Part.SEND, StampSource.KERNEL);
        residence("sending here", Host.HERE, Part.SEND, StampSource.KERNEL);
        residence("  to the card", Host.HERE, Part.SEND, StampSource.HARDWARE);
        residence("receiving here", Host.HERE, Part.RECEIVE, StampSource.KERNEL);
        residence("  from the card", Host.HERE, Part.RECEIVE, StampSource.HARDWARE);
        if (best == StampSource.HARDWARE) {
            residence("here, to card", Host.HERE, Part.BOTH, StampSource.HARDWARE);
        }
    }

    private void residence(String label, Host host, Part part, StampSource source) {
        report.hostResidence(host, part, source).ifPresent(metric -> row(label, metric.ns()));
    }

    /** The card's clock says nothing of a way whose other end has another, unless it was compared with this host's. */
    private StampSource oneWay() {
        return best == StampSource.HARDWARE && report.delay(Direction.FORWARD, best).isEmpty()
                && report.delay(Direction.REVERSE, best).isEmpty() ? StampSource.KERNEL : best;
    }

    private void delay(String label, Direction direction, StampSource source) {
        report.delay(direction, source).ifPresent(delay -> row(label, delay.ns()));
    }

    /** All values may be off by the same amount, so only their differences have finer digits. */
    private void oneWay(String label, Direction direction) {
        report.delay(direction, oneWay()).ifPresent(delay -> {
            double boundNs = delay.uncertainty().boundNs();
            if (boundNs == 0) {
                row(label, delay.ns());
                return;
            }
            Summary ns = delay.ns();
            out.printf(Locale.ROOT, ROW, label, unit.format(ns.min(), boundNs), unit.format(ns.mean(), boundNs),
                    unit.format(ns.median(), boundNs), unit.format(ns.quantiles().p90(), boundNs),
                    unit.format(ns.quantiles().p99(), boundNs), unit.format(ns.quantiles().p999(), boundNs),
                    unit.format(ns.max(), boundNs), unit.format(ns.stddev()));
        });
    }

    private void variation(String label, Form form, Direction direction) {
        report.variation(form, direction, direction == Direction.ROUND_TRIP ? best : oneWay())
                .ifPresent(variation -> row(label, variation.ns()));
    }

    private void row(String label, Summary ns) {
        if (!ns.isEmpty()) {
            out.printf(Locale.ROOT, ROW, label, unit.format(ns.min()), unit.format(ns.mean()),
                    unit.format(ns.median()), unit.format(ns.quantiles().p90()), unit.format(ns.quantiles().p99()),
                    unit.format(ns.quantiles().p999()), unit.format(ns.max()), unit.format(ns.stddev()));
        }
    }

    private void loss() {
        report.metric(Metric.Loss.class).ifPresent(this::loss);
        report.metric(Metric.Duplication.class).filter(metric -> metric.duplicates() > 0).ifPresent(metric ->
                line("duplicates", metric.duplicates() + " (" + Figures.percent(metric.percent()) + ")"));
        report.metric(Metric.Reordering.class).filter(metric -> metric.reordered() > 0).ifPresent(metric ->
                line("reordered", metric.reordered() + " (" + Figures.percent(metric.percent()) + ")"));
        report.metric(Metric.ReplyHeaders.class).ifPresent(this::headers);
        Optional<Metric.Rate> forward = report.rate(Direction.FORWARD);
        forward.filter(rate -> rate.packets() > 1 && rate.spanNs() > 0).ifPresent(rate ->
                line("rate", Figures.rate(rate.bitsPerSecond()) + " of UDP payload sent, "
                        + report.rate(Direction.REVERSE).map(back -> Figures.rate(back.bitsPerSecond()))
                        .orElse("nothing") + " received"));
        List<String> oneWay = OneWayText.sentences(report, oneWay());
        for (int i = 0; i < oneWay.size(); i++) {
            line(i == 0 ? "one way" : "clocks", oneWay.get(i));
        }
    }

    private void loss(Metric.Loss loss) {
        StringBuilder text = new StringBuilder();
        text.append(loss.lost()).append(" of ").append(loss.sent()).append(" (").append(Figures.percent(loss.percent()))
                .append(')');
        Metric.Loss.ByDirection way = loss.byDirection();
        if (loss.lost() > 0) {
            text.append(": forward ").append(way.forward()).append(", reverse ").append(way.reverse());
            if (way.undetermined() > 0) {
                text.append(", direction unknown ").append(way.undetermined());
            }
            if (loss.runs().longest() > 1) {
                text.append("; longest run ").append(loss.runs().longest());
            }
        }
        line("lost", text.toString());
        if (loss.unobserved() > 0) {
            line("unobserved", loss.unobserved() + " replies this host failed to record; not counted as lost");
        }
    }

    private void headers(Metric.ReplyHeaders headers) {
        List<String> parts = new ArrayList<>();
        headers.trafficClasses().forEach((value, count) -> {
            if (value >= 0 && (value != 0 || headers.trafficClasses().size() > 1)) {
                parts.add("traffic class 0x%02x (DSCP %d, ECN %d) on %d".formatted(value, value >> 2, value & 3,
                        count));
            }
        });
        if (headers.minHopLimit() >= 0) {
            parts.add(headers.minHopLimit() == headers.maxHopLimit()
                    ? "TTL " + headers.minHopLimit()
                    : "TTL " + headers.minHopLimit() + " to " + headers.maxHopLimit());
        }
        if (!parts.isEmpty()) {
            line("replies", String.join(", ", parts));
        }
    }

    private void reflector() {
        report.run().reflector().ifPresent(reflector -> {
            lines("reflector", ReflectorText.told(reflector));
            lines("attention", ReflectorText.findings(report.run()));
        });
    }

    private void lines(String label, List<String> sentences) {
        for (int i = 0; i < sentences.size(); i++) {
            line(i == 0 ? label : "", sentences.get(i));
        }
    }

    private void host() {
        Instrument instrument = report.instrument();
        departure(instrument);
        stamps(instrument.stamping());
        for (String trouble : troubles(instrument)) {
            line("this host", trouble);
        }
        for (HostConditions.Tuning tuning : instrument.host().tunings()) {
            line(tuning.granted() ? "granted" : "refused",
                    tuning.name() + (tuning.reason().isEmpty() ? "" : ": " + tuning.reason()));
        }
    }

    private void stamps(Stamping stamping) {
        if (report.delay(Direction.ROUND_TRIP, StampSource.USER).isPresent()) {
            StampSetup.Nic nic = stamping.setup().nic();
            String card = nic == null ? "" : " of " + nic.device();
            line("stamps", "here sent " + name(stamping.sent(), card) + ", received " + name(stamping.received(), card)
                    + "; the server received " + name(stamping.peerReceived()) + ", sent "
                    + name(stamping.peerSent()));
        }
        if (!stamping.setup().note().isEmpty()) {
            line("network card", stamping.setup().note());
        }
        for (Stamping.Missing missing : stamping.missing()) {
            line("no stamp", missing.count() + " of " + missing.of() + " " + name(missing.kind()) + ": "
                    + name(missing.reason()));
        }
    }

    private static String name(StampSource source, String card) {
        return switch (source) {
            case USER -> "at user level";
            case KERNEL -> "by the kernel";
            case HARDWARE -> "by the card" + card;
        };
    }

    private static String name(StampSource source) {
        return switch (source) {
            case USER -> "user-level";
            case KERNEL -> "kernel";
            case HARDWARE -> "hardware";
        };
    }

    private static String name(Stamping.PeerSource source) {
        return switch (source) {
            case NONE -> "without";
            case UNKNOWN -> "it does not say where";
            case USER -> "at user level";
            case KERNEL -> "by its kernel";
        };
    }

    private static String name(Stamping.Kind kind) {
        return switch (kind) {
            case TRANSMIT_KERNEL -> "probes leaving the kernel";
            case TRANSMIT_HARDWARE -> "probes leaving the card";
            case RECEIVE_KERNEL -> "replies reaching the kernel";
            case RECEIVE_HARDWARE -> "replies reaching the card";
        };
    }

    private static String name(Stamping.Reason reason) {
        return switch (reason) {
            case NONE_GIVEN -> "none was given";
            case ERROR_QUEUE_FULL -> "the socket's error queue was full";
            case CARD_BUSY -> "the card stamped others, it can hold few at a time";
            case UNSTAMPED -> "they came without";
            case RING_OVERRUN -> "lost between our own threads";
        };
    }

    private void departure(Instrument instrument) {
        Departures departures = instrument.departures();
        Summary error = departures.errorNs();
        if (!error.isEmpty()) {
            line("departure", "off by p50 " + Figures.duration(error.median()) + ", p99 "
                    + Figures.duration(error.quantiles().p99()) + ", max " + Figures.duration(error.max())
                    + " by " + name(departures.stampedBy()) + " stamps");
        }
        HostConditions.Pacing pacing = instrument.host().pacing();
        String queue = pacing.queue().isEmpty() ? "" : " on " + pacing.device() + " (" + pacing.queue() + ")";
        if (pacing.leadNs() > 0) {
            line("pacing", "by " + pacing.used() + queue + ", told " + Figures.duration(pacing.leadNs())
                    + " beforehand: " + pacing.reason());
        } else if (!pacing.reason().isEmpty()) {
            line("pacing", "by this process: " + pacing.reason());
        }
        safepoints(instrument.host().safepoints());
    }

    private void safepoints(Safepoints safepoints) {
        if (safepoints.count() == 0) {
            return;
        }
        StringBuilder text = new StringBuilder(Figures.duration(safepoints.totalNs()) + " in "
                + Figures.count(safepoints.count(), "safepoint") + " of the JVM:");
        safepoints.all().stream().limit(SAFEPOINTS_SHOWN).forEach(one -> text.append(' ').append(one.name()).append(' ')
                .append(Figures.duration(one.lengthNs())).append(" at ").append(Figures.duration(one.startNs()))
                .append(','));
        text.setLength(text.length() - 1);
        line("safepoints", safepoints.count() > SAFEPOINTS_SHOWN ? text + ", ..." : text.toString());
    }

    /** What happened on this side that may have shaped the result, a sentence each. */
    static List<String> troubles(Instrument instrument) {
        List<String> troubles = new ArrayList<>();
        add(troubles, instrument.missedSlots(), "missed send time", "given up: nothing was sent then");
        long missedLaunch = instrument.departures().missedLaunch();
        if (missedLaunch > 0) {
            troubles.add(Figures.count(missedLaunch, "missed launch", "missed launches")
                    + ": dropped by this host's queue as too late, neither sent nor lost");
        }
        instrument.refusedByErrno().forEach((errno, count) ->
                add(troubles, count, "probe", "refused by this host's kernel (errno " + errno + ")"));
        if (instrument.stalls() > 0) {
            troubles.add(Figures.count(instrument.stalls(), "stall") + " of the measuring thread, " + Figures.duration(
                    instrument.stalledNs()) + " in all; "
                    + Figures.count(instrument.stalledReplies(), "reply that waited", "replies that waited")
                    + " left out of the user-level delays");
        }
        add(troubles, instrument.ringOverruns(), "observation", "lost between our own threads");
        add(troubles, instrument.socketOverflow(), "datagram", "dropped because our receive buffer was full");
        add(troubles, instrument.outdatedReplies(), "answer", "too late for the rows that were kept");
        add(troubles, instrument.stampsDiscarded(), "stamp", "not used: impossible");
        add(troubles, instrument.clockSteps(), "step", "of this host's wall clock during the test");
        add(troubles, instrument.ignoredDatagrams(), "datagram", "ignored: no valid reply");
        add(troubles, instrument.icmpErrors(), "error", "reported by the network (ICMP)");
        return troubles;
    }

    private static void add(List<String> troubles, long count, String one, String what) {
        if (count > 0) {
            troubles.add(Figures.count(count, one) + " " + what);
        }
    }

    private void line(String label, String text) {
        String indent = " ".repeat(16);
        StringBuilder line = new StringBuilder("  %-14s".formatted(label));
        int column = 16;
        for (String word : text.split(" ")) {
            if (column + word.length() > 79 && column > 16) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(indent);
                column = 16;
            }
            line.append(word).append(' ');
            column += word.length() + 1;
        }
        out.println(line.toString().stripTrailing());
    }

    private void verdict() {
        out.println();
        StringBuilder text = new StringBuilder("Verdict: ");
        Optional<Metric.Delay> delay = report.delay(Direction.ROUND_TRIP, best);
        delay.ifPresent(rtt -> text.append("round trip ").append(Figures.duration(rtt.ns().median()))
                .append(" (p50), ").append(Figures.duration(rtt.ns().quantiles().p99())).append(" (p99), by ")
                .append(name(best)).append(" stamps; "));
        text.append(OneWayText.verdict(report, oneWay()));
        report.metric(Metric.Loss.class).ifPresent(loss -> text.append(loss.sent() == 0 ? "nothing was sent"
                : loss.lost() == 0 ? "no loss"
                : loss.received() == 0 ? "nothing came back" : Figures.percent(loss.percent()) + " lost"));
        if (report.instrument().degraded()) {
            text.append("; this host disturbed the measurement, see above");
        }
        if (report.run().end() != EndState.COMPLETED) {
            text.append("; ").append(ending());
        }
        wrap("", text.append('.').toString());
    }

    private String ending() {
        String detail = report.run().endDetail().isEmpty() ? "" : " (" + report.run().endDetail() + ")";
        return switch (report.run().end()) {
            case COMPLETED -> "";
            case INTERRUPTED -> "stopped before its time";
            case ENDED_BY_PEER -> "ended by the server" + detail;
            case SEND_FAILED -> "sending failed" + detail;
            case RECEIVE_FAILED -> "receiving failed" + detail;
        };
    }

    private void wrap(String indent, String text) {
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > 79) {
                out.println(line.toString().stripTrailing());
                line.setLength(indent.length());
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }
}
