package io.venturi.engine.metric;

import java.util.Objects;

/**
 * Which stamps this host was asked for, and what it granted.
 *
 * @param socketFlags SO_TIMESTAMPING as in force on the socket, 0 for no stamps
 * @param nic         the network card that stamps, null if none does
 * @param note        why no card stamps, or what to know of the one that does; may be empty
 */
public record StampSetup(Choice asked, int socketFlags, Nic nic, String note) {
    /** Nothing was asked for. */
    public static final StampSetup NONE = new StampSetup(Choice.USER, 0, null, "");

    /** What may be asked for. */
    public enum Choice {
        /** The lowest there is. */
        BEST,
        /** The network card's, or no test. */
        HARDWARE,
        /** The kernel's. */
        KERNEL,
        /** Only our own. */
        USER
    }

    /**
     * A network card that stamps.
     *
     * @param phcIndex   its clock, /dev/ptpN
     * @param rxFilter   which packets it stamps as they arrive, as ethtool(8) calls it
     * @param switchedOn by this test, and off again after it; false if it was on before
     */
    public record Nic(String device, int phcIndex, String rxFilter, boolean switchedOn) {}

    public StampSetup {
        Objects.requireNonNull(asked, "asked");
        Objects.requireNonNull(note, "note");
    }
}
