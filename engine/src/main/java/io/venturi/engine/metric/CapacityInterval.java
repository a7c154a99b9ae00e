package io.venturi.engine.metric;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One sub-interval of a capacity test, all connections together.
 *
 * @param index             from 1
 * @param endWallNs         when it was complete, ns since 1970
 * @param endNs             its end since the first sub-interval began: the sum of the lengths so far
 * @param activeConnections connections that were at work
 * @param parts             what each of them contributed; one without any contributed nothing
 * @param interfaceBitsPerSecond of the watched interface in the direction of the load, 0 if none is watched
 * @param interfaceOtherBitsPerSecond the other direction
 * @param highestRow        highest row of the sending-rate table that any sender was at; empty if nobody told
 * @param here              what our side did meanwhile
 * @param there             what the server did meanwhile, if it told
 */
public record CapacityInterval(int index, long endWallNs, long endNs, int activeConnections, List<Part> parts,
                               double interfaceBitsPerSecond, double interfaceOtherBitsPerSecond,
                               OptionalInt highestRow, CapacityHost here, Optional<CapacityHost> there) {

    /**
     * One sub-interval of one connection.
     *
     * @param connection       from 1, in the order of the set-up requests
     * @param index            from 1
     * @param lengthNs         exact
     * @param endNs            sum of the lengths so far
     * @param minOneWayDelayNs least difference of the two hosts' wall clocks so far: delay plus clock offset
     * @param minRoundTripNs   least round trip so far, {@link #ABSENT} if there was none
     * @param stalled          the receiver, if it is our side, was away from its socket so long that datagrams of
     *                         another sub-interval may have been counted in this one
     */
    public record Part(int connection, int index, long lengthNs, long endNs, boolean ipv6, CapacityTally tally,
                       long minOneWayDelayNs, long minRoundTripNs, boolean stalled) {
        /** No sample. */
        public static final long ABSENT = Long.MAX_VALUE;

        /** Bits per second at that layer. */
        public double bitsPerSecond(CapacityLayer layer) {
            return tally.bitsPerSecond(layer, ipv6, lengthNs);
        }
    }

    public CapacityInterval {
        parts = List.copyOf(parts);
    }

    /** Sum of the rates of the connections, each over its own length. */
    public double bitsPerSecond(CapacityLayer layer) {
        return parts.stream().mapToDouble(part -> part.bitsPerSecond(layer)).sum();
    }

    /** Counts of all connections together. */
    public CapacityTally tally() {
        return parts.stream().map(Part::tally).reduce(CapacityTally.NONE, CapacityTally::plus);
    }

    /** Longest of the parts, 0 if there is none. */
    public long lengthNs() {
        return parts.stream().mapToLong(Part::lengthNs).max().orElse(0);
    }

    /** Least of the parts, {@link Part#ABSENT} if there is none. */
    public long minOneWayDelayNs() {
        return parts.stream().map(Part::minOneWayDelayNs).min(Comparator.naturalOrder()).orElse(Part.ABSENT);
    }

    /** Least of the parts, {@link Part#ABSENT} if there is none. */
    public long minRoundTripNs() {
        return parts.stream().map(Part::minRoundTripNs).min(Comparator.naturalOrder()).orElse(Part.ABSENT);
    }

    /** True if some part was. */
    public boolean stalled() {
        return parts.stream().anyMatch(Part::stalled);
    }
}
