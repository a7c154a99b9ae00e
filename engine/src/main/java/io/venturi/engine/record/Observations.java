package io.venturi.engine.record;

/**
 * Layout of the facts that a lane writes to its ring, one record each, little-endian host order, offsets in bytes.
 * The ring's message type says which it is. Times are ns: {@code *UserNs} CLOCK_MONOTONIC, {@code *WallNs} and
 * {@code *KernelNs} CLOCK_REALTIME; 0 means the stamp is absent. Server stamps are on the server's clocks.
 *
 * <pre>
 * SENT      0 seq  8 intendedNs  16 sentUserNs  24 sentWallNs  32 sendCallNs
 * SENT_AT   0 seq  8 stampNs: by the kernel CLOCK_REALTIME, by the card its own clock  16 source (s32, StampSource)
 * RECEIVED  0 seq  8 receivedUserNs  16 receivedWallNs  24 receivedKernelNs
 *           32 peerReceivedWallNs  40 peerReceivedNs  48 peerSentWallNs  56 peerSentNs
 *           64 window  72 count (u32)  76 length (s32)  80 traffic class (s16, -1 unknown)  82 hop limit (s16, -1)
 *           84 flags (s32): bit 0 the peer's receive stamps are its kernel's, bit 1 the lane had stalled,
 *           bit 2 they were taken after its receive call; neither 0 nor 2 if it does not tell  88 receivedNicNs
 * SKIPPED   0 slots  8 intendedNs of the first
 * REFUSED   0 errno  8 intendedNs
 * REPLIED_AT 0 seq  8 peerSentKernelNs: when the reply left the peer's kernel, on the clock of peerSentWallNs
 * WITHDRAWN 0 seq
 * </pre>
 */
public final class Observations {
    /** A probe was handed to the kernel. */
    public static final int SENT = 1;
    /** The kernel reports when a probe left it. */
    public static final int SENT_AT = 2;
    /** A reply arrived. */
    public static final int RECEIVED = 3;
    /** Slots of the schedule were given up because we were late. */
    public static final int SKIPPED = 4;
    /** The kernel refused a probe; it never was on the path. */
    public static final int REFUSED = 5;
    /** The peer told when a reply really left it. */
    public static final int REPLIED_AT = 6;

    /** A probe that was recorded as sent was dropped by this host's queue; it never was on the path. */
    public static final int WITHDRAWN = 9;

    public static final int SEQ = 0;

    public static final int SENT_INTENDED = 8;
    public static final int SENT_USER = 16;
    public static final int SENT_WALL = 24;
    public static final int SENT_CALL = 32;
    public static final int SENT_LENGTH = 40;

    public static final int SENT_AT_STAMP = 8;
    public static final int SENT_AT_SOURCE = 16;
    public static final int SENT_AT_LENGTH = 24;

    public static final int RECEIVED_USER = 8;
    public static final int RECEIVED_WALL = 16;
    public static final int RECEIVED_KERNEL = 24;
    public static final int PEER_RECEIVED_WALL = 32;
    public static final int PEER_RECEIVED = 40;
    public static final int PEER_SENT_WALL = 48;
    public static final int PEER_SENT = 56;
    public static final int WINDOW = 64;
    public static final int COUNT = 72;
    public static final int LENGTH = 76;
    public static final int TRAFFIC_CLASS = 80;
    public static final int HOP_LIMIT = 82;
    public static final int FLAGS = 84;
    public static final int RECEIVED_NIC = 88;
    public static final int RECEIVED_LENGTH = 96;

    public static final int SKIPPED_SLOTS = 0;
    public static final int SKIPPED_INTENDED = 8;
    public static final int SKIPPED_LENGTH = 16;

    public static final int REFUSED_ERRNO = 0;
    public static final int REFUSED_INTENDED = 8;
    public static final int REFUSED_LENGTH = 16;

    public static final int REPLIED_AT_KERNEL = 8;
    public static final int REPLIED_AT_LENGTH = 16;
    public static final int WITHDRAWN_LENGTH = 8;

    /** Bit of {@link #FLAGS}: the peer's receive stamps were taken by its kernel, not after its receive call. */
    public static final int PEER_KERNEL_RECEIVE = 1;
    /** Bit of {@link #FLAGS}: this lane had been away, so the user receive stamps are late by an unknown time. */
    public static final int STALLED = 2;
    /** Bit of {@link #FLAGS}: the peer's receive stamps were taken after its receive call. */
    public static final int PEER_USER_RECEIVE = 4;

    private Observations() {
    }
}
