package io.venturi.cli.iperf3;

import io.venturi.engine.error.NativeException;
import io.venturi.engine.error.VenturiException;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.ThroughputReport;
import java.util.Map;

/** Why a test failed, in the words that scripts look for, as far as there are such. */
final class Failures {
    private static final int CLIENT_TERMINATED = 119;
    private static final Map<Integer, String> KNOWN = Map.of(
            CLIENT_TERMINATED, "the client has terminated",
            120, "the server has terminated",
            121, "the server is busy running a test. try again later",
            134, "unable to set TCP_CONGESTION: Supplied congestion control algorithm not supported on this host",
            142, "test authorization failed",
            144, "idle timeout for receiving data");

    /** By errno of connect(2). */
    private static final Map<Integer, String> SYSTEM = Map.of(101, "Network is unreachable",
            110, "Connection timed out", 111, "Connection refused", 113, "No route to host");

    private Failures() {
    }

    /** Empty if all went well. */
    static String of(ThroughputReport report) {
        if (report.end() == EndState.INTERRUPTED) {
            return "interrupt - the client has terminated";
        }
        int code = report.failure().code();
        if (code == CLIENT_TERMINATED) {
            return KNOWN.get(code);
        }
        return report.failure().isNone() ? "" : "error - " + KNOWN.getOrDefault(code, report.failure().text());
    }

    /** Why there was no connection: in the words of the system where scripts look for them. */
    static String reason(VenturiException e) {
        int errno = e instanceof NativeException call ? call.errno() : 0;
        return SYSTEM.getOrDefault(errno, e.getMessage());
    }

    /** As JSON tells it. */
    static String plain(String failure) {
        return failure.startsWith("error - ") ? failure.substring("error - ".length()) : failure;
    }
}
