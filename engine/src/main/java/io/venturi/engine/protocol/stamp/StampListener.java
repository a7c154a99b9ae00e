package io.venturi.engine.protocol.stamp;

/** What a sender learns after the fact. Called on the lane thread: must not allocate or block. */
public interface StampListener {
    /** Hears nothing. */
    StampListener NONE = new StampListener() { };

    /**
     * The reflector tells when a reply of before really left it.
     *
     * @param seq    number of the probe that was answered by it
     * @param wallNs when the reply left, on the reflector's wall clock, ns since 1970
     */
    default void onFollowUp(long seq, long wallNs) {
    }
}
