package io.venturi.cli.udpst;

import io.venturi.cli.udpst.Options.Format;
import io.venturi.engine.plan.CapacityPlan.Algorithm;
import io.venturi.engine.plan.CapacityPlan;

/** The options as they are being read, with their defaults. */
final class Values {
    boolean up;
    boolean down;
    boolean ipv4;
    boolean ipv6;
    int port = CapacityPlan.DEFAULT_PORT;
    /** 0 for one per server. */
    int minConnections;
    /** 0 for not given. */
    int maxConnections;

    boolean daemon;
    boolean once;
    String logFile = "";
    int logKiloBytes = 1_000;
    String statisticsFile = "";

    Format format = Format.TEXT;
    boolean socketErrors;
    boolean verbose;
    boolean debug;
    boolean summaryOnly;
    boolean lossRatio;
    boolean rateTable;

    boolean jumbo = true;
    boolean traditionalMtu;
    boolean randomPayload;
    boolean reuseRefused = true;
    int socketBuffer = CapacityPlan.Path.DEFAULT.socketBufferBytes();

    String metadataFile = "";
    boolean everyDatagram;
    String rateOf = "";
    boolean interfaceDecides;

    String key = "";
    int keyId;
    String keyFile = "";
    int bandwidthMbps;

    /** -1 for not given. */
    int trafficClass = -1;
    int ceThreshold;
    /** -1 for not given. */
    int row = -1;
    boolean startRow;
    /** 0 for not given. */
    int testSeconds;
    int subIntervalMs = 1_000;
    int trialMs = 50;
    int firstMode;
    boolean frozen;

    Algorithm algorithm = Algorithm.B;
    int lowerMs = 30;
    int upperMs = 90;
    boolean oneWayDelay;
    int sequenceErrors = 10;
    boolean ignoreReordered = true;
    int slowThreshold = 3;
    int fastStep = 10;

    boolean client() {
        return up || down;
    }
}
