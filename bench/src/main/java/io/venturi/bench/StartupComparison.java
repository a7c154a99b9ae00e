package io.venturi.bench;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/**
 * From the start of the process to the end of {@code venturi --help}, and to the first datagram of {@code venturi rtt},
 * which comes after its warm-up; compared with a Java program that does nothing, with the options the launcher gives.
 *
 * <p>The targets are 0.15 s and 0.3 s over the 25 ms that the bare program takes on a quiet machine.
 */
final class StartupComparison implements Comparison {
    private static final long MOST_SECONDS = 60;
    private static final int MOST_DATAGRAM = 2048;

    private final Row help = Row.atMost(6, "start: venturi --help", "bare JVM", "us");
    private final Row dryRun = Row.only("start: venturi rtt --dry-run", "bare JVM", "us");
    private final Row firstPacket = Row.atMost(12, "start: rtt to first packet", "bare JVM", "us");
    private final String venturi;
    private final List<String> bare;

    StartupComparison(Setting setting) throws IOException, InterruptedException {
        venturi = setting.root().resolve("venturi").toString();
        bare = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:-UsePerfData",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xms256m", "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), "io.venturi.bench.Bare");
        Child.run(List.of(venturi, "--version"), 2 * MOST_SECONDS); // builds it and makes its cache
    }

    @Override
    public String name() {
        return "startup";
    }

    @Override
    public List<Row> rows() {
        return List.of(help, dryRun, firstPacket);
    }

    @Override
    public void pair(boolean venturiFirst) throws IOException, InterruptedException {
        compare(help, venturiFirst, () -> timeUs(List.of(venturi, "--help")));
        compare(dryRun, venturiFirst, () -> timeUs(List.of(venturi, "rtt", "--dry-run")));
        compare(firstPacket, venturiFirst, this::firstPacketUs);
    }

    private void compare(Row row, boolean venturiFirst, Side<Double> run) throws IOException, InterruptedException {
        Both<Double> both = Both.of(venturiFirst, run, () -> timeUs(bare));
        row.add(both.a(), both.b());
    }

    private static double timeUs(List<String> command) throws IOException, InterruptedException {
        long startNs = System.nanoTime();
        Child.run(command, MOST_SECONDS);
        return (System.nanoTime() - startNs) / 1e3;
    }

    private double firstPacketUs() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout((int) (MOST_SECONDS * 1000));
            long startNs = System.nanoTime();
            try (Child _ = Child.start(List.of(venturi, "rtt", "-n", "1", "-q",
                    "127.0.0.1:" + server.getLocalPort()))) {
                server.receive(new DatagramPacket(new byte[MOST_DATAGRAM], MOST_DATAGRAM));
                return (System.nanoTime() - startNs) / 1e3;
            }
        }
    }

    @Override
    public void close() {
        // nothing runs on
    }
}
