package io.venturi.engine.metric;

import java.util.List;

/** What is known of the two wall clocks whose difference a one-way delay is. */
public sealed interface ClockRelation {
    /** Both stamps come from one host: the value is a delay. */
    ClockRelation SAME_HOST = new SameHost();
    /** Nothing is known: the value is a delay plus an unknown offset, only its variation means something. */
    ClockRelation NONE = new None("nothing is known of how the two hosts' clocks relate");

    /** Its name in outputs. */
    String name();

    /** True if differences between the two clocks are delays, within a known error. */
    default boolean isKnown() {
        return !(this instanceof None);
    }

    /** One host, one clock. */
    record SameHost() implements ClockRelation {
        @Override
        public String name() {
            return "sameHost";
        }
    }

    /**
     * No relation.
     *
     * @param why a clause for people
     */
    record None(String why) implements ClockRelation {
        @Override
        public String name() {
            return "none";
        }
    }

    /**
     * Both clocks are kept by sources outside the hosts, each within a stated error.
     *
     * @param own         what this host says of its clock
     * @param peer        what the other one says
     * @param errorBoundNs of the difference of the two clocks
     * @param contradicted delays below minus the error were measured, so that at least one statement is wrong
     */
    record Synchronised(SyncState own, SyncState peer, long errorBoundNs, boolean contradicted)
            implements ClockRelation {
        public Synchronised {
            if (errorBoundNs < 0) {
                throw new IllegalArgumentException("error " + errorBoundNs);
            }
        }

        @Override
        public String name() {
            return "synchronised";
        }
    }

    /**
     * The offset was estimated from the packets of the test themselves, as the middle of the corridor that delays of at
     * least 0 leave to it. The bound is rigorous as long as the clocks' rates are constant within a piece; it is
     * reached if all of the delay is in one direction.
     *
     * @param points        round trips used
     * @param dropped       round trips left out because they contradict their neighbours
     * @param clockSteps    times one of the clocks was seen to be set; the pieces between are estimated apart
     * @param statisticalNs standard deviation of the estimate over draws of blocks of the test; without asymmetry
     * @param wallOffsetNs  the peer's wall clock less ours, in the middle of the test
     * @param pieces        in order of time, without overlap
     * @param rejected      why the clocks are not taken for synchronised although they may be said to be; may be empty
     */
    record Estimated(long points, long dropped, int clockSteps, double statisticalNs, long wallOffsetNs,
                     List<Piece> pieces, String rejected) implements ClockRelation {
        public Estimated {
            pieces = List.copyOf(pieces);
            if (pieces.isEmpty()) {
                throw new IllegalArgumentException("an estimate has a piece");
            }
        }

        @Override
        public String name() {
            return "estimated";
        }

        /** The piece that holds this time on our wall clock, null if none does. */
        public Piece pieceAt(long timeNs) {
            int low = 0;
            int high = pieces.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                Piece piece = pieces.get(middle);
                if (timeNs < piece.fromNs) {
                    high = middle - 1;
                } else if (timeNs > piece.toNs) {
                    low = middle + 1;
                } else {
                    return piece;
                }
            }
            return null;
        }

        /** The greatest bound of all pieces, ns. */
        public double boundNs() {
            return pieces.stream().mapToDouble(piece -> Math.max(piece.boundNs(piece.fromNs),
                    piece.boundNs(piece.toNs)))
                    .max().orElseThrow();
        }

        /** Mean rate of the peer's clock against ours, less 1, over all pieces. */
        public double skew() {
            double weighted = pieces.stream().mapToDouble(piece -> piece.skew * (piece.toNs - piece.fromNs + 1)).sum();
            return weighted / pieces.stream().mapToDouble(piece -> piece.toNs - piece.fromNs + 1).sum();
        }
    }

    /**
     * A stretch of time with one constant rate. Times are those of our CLOCK_REALTIME, ns.
     *
     * @param atNs           where the offset is given
     * @param offsetNs       the peer's wall clock less ours there
     * @param skew           rate of the peer's clock against ours, less 1
     * @param fromHalfNs     half width of the corridor at {@code fromNs}
     * @param atHalfNs       at {@code atNs}
     * @param toHalfNs       at {@code toNs}
     * @param bendNs         what a changing rate can have added, from the rates of the two halves
     */
    record Piece(long fromNs, long toNs, long atNs, long offsetNs, double skew, double fromHalfNs, double atHalfNs,
                 double toHalfNs, double bendNs) {

        /** The peer's clock less ours, ns. */
        public long offsetNs(long timeNs) {
            return offsetNs + Math.round(skew * (timeNs - atNs));
        }

        /** Bound of the error of that, ns: the half width is convex in time, so a straight line is above it. */
        public double boundNs(long timeNs) {
            boolean before = timeNs < atNs;
            double endNs = before ? fromHalfNs : toHalfNs;
            double lengthNs = before ? atNs - fromNs : toNs - atNs;
            double share = lengthNs <= 0 ? 0 : Math.abs(timeNs - atNs) / lengthNs;
            return atHalfNs + (endNs - atHalfNs) * share + bendNs;
        }
    }
}
