package io.venturi.cli.udpst;

import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.RttPlan.Family;
import io.venturi.engine.plan.ServePlan;
import java.util.List;

/**
 * What a command line asks for.
 *
 * @param client     how to test, null for a server
 * @param server     how to serve, null for a client
 * @param rateTable  only show the table of sending rates
 */
record Options(Client client, Server server, Family family, Display display, boolean jumbo, boolean traditionalMtu,
               boolean rateTable) {

    /** How results are told. */
    enum Format { TEXT, JSON, JSON_BRIEF, JSON_FORMATTED }

    /**
     * What is shown.
     *
     * @param summaryOnly  no line per sub-interval
     * @param lossRatio    instead of what was delivered
     * @param socketErrors show those that are usual on overloaded interfaces
     */
    record Display(Format format, boolean verbose, boolean debug, boolean summaryOnly, boolean lossRatio,
                   boolean socketErrors) {}

    /**
     * A test.
     *
     * @param plan              what to run
     * @param servers           as given
     * @param interfaceDecides  the maximum is that of the interface
     */
    record Client(CapacityPlan plan, List<Endpoint> servers, boolean interfaceDecides) {}

    /**
     * A server.
     *
     * @param plan       what to serve
     * @param bind       where; an empty host for any address
     * @param daemon     detach from the terminal
     * @param once       end after one test
     * @param logFile    of a daemon, empty for none
     * @param logKiloBytes limit of that file
     * @param statisticsFile template of the name, empty for none
     */
    record Server(ServePlan.Udpst plan, Endpoint bind, boolean daemon, boolean once, String logFile, int logKiloBytes,
                  String statisticsFile) {}

    boolean isClient() {
        return client != null;
    }
}
