package io.venturi.engine.protocol.udpst;

import io.venturi.engine.metric.CapacityStatus;

/** How a test goes, by the rules of OB-UDPST for its exit status: what comes later counts, with few exceptions. */
final class Verdict {
    private static final int LAST_WARNING = 49;

    private volatile CapacityStatus status = CapacityStatus.FAILED;

    /** Something happened. */
    void note(CapacityStatus event) {
        boolean keptError = status.code() > LAST_WARNING && event == CapacityStatus.TOO_FEW_CONNECTIONS;
        if (status != CapacityStatus.INTERRUPTED && !keptError) {
            status = event;
        }
    }

    /** It came to its end as it should: warnings stay. */
    void completed() {
        if (status.code() > LAST_WARNING && status != CapacityStatus.INTERRUPTED) {
            status = CapacityStatus.COMPLETE;
        }
    }

    CapacityStatus status() {
        return status;
    }
}
