package io.venturi.engine.metric;

/**
 * How a capacity test went, with the numbers by which udpst tells it (its exit status). A later event replaces the
 * status of an earlier one, except that {@link #TOO_FEW_CONNECTIONS} never replaces an error that came before.
 */
public enum CapacityStatus {
    COMPLETE(0, "complete"),
    SERVER_SILENT(1, "a server did not answer in time"),
    STATUS_LOST_HERE(2, "feedback of the server was lost on its way here"),
    STATUS_LOST_THERE(3, "our feedback was lost on its way to the server"),
    TRAFFIC_STOPPED_HERE(4, "nothing arrived here for a second"),
    TRAFFIC_STOPPED_THERE(5, "nothing arrived at the server for a second"),
    INVALID_DATA(6, "a datagram that arrived was none of the test"),
    BLEACHING_HERE(7, "ECN marks were erased on the way here"),
    BLEACHING_THERE(8, "ECN marks were erased on the way to the server"),
    SETUP_UNEXPECTED(100, "the server answered the set-up with an unknown code"),
    BAD_VERSION(102, "the server speaks another version of the protocol"),
    BAD_JUMBO(103, "the server differs in whether jumbo datagrams are allowed"),
    AUTHENTICATION_NOT_CONFIGURED(104, "the server has no key"),
    AUTHENTICATION_REQUIRED(105, "the server requires a key"),
    AUTHENTICATION_INVALID_MODE(106, "the server does not know the mode of authentication"),
    AUTHENTICATION_FAILED(107, "authentication failed: the keys differ, the server has none, or it does not let this"
            + " address in"),
    AUTHENTICATION_TIME(108, "authentication failed: the clocks of the two hosts differ by more than 5 s"),
    NO_BANDWIDTH_GIVEN(109, "the server wants to know the largest rate"),
    BANDWIDTH_EXCEEDED(110, "the server has no bandwidth left for this test"),
    BAD_MTU(111, "the server differs in whether datagrams are sized for the traditional MTU"),
    BAD_CONNECTION(112, "the server does not accept the number of connections"),
    SERVER_FULL(113, "the server has no room for another connection"),
    ACTIVATION_UNEXPECTED(150, "the server answered the activation with an unknown code"),
    BAD_PARAMETER(152, "the server refused a parameter"),
    ACTIVATION_AUTHENTICATION(157, "authentication of the activation failed"),
    ACTIVATION_TIME(158, "authentication of the activation failed: the clocks of the two hosts differ"),
    TOO_FEW_CONNECTIONS(200, "fewer connections were left than the test needs"),
    INTERRUPTED(255, "stopped before its time"),
    FAILED(255, "ended without a result");

    /** Above this the test has failed, up to it there is only a warning. */
    private static final int LAST_WARNING = 49;

    private final int code;
    private final String message;

    CapacityStatus(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /** 0..255. */
    public int code() {
        return code;
    }

    /** For people, without a full stop. */
    public String message() {
        return message;
    }

    /** True if the test ran to its end, though something may have been noticed. */
    public boolean completed() {
        return code <= LAST_WARNING;
    }

    /** Of a set-up response code that is not 1 (accepted). */
    public static CapacityStatus ofSetup(int response) {
        return of(SETUP_UNEXPECTED.code + response, BAD_VERSION, SERVER_FULL, SETUP_UNEXPECTED);
    }

    /** Of an activation response code that is not 1 (accepted). */
    public static CapacityStatus ofActivation(int response) {
        return response == BAD_PARAMETER.code - ACTIVATION_UNEXPECTED.code ? BAD_PARAMETER : ACTIVATION_UNEXPECTED;
    }

    private static CapacityStatus of(int code, CapacityStatus first, CapacityStatus last, CapacityStatus other) {
        for (CapacityStatus status : values()) {
            if (status.code == code && status.ordinal() >= first.ordinal() && status.ordinal() <= last.ordinal()) {
                return status;
            }
        }
        return other;
    }
}
