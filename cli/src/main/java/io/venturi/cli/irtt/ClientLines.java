package io.venturi.cli.irtt;

import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.StampSource.USER;

import io.venturi.cli.irtt.ClientOptions.Verbosity;
import io.venturi.engine.api.RttListener;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RttSettings;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.StringJoiner;

/**
 * What the client prints while a test runs: events, and a line for each reply. Lines are out at once, except that no
 * more than a thousand times a second anything is written, and none before the connection was told.
 *
 * <p>Thread-safe: events and replies come from different threads.
 */
final class ClientLines implements RttListener {
    private static final double NS_PER_MS = 1_000_000;
    private static final long LEAST_FLUSH_NS = 1_000_000;

    private final ClientOptions options;
    private final PrintStream events;
    private final PrintStream rows;
    private final Runnable onClosedOutput;
    private final StringBuilder pending = new StringBuilder();
    private String peer = "";
    private boolean connected;
    private long intervalNs;
    private long flushedNs = System.nanoTime();

    /**
     * @param events         for sentences
     * @param rows           for replies
     * @param onClosedOutput called when nobody reads the rows any more
     */
    ClientLines(ClientOptions options, PrintStream events, PrintStream rows, Runnable onClosedOutput) {
        this.options = options;
        this.events = events;
        this.rows = rows;
        this.onClosedOutput = onClosedOutput;
    }

    /** Before the name is looked up. */
    void connecting() {
        event("", "Connecting", "connecting to " + options.plan().target().host());
    }

    void skippingTest() {
        event(peer, "NoTest", "skipping test at user request");
    }

    void signal(String name) {
        if (options.verbosity() != Verbosity.SILENT) {
            events.println(name);
            events.flush();
        }
    }

    @Override
    public synchronized void onConnected(InetSocketAddress address, RttSettings agreed) {
        peer = "[" + Addresses.text(address) + "] ";
        intervalNs = agreed.intervalNs();
        event(peer, "Connected", "connection established");
        connected = true;
    }

    @Override
    public void onRestriction(String what) {
        event(peer, "ServerRestriction", what);
    }

    @Override
    public void onWaiting(long waitNs) {
        event(peer, "WaitForPackets", "waiting " + Display.duration(waitNs) + " for final packets");
    }

    private synchronized void event(String about, String code, String text) {
        if (options.verbosity() == Verbosity.ALL) {
            flushRows();
            events.println(about + "[" + code + "] " + text);
            events.flush();
        }
    }

    @Override
    public void onRoundTrip(RoundTrip row) {
        if (options.verbosity() == Verbosity.ALL) {
            line(options.raw() ? raw(row) : sentence(row));
        }
    }

    @Override
    public void onDuplicate(RoundTrip row) {
        if (options.verbosity() == Verbosity.ALL) {
            line(options.raw() ? row.seq() + " NaN NaN NaN NaN 1 NaN" : "DUP! seq=" + row.seq());
        }
    }

    private synchronized void line(String text) {
        pending.append(text).append('\n');
        if (intervalNs >= LEAST_FLUSH_NS || System.nanoTime() - flushedNs >= LEAST_FLUSH_NS) {
            flushRows();
        }
    }

    /** Nothing may be held back when the test is over. */
    synchronized void flushRows() {
        if (connected && !pending.isEmpty()) {
            rows.print(pending);
            pending.setLength(0);
            flushedNs = System.nanoTime();
            if (rows.checkError()) {
                onClosedOutput.run();
            }
        }
    }

    private static String sentence(RoundTrip row) {
        StringJoiner line = new StringJoiner(" ");
        line.add("seq=" + row.seq()).add("rtt=" + duration(row.delayNs(ROUND_TRIP, USER)));
        oneWay(line, "rd=", row, REVERSE);
        oneWay(line, "sd=", row, FORWARD);
        long ipdvNs = row.ipdvNs(ROUND_TRIP, USER);
        line.add("ipdv=" + duration(ipdvNs == RoundTrip.ABSENT ? ipdvNs : Math.abs(ipdvNs)));
        return row.late() ? line.add("(LATE)").toString() : line.toString();
    }

    private static void oneWay(StringJoiner line, String label, RoundTrip row, Direction direction) {
        long ns = row.delayNs(direction, USER);
        if (ns != RoundTrip.ABSENT) {
            line.add(label + Display.duration(ns));
        }
    }

    private static String duration(long ns) {
        return ns == RoundTrip.ABSENT ? "n/a" : Display.duration(ns);
    }

    private static String raw(RoundTrip row) {
        return row.seq() + " " + millis(row.delayNs(ROUND_TRIP, USER)) + " " + millis(row.delayNs(REVERSE, USER))
                + " " + millis(row.delayNs(FORWARD, USER)) + " " + millis(row.ipdvNs(ROUND_TRIP, USER))
                + " 0 " + (row.late() ? 1 : 0);
    }

    private static String millis(long ns) {
        return ns == RoundTrip.ABSENT ? "NaN" : Display.decimals(ns / NS_PER_MS, 6);
    }
}
