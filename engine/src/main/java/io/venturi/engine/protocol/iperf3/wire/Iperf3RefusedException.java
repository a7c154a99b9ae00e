package io.venturi.engine.protocol.iperf3.wire;

/** A test is refused; the code goes to the client. */
public final class Iperf3RefusedException extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;

    /** @param code of {@link Iperf3Error} */
    public Iperf3RefusedException(int code) {
        super(Iperf3Error.describe(code));
        this.code = code;
    }

    public int code() {
        return code;
    }
}
