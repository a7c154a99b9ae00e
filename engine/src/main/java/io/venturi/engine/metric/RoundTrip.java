package io.venturi.engine.metric;

import static io.venturi.engine.metric.Direction.FORWARD;
import static io.venturi.engine.metric.Direction.ROUND_TRIP;

/**
 * One probe and its reply: the stamps as recorded and the values that follow from them. A view that is moved from row
 * to row, never kept; reading allocates nothing.
 *
 * <p>Times are ns. {@code *UserNs} CLOCK_MONOTONIC, {@code *WallNs} and {@code *KernelNs} CLOCK_REALTIME of this host;
 * {@code peer*Ns} the peer's monotonic, {@code peer*WallNs} its wall clock. A stamp of 0 is absent, except that user
 * stamps are there whenever {@link #sent()} or {@link #answered()}. {@code *NicNs} are on the clock of this host's
 * network card (PHC), one card for all rows: only their difference means anything; {@code *NicWallNs} are the same by
 * CLOCK_REALTIME, where the two clocks were compared. Derived values exist for probes that are both sent and answered,
 * and are {@link #ABSENT} if a stamp they need is.
 */
public interface RoundTrip {
    /** A derived value that is not defined. */
    long ABSENT = Long.MIN_VALUE;
    /** The clocks of this host may seem to move against each other by this much, in ns, before we call it a step. */
    long CLOCK_STEP_NS = 1_000_000;

    /** Number of the probe, from 0. */
    long seq();

    /** The row of {@code seq() - 1}, another reusable view; null if that row is not held. */
    RoundTrip previous();

    /** The sending was recorded. */
    boolean sent();

    /** A reply was recorded. */
    boolean answered();

    /** The reply's number was below that of the reply just before. */
    boolean late();

    /** Our wall clock was set between the start of the test and this round trip. */
    boolean afterClockStep();

    /**
     * The reply waited for our own thread, which had been away: the user stamp of its arrival tells of that and not of
     * the path, so no statistic of user stamps takes it in.
     */
    boolean stalled();

    /** The peer says that its kernel took its receive stamp. */
    boolean peerKernelReceive();

    /** The peer says that its receive stamp was taken after its receive call. */
    boolean peerUserReceive();

    /** What became of the probe. */
    Fate fate();

    /** Replies beyond the first. */
    int duplicates();

    /** When the schedule wanted it sent. */
    long intendedNs();

    long sentUserNs();

    long sentWallNs();

    /** Duration of the send call. */
    long sendCallNs();

    /** When the driver took the probe; 0 also if the stamp was discarded as implausible. */
    long sentKernelNs();

    /** When the probe left the card, by the card's clock; 0 also if the stamp was discarded as implausible. */
    long sentNicNs();

    /** When the reply reached the card, by the card's clock; 0 also if the stamp was discarded as implausible. */
    long receivedNicNs();

    /** {@link #sentNicNs()} by CLOCK_REALTIME; 0 also if the relation of the two clocks is not known. */
    default long sentNicWallNs() {
        return 0;
    }

    /** {@link #receivedNicNs()} by CLOCK_REALTIME; 0 also if the relation of the two clocks is not known. */
    default long receivedNicWallNs() {
        return 0;
    }

    long receivedUserNs();

    long receivedWallNs();

    /** When the reply entered the stack; 0 also if the stamp was discarded as implausible. */
    long receivedKernelNs();

    long peerReceivedNs();

    long peerReceivedWallNs();

    long peerSentNs();

    long peerSentWallNs();

    /** From the peer's send stamp until the reply left its kernel, if the peer told that later. */
    long peerSendResidenceNs();

    /** UDP payload of the first reply. */
    int replyBytes();

    /** TOS or traffic class byte of the first reply, -1 if not told. */
    int trafficClass();

    /** TTL or hop limit of the first reply, -1 if not told. */
    int hopLimit();

    /** From the intended to the actual time of sending. */
    default long departureLatenessNs() {
        return sent() ? sentUserNs() - intendedNs() : ABSENT;
    }

    /** From the intended time of sending to this stamp of it; that of kernel or card by our reading of both clocks. */
    default long departureErrorNs(StampSource stampedBy) {
        long leftNs = sentNs(stampedBy);
        return sent() && leftNs != 0 ? leftNs - sentWallNs() + sentUserNs() - intendedNs() : ABSENT;
    }

    /** When the probe left, by CLOCK_REALTIME; 0 if that is not known. */
    private long sentNs(StampSource stampedBy) {
        return switch (stampedBy) {
            case USER -> sentWallNs();
            case KERNEL -> sentKernelNs();
            case HARDWARE -> sentNicWallNs();
        };
    }

    /** When the reply came, by CLOCK_REALTIME; 0 if that is not known. */
    private long receivedNs(StampSource stampedBy) {
        return switch (stampedBy) {
            case USER -> receivedWallNs();
            case KERNEL -> receivedKernelNs();
            case HARDWARE -> receivedNicWallNs();
        };
    }

    /** Time in the peer: by its monotonic clock, else by its wall clock. */
    default long peerResidenceNs() {
        if (peerReceivedNs() != 0 && peerSentNs() != 0) {
            return peerSentNs() - peerReceivedNs();
        }
        return peerReceivedWallNs() != 0 && peerSentWallNs() != 0 ? peerSentWallNs() - peerReceivedWallNs() : ABSENT;
    }

