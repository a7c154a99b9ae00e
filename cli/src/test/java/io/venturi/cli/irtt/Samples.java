package io.venturi.cli.irtt;

import static io.venturi.engine.metric.ClockRelation.SAME_HOST;
import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.REVERSE;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;
import static io.venturi.engine.metric.StampSource.USER;

import io.venturi.cli.irtt.FixedRoundTrips.Row;
import io.venturi.engine.metric.Departures;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.HostConditions;
import io.venturi.engine.metric.Instrument;
import io.venturi.engine.metric.Metric;
import io.venturi.engine.metric.Metric.DelayVariation.Form;
import io.venturi.engine.metric.Quantiles;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.RttRun;
import io.venturi.engine.metric.RttSettings;
import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.metric.StampSetup;
import io.venturi.engine.metric.Stamping;
import io.venturi.engine.metric.Summary;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reports with fixed numbers, those of real runs of the irtt program. */
final class Samples {
    /** What {@link #twoPackets} was asked for. */
    static final String[] TWO_PACKETS =
            {"client", "-i", "100ms", "-d", "200ms", "--wait=100ms", "-o", "-", "127.0.0.1"};

    private static final long START_WALL_NS = 1_795_173_614_723_552_304L;
    private static final List<Row> TWO_ROWS = List.of(
            new Row(Fate.ANSWERED, false, 1795173614723552995L, 5291654, 1795173614723638533L, 5377191,
                    1795173614723599355L, 406503407, 1795173614723603050L, 406507092),
            new Row(Fate.ANSWERED, false, 1795173614823895000L, 105634000, 1795173614824018809L, 105757804,
                    1795173614823973376L, 506877750, 1795173614823979350L, 506883729));

    private Samples() {
    }

    /** Two answered packets. */
    static RttReport twoPackets(EndState end) {
        return new RttReport(run(end, 0, 100_808_069), List.of(
                new Metric.Loss(2, 2, 0, 0, 0, new Metric.Loss.ByDirection(0, 0, 0, false), Metric.Loss.Runs.NONE),
                delay(ROUND_TRIP, summary(2, 199677, 81852, 117825, 647028364, 99838)),
                delay(FORWARD, summary(2, 124736, 46360, 78376, 512512128, 62368)),
                delay(REVERSE, summary(2, 74942, 35483, 39459, 7904288, 37471)),
                ipdv(ROUND_TRIP, summary(1, 35973, 35973, 35973, 0, 35973)),
                ipdv(FORWARD, summary(1, 31997, 31997, 31997, 0, 31997)),
                ipdv(REVERSE, summary(1, 3976, 3976, 3976, 0, 3976)),
                new Metric.Reordering(2, 0, 0), new Metric.Duplication(2, 0),
                new Metric.Rate(FORWARD, 2, 120, 100_430_000), new Metric.Rate(REVERSE, 2, 120, 100_335_000),
                new Metric.PeerReceived(2), new Metric.PeerResidence(summary(2, 9664, 3685, 5979, 2631218, 4832))),
                instrument(summary(2, 153258, 17155, 136103, 7074313352.0, 76629),
                        summary(1, 276868, 276868, 276868, 0, 276868), 0, Map.of()), new FixedRoundTrips(TWO_ROWS));
    }

    /** As many packets, not a single reply. */
    static RttReport allLost(int packets) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < packets; i++) {
            rows.add(Row.lost(Fate.UNANSWERED, START_WALL_NS + i * 100_000_000L, 1_000 + i * 100_000_000L));
        }
        return new RttReport(run(EndState.COMPLETED, 4_000_000_000L, 4_100_000_000L), List.of(
                new Metric.Loss(packets, 0, packets, 0, 4_000_000_000L,
                        new Metric.Loss.ByDirection(0, 0, packets, false), new Metric.Loss.Runs(1, packets, 0, 1)),
                new Metric.Reordering(0, 0, 0), new Metric.Duplication(0, 0),
                new Metric.Rate(FORWARD, packets, packets * 60L, 100_000_000), new Metric.Rate(REVERSE, 0, 0, 0)),
                instrument(summary(packets, 20_000L * packets, 20_000, 20_000, 0, 20_000), Summary.NONE, 0, Map.of()),
                new FixedRoundTrips(rows));
    }

    static Instrument instrument(Summary sendCall, Summary timerError, long missedSlots, Map<Integer, Long> refused) {
        return new Instrument(Summary.NONE, timerError, sendCall, missedSlots, refused, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                stamping(), 0, 0, 0, -1, Departures.NONE, HostConditions.UNKNOWN);
    }

    private static Stamping stamping() {
        return new Stamping(StampSetup.NONE, USER, USER, USER, Stamping.PeerSource.USER, Stamping.PeerSource.USER,
                List.of());
    }

    static RttRun run(EndState end, long waitNs, long durationNs) {
        RttSettings asked = new RttSettings("irtt", 1, 200_000_000, 100_000_000, 0, 0, PeerStamps.BOTH, true, true,
                true, true, "");
        RttSettings agreed = new RttSettings("irtt", 1, 200_000_000, 100_000_000, 60, 0, PeerStamps.BOTH, true, true,
                true, true, "");
        return new RttRun(new InetSocketAddress("127.0.0.1", 60625), new InetSocketAddress("127.0.0.1", 2112), asked,
                agreed, START_WALL_NS, 5_291_000, durationNs, waitNs, SAME_HOST, end,
                end == EndState.SEND_FAILED || end == EndState.RECEIVE_FAILED ? "network is down" : "");
    }

    static Summary summary(long n, long total, long min, long max, double variance, long median) {
        return new Summary(n, total, min, max, (double) total / n, variance,
                new Quantiles(median, max, max, max, max, max, true, 0));
    }

    private static Metric.Delay delay(Direction direction, Summary ns) {
        return new Metric.Delay(direction, USER, SAME_HOST, ns);
    }

    private static Metric.DelayVariation ipdv(Direction direction, Summary ns) {
        return new Metric.DelayVariation(Form.IPDV, direction, USER, ns);
    }
}
