package io.venturi.cli.udpst;

import io.venturi.engine.metric.CapacityEvent.Incident;
import io.venturi.engine.metric.CapacityEvent.Message;
import java.net.InetSocketAddress;

/** What happened, in the words by which scripts know it. */
final class Wording {
    private static final long OUT_OF_ORDER = 65_535;
    private static final int CLIENT_VERSION = 20;

    private Wording() {
    }

    /** A line without its end. */
    static String of(Incident incident) {
        String server = incident.server() == null ? "" : " " + address(incident.server());
        String where = incident.server() == null ? "" : " [Server" + server + "]";
        String lost = "Incoming status feedback messages lost ("
                + (incident.number() == OUT_OF_ORDER ? "OoO/Dup" : incident.number()) + ")" + where;
        return switch (incident.status()) {
            case COMPLETE -> "INFO: Test complete" + where;
            case SERVER_SILENT -> "WARNING: Timeout awaiting response from server" + server;
            case STATUS_LOST_HERE -> "LOCAL WARNING: " + lost;
            case STATUS_LOST_THERE -> "REMOTE WARNING: " + lost;
            case TRAFFIC_STOPPED_HERE -> "LOCAL WARNING: Incoming traffic has completely stopped" + where;
            case TRAFFIC_STOPPED_THERE -> "REMOTE WARNING: Incoming traffic has completely stopped" + where;
            case INVALID_DATA -> "WARNING: Received invalid PDU (" + incident.number() + ")" + where;
            case BLEACHING_HERE -> "LOCAL WARNING: Incoming ECN bleaching detected" + where;
            case BLEACHING_THERE -> "REMOTE WARNING: Incoming ECN bleaching detected" + where;
            case TOO_FEW_CONNECTIONS -> "ERROR: Minimum required connections (" + incident.number() + ") unavailable";
            case INTERRUPTED -> "ERROR: Interrupted";
            case FAILED -> "ERROR: Connection failed" + where;
            case SETUP_UNEXPECTED, BAD_VERSION, BAD_JUMBO, AUTHENTICATION_NOT_CONFIGURED, AUTHENTICATION_REQUIRED,
                 AUTHENTICATION_INVALID_MODE, AUTHENTICATION_FAILED, AUTHENTICATION_TIME, NO_BANDWIDTH_GIVEN,
                 BANDWIDTH_EXCEEDED, BAD_MTU, BAD_CONNECTION, SERVER_FULL, ACTIVATION_UNEXPECTED, BAD_PARAMETER,
                 ACTIVATION_AUTHENTICATION, ACTIVATION_TIME -> "ERROR: " + refusal(incident) + server;
        };
    }

    private static String refusal(Incident incident) {
        return switch (incident.status()) {
            case SETUP_UNEXPECTED -> "Unexpected CRSP (" + incident.number() + ") in setup response from server";
            case BAD_VERSION -> "Client protocol version (" + CLIENT_VERSION + ") not accepted by server ("
                    + incident.number() + ")";
            case BAD_JUMBO -> "Client jumbo datagram size option does not match server";
            case AUTHENTICATION_NOT_CONFIGURED -> "Authentication not configured on server";
            case AUTHENTICATION_REQUIRED -> "Authentication required by server";
            case AUTHENTICATION_INVALID_MODE -> "Authentication method does not match server";
            // The number tells a refusal by the server (its response code) from an answer that we could not verify.
            case AUTHENTICATION_FAILED -> incident.number() == 0
                    ? "Authentication failure of setup response from server"
                    : "Authentication verification failed at server";
            case AUTHENTICATION_TIME -> incident.number() == 0
                    ? "Authentication time of setup response outside time window from server"
                    : "Authentication time outside time window of server";
            case NO_BANDWIDTH_GIVEN -> "Max bandwidth option required by server";
            case BANDWIDTH_EXCEEDED -> "Required max bandwidth exceeds available capacity on server";
            case BAD_MTU -> "Client traditional MTU option does not match server";
            case BAD_CONNECTION -> "Multi-connection parameters rejected by server";
            case SERVER_FULL -> "Connection allocation failure on server";
            case ACTIVATION_UNEXPECTED -> "Unexpected CRSP (" + incident.number()
                    + ") in test activation response from server";
            case BAD_PARAMETER -> "Requested test parameter(s) rejected by server";
            case ACTIVATION_AUTHENTICATION -> "Authentication failure of test activation response from server";
            case ACTIVATION_TIME -> "Authentication time of test activation response outside time window from server";
            default -> throw new AssertionError(incident.status());
        };
    }

    static String of(Message message) {
        return switch (message) {
            case SETUP_REQUEST -> "Setup request";
            case SETUP_RESPONSE -> "Setup response";
            case NULL_REQUEST -> "Null request";
            case ACTIVATION_REQUEST -> "Test activation request";
            case ACTIVATION_RESPONSE -> "Test activation response";
        };
    }

    /** {@code 127.0.0.1:24601}, {@code ::1:24601}. */
    static String address(InetSocketAddress address) {
        return host(address) + ":" + address.getPort();
    }

    /** Without the port. */
    static String host(InetSocketAddress address) {
        String shown = io.venturi.cli.output.Figures.address(address);
        String host = shown.substring(0, shown.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