    /** From the probe's departure to the arrival of its reply, the time in the peer included. */
    default long awayNs(StampSource stampedBy) {
        if (!sent() || !answered()) {
            return ABSENT;
        }
        return switch (stampedBy) {
            case USER -> receivedUserNs() - sentUserNs();
            case KERNEL -> sentKernelNs() == 0 || receivedKernelNs() == 0 || clockMoved() ? ABSENT
                    : receivedKernelNs() - sentKernelNs();
            case HARDWARE -> sentNicNs() == 0 || receivedNicNs() == 0 ? ABSENT : receivedNicNs() - sentNicNs();
        };
    }

    /**
     * Time that probe and reply together spent in this host above the point of these stamps. A difference of two
     * durations, so the clocks of the two need no relation.
     */
    default long residenceNs(StampSource stampedBy) {
        long belowNs = awayNs(stampedBy);
        return belowNs == ABSENT ? ABSENT : awayNs(StampSource.USER) - belowNs;
    }

    /** From handing the probe to the kernel until the driver took it, or it left the card. */
    default long sendResidenceNs(StampSource stampedBy) {
        long leftNs = sentNs(stampedBy);
        return !sent() || !answered() || leftNs == 0 || clockMoved() ? ABSENT : leftNs - sentWallNs();
    }

    /** From the reply entering the stack, or reaching the card, until we had it. */
    default long receiveResidenceNs(StampSource stampedBy) {
        long cameNs = receivedNs(stampedBy);
        return !sent() || !answered() || cameNs == 0 || clockMoved() ? ABSENT : receivedWallNs() - cameNs;
    }

    /**
     * Delay of this probe. Round trip: our stamps minus {@link #peerResidenceNs()} if that is known, absent if the two
     * cannot both be true. One way: difference of the two wall clocks, with the peer's other stamp in place of an
     * absent one; with hardware stamps only where the card's clock was compared with this host's.
     */
    default long delayNs(Direction direction, StampSource stampedBy) {
        if (direction != ROUND_TRIP) {
            return afterClockStep() || clockMoved() ? ABSENT : transitNs(direction, stampedBy, false);
        }
        long awayNs = awayNs(stampedBy);
        long residenceNs = peerResidenceNs();
        if (awayNs == ABSENT || isImpossible(stampedBy)) {
            return ABSENT;
        }
        return residenceNs == ABSENT ? awayNs : awayNs - residenceNs;
    }

    /** By these stamps of ours, a probe was in the peer for longer than it was away, or for less than no time. */
    default boolean isImpossible(StampSource stampedBy) {
        long awayNs = awayNs(stampedBy);
        long residenceNs = peerResidenceNs();
        return awayNs != ABSENT && (awayNs < 0 || residenceNs != ABSENT && (residenceNs < 0 || residenceNs > awayNs));
    }

    /** Signed difference of this probe's delay and that of {@code seq() - 1}: monotonic stamps if both have them. */
    default long ipdvNs(Direction direction, StampSource stampedBy) {
        RoundTrip before = previous();
        if (before == null) {
            return ABSENT;
        }
        if (direction == ROUND_TRIP) {
            return difference(delayNs(ROUND_TRIP, stampedBy), before.delayNs(ROUND_TRIP, stampedBy));
        }
        boolean monotonic = hasPeerMonotonic() && before.hasPeerMonotonic();
        boolean ownWall = stampedBy != StampSource.USER || !monotonic;
        if (ownWall && (clockMoved() || before.clockMoved() || movedSince(before))) {
            return ABSENT;
        }
        return difference(transitNs(direction, stampedBy, monotonic),
                before.transitNs(direction, stampedBy, monotonic));
    }

    /** Our stamp to the peer's or back, on the peer's monotonic or wall clock; only differences of it mean anything. */
    default long transitNs(Direction direction, StampSource stampedBy, boolean peerMonotonic) {
        boolean forward = direction == FORWARD;
        long firstNs = peerMonotonic ? peerReceivedNs() : peerReceivedWallNs();
        long lastNs = peerMonotonic ? peerSentNs() : peerSentWallNs();
        long peerNs = forward && firstNs != 0 || lastNs == 0 ? firstNs : lastNs;
        if (peerNs == 0 || !sent() || !answered()) {
            return ABSENT;
        }
        if (stampedBy == StampSource.USER && peerMonotonic) {
            return forward ? peerNs - sentUserNs() : receivedUserNs() - peerNs;
        }
        return between(forward ? sentNs(stampedBy) : receivedNs(stampedBy), peerNs, forward);
    }

    /** True if the reply carries a stamp of the peer's monotonic clock. */
    default boolean hasPeerMonotonic() {
        return peerReceivedNs() != 0 || peerSentNs() != 0;
    }

    /** Our wall clock moved against our monotonic one during this round trip: differences of wall stamps are void. */
    default boolean clockMoved() {
        return sent() && answered() && sentWallNs() != 0 && receivedWallNs() != 0
                && Math.abs(receivedWallNs() - receivedUserNs() - (sentWallNs() - sentUserNs())) > CLOCK_STEP_NS;
    }

    private boolean movedSince(RoundTrip before) {
        return sent() && before.sent() && sentWallNs() != 0 && before.sentWallNs() != 0
                && Math.abs(sentWallNs() - sentUserNs() - (before.sentWallNs() - before.sentUserNs())) > CLOCK_STEP_NS;
    }

    private static long difference(long aNs, long bNs) {
        return aNs == ABSENT || bNs == ABSENT ? ABSENT : aNs - bNs;
    }

    private static long between(long ownNs, long peerNs, boolean forward) {
        if (ownNs == 0) {
            return ABSENT;
        }
        return forward ? peerNs - ownNs : ownNs - peerNs;
    }
}
