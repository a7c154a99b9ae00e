package io.venturi.cli.iperf3;

import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.plan.ThroughputPlan;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A command line that makes sense.
 *
 * @param client     what to measure, if it is a client
 * @param server     how to serve, if it is a server
 * @param display    how to show it
 * @param pidFile    for the number of this process, or null
 */
record Options(Optional<ThroughputPlan> client, Optional<Server> server, Display display, Path pidFile) {

    /**
     * A server.
     *
     * @param daemon      in the background
     * @param idleSeconds after which a server without clients starts anew, or ends if it is for one test; 0 for never
     * @param precision   what the host is asked for
     */
    record Server(ServePlan.Throughput plan, RttPlan.Family family, int port, boolean once, boolean daemon,
                  int idleSeconds, RttPlan.Precision precision) {
    }

    /** What is printed. */
    enum Form {
        TEXT, JSON,
        /** A line of JSON for each event. */
        JSON_STREAM,
        /** The same, and the whole document at the end. */
        JSON_STREAM_AND_DOCUMENT
    }

    /**
     * How it is shown.
     *
     * @param unit       of rates, one of kmgtKMGT, or a for whatever suits
     * @param timestamps strftime format put in front of each line, empty for none
     * @param logFile    instead of standard output, or null
     */
    record Display(Form form, char unit, boolean verbose, String timestamps, String title, Path logFile) {
    }
}
