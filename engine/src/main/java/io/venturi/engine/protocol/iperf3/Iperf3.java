package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.clock.SystemClock;
import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.ThroughputDirection;
import io.venturi.engine.metric.ThroughputEvent;
import io.venturi.engine.metric.ThroughputProtocol;
import io.venturi.engine.plan.ThroughputPlan;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters.Transport;
import io.venturi.engine.socket.TcpOptions;
import io.venturi.engine.socket.TcpSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Makes clients out of plans. */
public final class Iperf3 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int MOST_UDP_BYTES = 65_507;

    private Iperf3() {
    }

    /**
     * Connect to a server.
     *
     * @param carrier the protocol if it is neither TCP nor UDP
     * @param version what the server is told of this client
     * @throws io.venturi.engine.error.VenturiException if it cannot be reached, or a key is none
     */
    public static Iperf3Client connect(ThroughputPlan plan, Optional<Carrier> carrier, InetSocketAddress local,
                                       InetSocketAddress server, String version, ThreadFactory threads,
                                       Consumer<ThroughputEvent> events) {
        if (plan.socket().flowLabel() > 0 && server.getAddress() instanceof Inet4Address) {
            throw new ConfigException("A flow label needs IPv6, and the server's address is "
                    + server.getAddress().getHostAddress() + ".");
        }
        carrier.ifPresent(it -> it.check(parameters(plan, carrier, "", version, 0)));
        int sendTimeoutMs = (int) TimeUnit.NANOSECONDS.toMillis(plan.timeouts().sendNs());
        token(plan.access()); // a bad key is told before anything is sent, and the next one takes no time
        TcpSocket socket = TcpSocket.connect(new TcpOptions(true, 0, 0, 0, "", 0, sendTimeoutMs,
                plan.timeouts().keepAlive(), false, plan.target().device(), 0),
                new InetSocketAddress(local.getAddress(), 0), server, plan.timeouts().connectNs());
        byte[] cookie = cookie();
        Iperf3Parameters parameters = parameters(plan, carrier, token(plan.access()), version, socket.maxSegment());
        events.accept(new ThroughputEvent.Connected(socket.localAddress(), server));
        StreamOpener streams = new ClientStreams(socket.localAddress(), server, cookie,
                new ClientStreams.Settings(plan.target().streamPort(), plan.target().device(), sendTimeoutMs),
                () -> socket.awaitReadable(0));
        carrier.ifPresent(streams::carriedBy);
        return new Iperf3Client(new SocketControl(socket), ControlFacts.of(socket, false), cookie, parameters,
                new Iperf3Client.Options(plan.reporting().intervalNs(), plan.timeouts().receiveNs(),
                        plan.limits().duration().toNanos(), socket.shortfalls()), streams, SystemClock.MONOTONIC, threads, events);
    }

    /** Good for some seconds only, by the server's clock. */
    private static String token(ThroughputPlan.Access access) {
        return AuthToken.of(access, TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis()));
    }

    /** 36 letters and digits and a zero. */
    static byte[] cookie() {
        SecureRandom random = new SecureRandom();
        byte[] cookie = new byte[Control.COOKIE_BYTES];
        byte[] letters = ALPHABET.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < Control.COOKIE_BYTES - 1; i++) {
            cookie[i] = letters[random.nextInt(letters.length)];
        }
        return cookie;
    }

    /** @param maxSegment of the control connection: a UDP datagram of that size needs no fragments */
    static Iperf3Parameters parameters(ThroughputPlan plan, Optional<Carrier> carrier, String token, String version,
                                       int maxSegment) {
        ThroughputPlan.Load load = plan.load();
        ThroughputPlan.Socket socket = plan.socket();
        ThroughputPlan.Limits limits = plan.limits();
        boolean udp = plan.flow().protocol() != ThroughputProtocol.TCP;
        int pathBytes = maxSegment > 0 ? Math.min(maxSegment, MOST_UDP_BYTES) : TestSockets.DEFAULT_UDP_BYTES;
        int udpBytes = carrier.map(Carrier::blockBytes).orElse(pathBytes);
        int blockBytes = load.blockBytes() > 0 ? load.blockBytes()
                : udp ? udpBytes : Iperf3Parameters.DEFAULT_TCP_BYTES;
        ThroughputDirection direction = plan.flow().direction();
        return new Iperf3Parameters(udp ? Transport.UDP : Transport.TCP,
                new Iperf3Parameters.Limits(limits.omitSeconds(), limits.seconds(), limits.bytes(), limits.blocks()),
                new Iperf3Parameters.Flow(plan.flow().streams(), direction == ThroughputDirection.DOWN,
                        direction == ThroughputDirection.BOTH),
                new Iperf3Parameters.Load(blockBytes, load.bitsPerSecond(), load.burstBlocks(), load.socketPacingRate(),
                        load.pacingTimerUs(), load.counters64(), load.repeatingPayload(), load.zeroCopy(),
                        load.discardReceived(), udp && load.segmentation()),
                new Iperf3Parameters.Socket(socket.maxSegment(), socket.noDelay(), socket.windowBytes(),
                        socket.trafficClass(), socket.flowLabel(), socket.congestion(), socket.dontFragment(),
                        socket.multipath()),
                new Iperf3Parameters.Wishes(plan.reporting().title(), plan.reporting().extraData(),
                        plan.reporting().serverOutput(), plan.reporting().serverCpu(), token, version,
                        carrier.map(Carrier::name).orElse(""),
                        carrier.map(it -> it.options().all()).orElse(Map.of())));
    }
}
