package io.venturi.engine.protocol.udpst.wire;

import io.venturi.engine.annotation.HotPath;

/**
 * What a sender is to do: two transmitters, each with an interval and a burst of datagrams, the second with one
 * datagram more (add-on). Mutable and reused, owned by one thread; those of a {@link RateTable} never change.
 *
 * <p>On the wire 7 x u32: interval 1, payload 1, burst 1, interval 2, payload 2, burst 2, add-on 2. Intervals are in
 * us, 0 for off, payloads are UDP payload bytes for IPv4; bit 31 of one means any size up to that.
 */
public final class SendingRate {
    /** Bytes on the wire. */
    public static final int BYTES = 28;
    /** Bit of a payload or add-on: any size up to the rest. */
    public static final int RANDOM = 0x8000_0000;

    private static final int LEAST_INTERVAL_US = 100;
    private static final int MOST_PAYLOAD = 65_507;
    private static final int IP_UDP_BYTES = 28;

    private int interval1;
    private int payload1;
    private int burst1;
    private int interval2;
    private int payload2;
    private int burst2;
    private int addOn;

    /** Both transmitters off. */
    public SendingRate() {
    }

    SendingRate(int interval1, int payload1, int burst1, int interval2, int payload2, int burst2, int addOn) {
        this.interval1 = interval1;
        this.payload1 = payload1;
        this.burst1 = burst1;
        this.interval2 = interval2;
        this.payload2 = payload2;
        this.burst2 = burst2;
        this.addOn = addOn;
    }

    /** Become the same as another. */
    @HotPath
    public void set(SendingRate other) {
        interval1 = other.interval1;
        payload1 = other.payload1;
        burst1 = other.burst1;
        interval2 = other.interval2;
        payload2 = other.payload2;
        burst2 = other.burst2;
        addOn = other.addOn;
    }

    void read(Pdu from, int at) {
        interval1 = (int) from.u32(at);
        payload1 = (int) from.u32(at + 4);
        burst1 = (int) from.u32(at + 8);
        interval2 = (int) from.u32(at + 12);
        payload2 = (int) from.u32(at + 16);
        burst2 = (int) from.u32(at + 20);
        addOn = (int) from.u32(at + 24);
    }

    void write(Pdu to, int at) {
        to.u32(at, interval1);
        to.u32(at + 4, payload1);
        to.u32(at + 8, burst1);
        to.u32(at + 12, interval2);
        to.u32(at + 16, payload2);
        to.u32(at + 20, burst2);
        to.u32(at + 24, addOn);
    }

    /**
     * Bring what a peer asked for within what any row of a table can ask for. The peer decides how fast we send, and
     * must not be able to make a flood of us.
     *
     * @param mostPayload largest UDP payload we can send, bytes
     */
    public void clamp(int mostPayload) {
        int most = Math.min(mostPayload, MOST_PAYLOAD);
        interval1 = clampedInterval(interval1);
        interval2 = clampedInterval(interval2);
        burst1 = clampedBurst(burst1);
        burst2 = clampedBurst(burst2);
        payload1 = clampedPayload(payload1, most);
        payload2 = clampedPayload(payload2, most);
        addOn = clampedPayload(addOn, most);
    }

    /** Beyond a second, or negative as a Java int, is nonsense too. */
    private static int clampedInterval(int us) {
        return us == 0 ? 0 : us < 0 ? 1_000_000 : Math.clamp(us, LEAST_INTERVAL_US, 1_000_000);
    }

    private static int clampedBurst(int datagrams) {
        return datagrams < 0 ? RateTable.LONGEST_BURST : Math.min(datagrams, RateTable.LONGEST_BURST);
    }

    private static int clampedPayload(int bytes, int most) {
        int size = bytes & ~RANDOM;
        return size == 0 ? 0 : Math.clamp(size, LoadPdu.BYTES, most) | bytes & RANDOM;
    }

    /** Interval of a transmitter, us, 0 for off. @param transmitter 1 or 2 */
    public int intervalUs(int transmitter) {
        return transmitter == 1 ? interval1 : interval2;
    }

    /** UDP payload of its bursts, bytes for IPv4, perhaps with {@link #RANDOM}. */
    public int payload(int transmitter) {
        return transmitter == 1 ? payload1 : payload2;
    }

    /** Datagrams of a burst. */
    public int burst(int transmitter) {
        return transmitter == 1 ? burst1 : burst2;
    }

    /** UDP payload of the one datagram more, 0 for none. */
    public int addOn(int transmitter) {
        return transmitter == 1 ? 0 : addOn;
    }

    /** Largest UDP payload it asks for, bytes for IPv4. */
    public int largestPayload() {
        return Math.max(burst1 == 0 ? 0 : payload1 & ~RANDOM,
                Math.max(burst2 == 0 ? 0 : payload2 & ~RANDOM, addOn & ~RANDOM));
    }

    /** IP packets' Mbit/s, random sizes at their mean; the same for IPv6, whose datagrams are 20 bytes smaller. */
    public double mbps() {
        return mbps(interval1, burst1, payload1) + mbps(interval2, burst2, payload2)
                + mbps(interval2, addOn == 0 ? 0 : 1, addOn);
    }

    private static double mbps(int intervalUs, int burst, int payload) {
        int size = payload < 0 ? (LoadPdu.LEAST_RANDOM_IPV4 + (payload & ~RANDOM)) / 2 : payload;
        return intervalUs == 0 ? 0 : 8e-6 * (1e6 / intervalUs * burst * (size + IP_UDP_BYTES));
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof SendingRate o && interval1 == o.interval1 && payload1 == o.payload1
                && burst1 == o.burst1 && interval2 == o.interval2 && payload2 == o.payload2 && burst2 == o.burst2
                && addOn == o.addOn;
    }

    @Override
    public int hashCode() {
        return ((((((interval1 * 31 + payload1) * 31 + burst1) * 31 + interval2) * 31 + payload2) * 31 + burst2) * 31)
                + addOn;
    }

    /** As in "100/1222/5 + 1000/1222/5 + 597", with + before random sizes. */
    @Override
    public String toString() {
        return interval1 + "/" + show(payload1) + "/" + burst1 + " + " + interval2 + "/" + show(payload2) + "/" + burst2
                + " + " + show(addOn);
    }

    private static String show(int payload) {
        return (payload < 0 ? "+" : "") + (payload & ~RANDOM);
    }
}
