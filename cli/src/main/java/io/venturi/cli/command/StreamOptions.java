package io.venturi.cli.command;

import io.venturi.engine.plan.Lengths;
import io.venturi.engine.plan.RttPlan.Pacing;
import io.venturi.engine.plan.RttPlan.PacingChoice;
import io.venturi.engine.plan.RttPlan.Probes;
import io.venturi.engine.plan.SendPattern;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** When probes are sent within their intervals, how long they are, and who lets them go. */
final class StreamOptions {
    private static final long MOST_SEED = 1L << 53; // so that JSON readers keep every digit

    @Option(names = "--schedule", defaultValue = "isochronous", paramLabel = "WHEN",
            converter = Converters.Pattern.class,
            description = {"isochronous; poisson (RFC 2330) with the interval as its mean; burst:N, N probes back to"
                + " back every interval; pairs:GAP, or train:N:GAP, N probes GAP apart every interval; file:PATH, a"
                + " time since the start and if wanted a length on each line, such as 1.5ms 200. Default:"
                + " ${DEFAULT-VALUE}."})
    private SendPattern pattern;

    @Option(names = {"-l", "--length"}, defaultValue = "0", paramLabel = "BYTES",
            description = "UDP payload of a probe, raised to what its fields need: 64, a range such as 64-1400, some in"
                    + " turn such as 64,576,1400, or imix (7 of the least, 4 of 548, 1 of 1452). Default: what the"
                    + " fields need.")
    private String length;

    @Option(names = "--seed", paramLabel = "N", hideParamSyntax = true,
            description = "Of what is random in schedule and lengths, to have the same once more. Default: any;"
                    + " the report tells it.")
    private Long seed;

    @Option(names = "--pacing", defaultValue = "AUTO", paramLabel = "WHO",
            description = "Who lets probes go at their times: user, this process; fq or etf, the interface's queue of"
                    + " that kind, which gets them beforehand; auto, the best that works here. Default: auto.")
    private PacingChoice pacing;

    @Option(names = "--lead", defaultValue = "1ms", paramLabel = "DUR", converter = Converters.DurationNs.class,
            description = "How long beforehand a queue gets a probe; less if more than a few would wait there."
                    + " Default: ${DEFAULT-VALUE}.")
    private long leadNs;

    SendPattern pattern() {
        return pattern;
    }

    Probes probes(long durationNs, long intervalNs, String fill) {
        long ofRandom = seed != null ? seed : ThreadLocalRandom.current().nextLong(MOST_SEED);
        Lengths lengths = Lengths.parse(length, ofRandom);
        if (pattern instanceof SendPattern.Listed listed && listed.times().withLengths()) {
            lengths = new Lengths.Beside(listed.times(), lengths.most());
        }
        return new Probes(durationNs, intervalNs, pattern, lengths, ofRandom, fill, false,
                new Pacing(pacing, leadNs));
    }
}
