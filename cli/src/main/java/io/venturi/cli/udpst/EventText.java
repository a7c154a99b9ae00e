package io.venturi.cli.udpst;

import io.venturi.cli.udpst.Options.Display;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.metric.CapacityInterval;
import io.venturi.engine.metric.CapacityInterval.Part;
import io.venturi.engine.metric.CapacityLayer;
import io.venturi.engine.metric.CapacitySettings;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Events as lines of text, at either end. Called by one thread at a time. */
final class EventText {
    private static final double BITS_PER_MEGABIT = 1e6;

    private final Options options;
    private final Display display;
    private final PrintStream out;
    private boolean headed;
    private int mcIdent;
    private boolean watchesCe;

    EventText(Options options, PrintStream out) {
        this.options = options;
        this.display = options.display();
        this.out = out;
    }

    void print(CapacityEvent event) {
        switch (event) {
            case CapacityEvent.Created created -> verbose(created, "Connection created (SNDBUF/RCVBUF: "
                    + created.sendBufferBytes() + "/" + created.receiveBufferBytes() + ") and assigned "
                    + Wording.address(created.local()));
            case CapacityEvent.Exchanged exchanged -> exchanged(exchanged);
            case CapacityEvent.Activated activated -> activated(activated);
            case CapacityEvent.MinimumDelay least -> verbose(least, "Minimum One-Way Delay(ms): "
                    + Figures.present(least.oneWayNs()) + " [w/clock diff], Round-Trip Time(ms): "
                    + Figures.present(least.roundTripNs()));
            case CapacityEvent.Trial trial -> trial(trial);
            case CapacityEvent.SubInterval one -> subInterval(one);
            case CapacityEvent.Interval all -> interval(all.interval());
            case CapacityEvent.Stopping stop -> verbose(stop, stop.received() ? "Test stop received"
                    : "Sending test stop");
            case CapacityEvent.Ended ended -> ended(ended);
            case CapacityEvent.Notice notice -> notice(notice);
            case CapacityEvent.Incident incident -> incident(incident);
        }
    }

    /** A server listens. */
    void awaiting(InetSocketAddress address) {
        if (display.verbose()) {
            out.println("[1]Awaiting setup requests on " + Wording.address(address));
            out.flush();
        }
    }

    /** The whole test is over. */
    void end() {
        if (display.verbose()) {
            out.println("[0]End time reached");
            out.flush();
        }
    }

    private void ended(CapacityEvent.Ended event) {
        if (event.connection() > 0) { // the whole is told after the summary
            verbose(event, "End time reached");
        }
    }

    private void verbose(CapacityEvent event, String line) {
        if (display.verbose()) {
            out.println("[" + event.connection() + "]" + line);
            out.flush();
        }
    }

    private String prefix(int connection) {
        return display.verbose() ? "[" + connection + "]" : "";
    }

    private void exchanged(CapacityEvent.Exchanged event) {
        mcIdent = event.mcIdent();
        boolean request = !options.isClient() && event.message() == CapacityEvent.Message.SETUP_REQUEST;
        String what = Wording.of(event.message()) + " (" + event.mcIndex() + "." + event.mcIdent()
                + (request ? ", Ver: " + event.version() + ", MaxBW: " + event.bandwidthMbps() + ", KeyID: "
                        + event.keyId() : "") + ")";
        verbose(event, event.sent()
                ? what + " sent from " + Wording.address(event.from()) + " to " + Wording.address(event.to())
                : what + " received from " + Wording.address(event.from()));
    }

    private void activated(CapacityEvent.Activated event) {
        watchesCe |= event.agreed().ceThreshold() > 0;
        if (options.isClient() && !headed) {
            headed = true;
            out.print(prefix(event.connection()) + header(event.agreed()));
            out.flush();
        }
    }

    private String header(CapacitySettings agreed) {
        String rateOf = options.client().plan().watch().rateOf();
        return String.format(Locale.ROOT, "%s Test Int(sec): %d, DelayVar Th(ms): %d-%d [%s], Trial Int(ms): %d, "
                + "Ignore OoO/Dup: %s, Payload: %s,\n  ID: %d, SR Index: %s, Cong. Th: %d, HS Delta: %d, "
                + "SeqErr Th: %d, Algo: %c, Conn: %d, DSCP+ECN: %d, CE Th: %d%s\n", direction(),
                agreed.testIntervalNs() / 1_000_000_000, Figures.ms(agreed.lowerThresholdNs()),
                Figures.ms(agreed.upperThresholdNs()), agreed.oneWayDelay() ? "OWD" : "RTT",
                Figures.ms(agreed.trialIntervalNs()), agreed.ignoreReordered() ? "Enabled" : "Disabled",
                agreed.randomPayload() ? "random" : "zeroes", mcIdent, index(agreed), agreed.slowThreshold(),
                agreed.fastStepRows(), agreed.sequenceErrors(), agreed.algorithm(),
                options.client().plan().connections().max(), agreed.trafficClass(), agreed.ceThreshold(),
                rateOf.isEmpty() ? "" : ", [" + rateOf + "]");
    }

    private String direction() {
        return ClientText.direction(options.client().plan().direction());
    }

    private static String index(CapacitySettings agreed) {
        return agreed.row() == CapacitySettings.AUTOMATIC ? "<Auto>" : (agreed.startRow() ? "@" : "") + agreed.row();
    }

    private void trial(CapacityEvent.Trial trial) {
        if (!display.debug()) {
            return;
        }
        String counts = "[Loss/OoO/Dup: %d/%d/%d, OWDVar(ms): %s, RTTVar(ms): %d]".formatted(trial.tally().lost(),
                trial.tally().reordered(), trial.tally().duplicates(), Figures.Ms.of(trial.tally().oneWayVariation()),
                trial.roundTripVariationNs() == Part.ABSENT ? -1 : Figures.ms(trial.roundTripVariationNs()));
        verbose(trial, trial.row().isPresent()
                ? "DEBUG Rate Adjustment " + counts + " SRIndex: " + trial.row().getAsInt()
                : String.format(Locale.ROOT, "DEBUG Status Feedback %s Mbps(L3/IP): %.2f", counts,
                        trial.tally().bitsPerSecond(CapacityLayer.IP, trial.ipv6(),
                                trial.lengthNs()) / BITS_PER_MEGABIT));
    }

    private void subInterval(CapacityEvent.SubInterval event) {
        Part part = event.part();
        if (!display.summaryOnly()) {
            verbose(event, ClientText.interval(part.index(), part.endNs(), Figures.of(part), display, watchesCe, ""));
        }
    }

    private void interval(CapacityInterval interval) {
        if (!display.summaryOnly()) {
            String rateOf = options.client().plan().watch().rateOf();
            out.println(prefix(0) + ClientText.interval(interval.index(), interval.endNs(), Figures.of(interval),
                    display, watchesCe, rateOf));
            out.flush();
        }
    }

    private void notice(CapacityEvent.Notice notice) {
        out.println(prefix(notice.connection()) + "WARNING: " + notice.text());
        out.flush();
    }

    private void incident(CapacityEvent.Incident incident) {
        String line = Wording.of(incident);
        boolean ofConnection = line.startsWith("LOCAL") || line.startsWith("REMOTE");
        out.println((ofConnection ? prefix(incident.connection()) : "") + line);
        out.flush();
    }
}
