package io.venturi.engine.socket;

/**
 * What a socket needs that is to carry much: fewer system calls for many datagrams, larger buffers. Not for delay
 * statistics: the datagrams of a train leave back to back and share their stamps.
 *
 * @param segmentation            send runs of datagrams of equal length as trains (UDP_SEGMENT), to a peer that may be
 *                                found later ({@link UdpSocket#connect})
 * @param groReceive              receive trains (UDP_GRO) and take them apart here
 * @param sendBufferBytes         SO_SNDBUF to ask for, 0 for as much as the receive buffer
 * @param maxPacingBytesPerSecond SO_MAX_PACING_RATE, 0 for none; only the fq queueing discipline obeys it
 * @param queueIsPath             what this host's own queue drops is lost on the path, for a search for its capacity,
 *                                and not refused
 */
public record LoadOptions(boolean segmentation, boolean groReceive, int sendBufferBytes, long maxPacingBytesPerSecond,
                          boolean queueIsPath) {
    /** Nothing of all this. */
    public static final LoadOptions NONE = new LoadOptions(false, false, 0, 0, false);
    /** Trains both ways, buffers as the socket has them. */
    public static final LoadOptions TRAINS = new LoadOptions(true, true, 0, 0, false);

    /** With refusals of this host's queue told as such. */
    public LoadOptions(boolean segmentation, boolean groReceive, int sendBufferBytes, long maxPacingBytesPerSecond) {
        this(segmentation, groReceive, sendBufferBytes, maxPacingBytesPerSecond, false);
    }

    public LoadOptions {
        if (sendBufferBytes < 0) {
            throw new IllegalArgumentException("sendBufferBytes is " + sendBufferBytes + ", must be 0 or more");
        }
        if (maxPacingBytesPerSecond < 0) {
            throw new IllegalArgumentException("maxPacingBytesPerSecond is " + maxPacingBytesPerSecond
                    + ", must be 0 or more");
        }
    }
}
