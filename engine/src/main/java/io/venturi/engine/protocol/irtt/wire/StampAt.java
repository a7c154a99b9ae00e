package io.venturi.engine.protocol.irtt.wire;

/** When a server reads its clocks for a reply; the ordinal is the value on the wire. */
public enum StampAt {
    NONE,
    /** After the request was processed. */
    SEND,
    /** When the request arrived. */
    RECEIVE,
    /** At both instants, in fields of their own. */
    BOTH,
    /** Half way between both instants, in one field per clock. */
    MIDPOINT;

    /** True if replies carry the instant of arrival. */
    public boolean hasReceive() {
        return this == RECEIVE || this == BOTH;
    }

    /** True if replies carry the instant of sending. */
    public boolean hasSend() {
        return this == SEND || this == BOTH;
    }
}
