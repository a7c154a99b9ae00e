package io.venturi.engine.clock;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.CardClock;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Converts stamps of a PTP hardware clock to CLOCK_REALTIME: both are compared about once a second, and in between the
 * relation is a straight line. The error is the wider half width of the two comparisons beside the stamp, and what the
 * two clocks' drift against each other can have bent the line; beyond the ends it grows with the distance.
 *
 * <p>Thread: {@link #sample} by one thread, not the lane's, as it takes microseconds; the others by any, without
 * waiting. What has been sampled is kept, 24 bytes a second, up to a bound, then the oldest is forgotten.
 */
public final class PhcTracker implements CardClock {
    /** A day and a half at one sample per second. */
    private static final int MOST = 1 << 17;
    /** How fast the rate of two clocks against each other may change: 0.1 ppm per second, a card that warms up. */
    private static final double BEND_PER_NS = 0.1e-6 / 1e9;
    /** How wrong a rate may be that was never measured. */
    private static final double UNKNOWN_RATE = 500e-6;
    /** The offset changed by more than any rate explains: one of the clocks was set. */
    private static final double STEP_RATE = 1_000e-6;
    private static final long STEP_FLOOR_NS = 100_000;

    private final Supplier<PhcOffset> comparison;
    private volatile Track track = new Track(new PhcOffset[0], 0, 0);

    /** Never changed once published, but for comparisons behind {@code end}. */
    private record Track(PhcOffset[] samples, int end, int steps) {}

    /** @param comparison of the two clocks, such as {@link PtpHardwareClock#compare}; for {@link #sample} */
    public PhcTracker(Supplier<PhcOffset> comparison) {
        this.comparison = comparison;
    }

    /**
     * Compare the clocks once more; call it about once a second, and at both ends of a test.
     *
     * @throws NativeException if the card is gone
     */
    public void sample() {
        add(comparison.get());
    }

    void add(PhcOffset next) {
        Track old = track;
        if (old.end > 0 && next.phcNs() <= old.samples[old.end - 1].phcNs()) { // set back: what was before is void
            PhcOffset[] fresh = new PhcOffset[16];
            fresh[0] = next;
            track = new Track(fresh, 1, old.steps + 1);
            return;
        }
        PhcOffset[] samples = old.samples;
        int end = old.end;
        if (end == MOST) {
            samples = Arrays.copyOfRange(samples, MOST / 2, MOST + MOST / 2);
            end = MOST / 2;
        } else if (end == samples.length) {
            samples = Arrays.copyOf(samples, Math.max(16, 2 * end));
        }
        samples[end] = next;
        boolean step = end > 0 && stepped(samples[end - 1], next);
        track = new Track(samples, end + 1, old.steps + (step ? 1 : 0));
    }

    private static boolean stepped(PhcOffset a, PhcOffset b) {
        double explainedNs = STEP_RATE * (b.phcNs() - a.phcNs()) + a.halfWidthNs() + b.halfWidthNs() + STEP_FLOOR_NS;
        return Math.abs(b.offsetNs() - a.offsetNs()) > explainedNs;
    }

    /** Comparisons so far that are still held. */
    public int size() {
        return track.end;
    }

    /** Times one of the two clocks was set; stamps between the comparisons around it are not convertible. */
    public int steps() {
        return track.steps;
    }

    @Override
    public long toSystemNs(long phcNs) {
        Track now = track;
        int i = segment(now, phcNs);
        PhcOffset a = now.samples[i];
        if (now.end == 1) {
            return phcNs - a.offsetNs();
        }
        PhcOffset b = now.samples[i + 1];
        double share = (double) (phcNs - a.phcNs()) / (b.phcNs() - a.phcNs());
        return phcNs - a.offsetNs() - Math.round(share * (b.offsetNs() - a.offsetNs()));
    }

    @Override
    public long boundNs(long phcNs) {
        Track now = track;
        int i = segment(now, phcNs);
        PhcOffset a = now.samples[i];
        if (now.end == 1) {
            return a.halfWidthNs() + (long) Math.ceil(UNKNOWN_RATE * Math.abs(phcNs - a.phcNs()));
        }
        PhcOffset b = now.samples[i + 1];
        double lengthNs = b.phcNs() - a.phcNs();
        double beforeNs = phcNs - a.phcNs();
        double afterNs = b.phcNs() - phcNs;
        double widthNs = Math.max(a.halfWidthNs(), b.halfWidthNs());
        if (beforeNs < 0 || afterNs < 0) { // beyond the ends: the rate itself has an error
            double awayNs = Math.max(-beforeNs, -afterNs);
            widthNs *= 1 + 2 * awayNs / lengthNs;
        }
        return (long) Math.ceil(widthNs + BEND_PER_NS * Math.abs(beforeNs) * Math.abs(afterNs) / 2);
    }

    @Override
    public boolean isConvertible(long phcNs) {
        Track now = track;
        if (now.end == 0) {
            return false;
        }
        int i = segment(now, phcNs);
        return now.end == 1 || !stepped(now.samples[i], now.samples[i + 1]);
    }

    /** The comparison from which the line begins that is nearest to this time. */
    private static int segment(Track now, long phcNs) {
        if (now.end == 0) {
            throw new IllegalStateException("the clocks were never compared");
        }
        int low = 0;
        int high = Math.max(0, now.end - 2);
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (now.samples[middle].phcNs() <= phcNs) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
