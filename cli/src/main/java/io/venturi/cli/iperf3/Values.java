package io.venturi.cli.iperf3;

import io.venturi.cli.iperf3.Options.Form;
import java.nio.file.Path;

/** What the options said so far; written by {@link OptionReader}, read by {@link Planner}. */
final class Values {
    boolean server;
    String client;
    boolean clientOption;
    boolean serverOption;

    /** Because of the first option that cannot be had, or null. */
    Refusal absent;

    int port = 5201;
    char unit = 'a';
    double intervalSeconds = 1;
    Path pidFile;
    int cpu = -1;
    int serverCpu = -1;
    String bind = "";
    String device = "";
    boolean verbose;
    boolean json;
    Form stream;
    Path logFile;
    String timestamps = "";
    long receiveTimeoutMs = 120_000;
    long sendTimeoutMs;
    boolean keepAlive;
    boolean multipath;
    boolean ipv4;
    boolean ipv6;

    boolean daemon;
    boolean once;
    int idleSeconds;
    long limitBitsPerSecond;
    double limitSeconds = 5;
    int maxSeconds;
    String privateKey = "";
    String users = "";
    int skewSeconds = 10;
    boolean pkcs1;

    String user = "";
    String publicKey = "";
    boolean udp;
    long connectTimeoutMs = 30_000;
    /** -1: not given. */
    long bitsPerSecond = -1;
    int burst;
    int pacingTimerUs = 1000;
    long fqRate;
    /** -1: not given. */
    int seconds = -1;
    long bytes;
    long blocks;
    long length;
    int clientPort;
    int streams = 1;
    boolean reverse;
    boolean bidirectional;
    long window;
    String congestion = "";
    int maxSegment;
    boolean noDelay;
    int trafficClass;
    int flowLabel;
    boolean zeroCopy;
    boolean skipReceiveCopy;
    boolean segmentation;
    int omitSeconds;
    String title = "";
    String extraData = "";
    boolean serverOutput;
    boolean counters64;
    boolean repeatingPayload;
    boolean dontFragment;
}
