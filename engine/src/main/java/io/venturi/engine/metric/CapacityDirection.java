package io.venturi.engine.metric;

/** Which way the load of a capacity test goes, seen from the client. */
public enum CapacityDirection {
    /** From the client to the server. */
    UP,
    /** From the server to the client. */
    DOWN
}
