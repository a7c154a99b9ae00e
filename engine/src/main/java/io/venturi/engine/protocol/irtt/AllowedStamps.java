package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.wire.StampAt;

/** How many instants a server is willing to stamp. */
public enum AllowedStamps {
    NONE,
    /** One: who asks for both gets their midpoint. */
    SINGLE,
    /** Arrival and sending. */
    DUAL;

    /** What a client gets that asks for {@code wanted}. */
    StampAt restrict(StampAt wanted) {
        if (this == NONE) {
            return StampAt.NONE;
        }
        return this == SINGLE && wanted == StampAt.BOTH ? StampAt.MIDPOINT : wanted;
    }
}
