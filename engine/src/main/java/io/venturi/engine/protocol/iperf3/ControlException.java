package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;

/** The conversation cannot go on. */
public final class ControlException extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    /** @param code of {@link Iperf3Error} */
    ControlException(int code) {
        this(code, Iperf3Error.describe(code));
    }

    ControlException(int code, String text) {
        super(text);
        this.code = code;
    }

    int code() {
        return code;
    }
}
