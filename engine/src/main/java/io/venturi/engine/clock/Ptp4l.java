package io.venturi.engine.clock;

import io.venturi.ffi.linux.Errno;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * What a running ptp4l says of itself, asked over its local socket. Takes some milliseconds; a silent one costs some
 * seconds, because one on a busy host is late and not silent.
 *
 * @param socket          where it was asked
 * @param masterOffsetNs  its clock less the master's, at the last sync message
 * @param meanPathDelayNs of the way to the master; its asymmetry is unknown to PTP and part of no offset
 * @param stepsRemoved    clocks on the way to the grandmaster
 * @param grandmaster     identity of the best clock of the domain; its own if there is none other
 * @param isGrandmaster   the domain follows this clock
 * @param utcOffsetS      TAI - UTC as the domain says
 * @param ptpTimescale    the domain's time is TAI; otherwise it is what its grandmaster likes
 * @param timeTraceable   the domain's time is said to be traceable to a primary reference
 * @param ports           every port
 */
public record Ptp4l(Path socket, String identity, int domain, long masterOffsetNs, double meanPathDelayNs,
                    int stepsRemoved, String grandmaster, boolean isGrandmaster, int utcOffsetS,
                    boolean ptpTimescale, boolean timeTraceable, List<Port> ports) {
    private static final List<Path> SOCKETS = List.of(Path.of("/var/run/ptp/ptp4lro"), Path.of("/var/run/ptp/ptp4l"),
            Path.of("/var/run/ptp4lro"), Path.of("/var/run/ptp4l"));
    private static final long ANSWER_NS = 1_000_000_000;
    private static final int MOST_STRAY_ANSWERS = 64;
    private static final int MOST_PORTS = 64;
    private static final AtomicInteger ASKED = new AtomicInteger();

    /** States of a port that matter here; IEEE 1588 table 20. */
    private static final int MASTER = 6;
    private static final int SLAVE = 9;
    private static final List<String> STATES = List.of("?", "INITIALIZING", "FAULTY", "DISABLED", "LISTENING",
            "PRE_MASTER", "MASTER", "PASSIVE", "UNCALIBRATED", "SLAVE", "GRAND_MASTER");

    /**
     * A port.
     *
     * @param networkInterface empty if it does not tell
     * @param stamping         by hardware, by software, or unknown
     */
    public record Port(int number, int state, String networkInterface, Stamping stamping) {

        /** Its name, such as SLAVE. */
        public String stateName() {
            return state < STATES.size() ? STATES.get(state) : "state " + state;
        }

        public boolean isSlave() {
            return state == SLAVE;
        }
    }

    /** Which clock a port stamps with, and ptp4l therefore keeps: the card's, or the system's. */
    public enum Stamping { UNKNOWN, SOFTWARE, HARDWARE }

    public Ptp4l {
        ports = List.copyOf(ports);
    }

    /** The port that follows a master; empty if none does, as while it listens and while it is not settled. */
    public Optional<Port> slavePort() {
        return ports.stream().filter(Port::isSlave).findFirst();
    }

    /** Ask the ptp4l of this host, at the places where its socket usually is. */
    public static Reading<Ptp4l> query() {
        String why = "no ptp4l runs here: there is no /var/run/ptp4l";
        for (Path socket : SOCKETS) {
            if (Files.exists(socket)) {
                Reading<Ptp4l> answer = query(socket);
                if (answer.isFound()) {
                    return answer;
                }
                why = answer.why();
            }
        }
        return Reading.missing(why);
    }

    /** Ask the ptp4l behind this socket. */
    public static Reading<Ptp4l> query(Path socket) {
        String why = "";
        for (Path own : ownNames(socket)) {
            try (Conversation conversation = new Conversation(socket, own)) {
                Reading<Ptp4l> answer = conversation.ask();
                if (answer.isFound() || conversation.refused) {
                    return answer;
                }
                why = answer.why();
            }
        }
        return Reading.missing(why);
    }

    /** Names to be answered at: beside its socket like its own tools, then where everybody may write. */
    private static List<Path> ownNames(Path socket) {
        String name = "venturi." + ProcessHandle.current().pid() + "." + ASKED.incrementAndGet();
        List<Path> names = new ArrayList<>();
        Path directory = socket.toAbsolutePath().getParent();
        if (Files.isWritable(directory)) {
            names.add(directory.resolve(name));
        }
        names.add(Path.of(System.getProperty("java.io.tmpdir"), name));
        names.add(null); // abstract: needs no directory that both see, but a common network namespace
        return names;
    }

    /** One socket, questions one after another. */
    private static final class Conversation implements AutoCloseable {
        private final Path socket;
        private final UnixDatagramSocket local = new UnixDatagramSocket();
        private final byte[] datagram = new byte[2048];
        private final int bound;
        private boolean refused;
        private int sequence;

        Conversation(Path socket, Path own) {
            this.socket = socket;
            bound = local.bind(own);
        }

        Reading<Ptp4l> ask() {
            if (bound < 0) {
                return Reading.missing("no local socket to ask ptp4l from: " + Errno.describe(-bound));
            }
            int connected = local.connect(socket);
            if (connected < 0) {
                refused = true;
                return Reading.missing(socket + " cannot be asked: " + Errno.describe(-connected)
                        + (connected == -Errno.ECONNREFUSED ? "; its ptp4l has ended" : ""));
            }
            Optional<PtpManagement.Default> defaults = one(PtpManagement.DEFAULT_DATA_SET, 0, PtpManagement::defaults);
            if (defaults.isEmpty()) {
                return Reading.missing(socket + " does not answer");
            }
            int domain = defaults.get().domain();
            Optional<PtpManagement.TimeStatus> status =
                    one(PtpManagement.TIME_STATUS_NP, domain, PtpManagement::timeStatus);
            Optional<PtpManagement.Current> current =
                    one(PtpManagement.CURRENT_DATA_SET, domain, PtpManagement::current);
            Optional<PtpManagement.TimeProperties> properties =
                    one(PtpManagement.TIME_PROPERTIES_DATA_SET, domain, PtpManagement::timeProperties);
            if (status.isEmpty() || current.isEmpty() || properties.isEmpty()) {
                return Reading.missing(socket + " answers only in part");
            }
            return Reading.of(state(defaults.get(), status.get(), current.get(), properties.get()));
        }

        private Ptp4l state(PtpManagement.Default defaults, PtpManagement.TimeStatus status,
                            PtpManagement.Current current, PtpManagement.TimeProperties properties) {
            int count = Math.min(MOST_PORTS, defaults.ports());
            List<PtpManagement.Port> ports =
                    all(PtpManagement.PORT_DATA_SET, defaults.domain(), count, PtpManagement::port);
            List<PtpManagement.PortProperties> details =
                    all(PtpManagement.PORT_PROPERTIES_NP, defaults.domain(), count, PtpManagement::portProperties);
            List<Port> described = ports.stream().map(port -> describe(port, details)).toList();
            boolean own = !status.grandmasterPresent() && described.stream().anyMatch(port -> port.state == MASTER);
            return new Ptp4l(socket, defaults.identity(), defaults.domain(), status.masterOffsetNs(),
                    current.meanPathDelayNs(), current.stepsRemoved(), status.grandmaster(), own,
                    properties.utcOffsetS(), properties.ptpTimescale(), properties.timeTraceable(), described);
        }

        private static Port describe(PtpManagement.Port port, List<PtpManagement.PortProperties> details) {
            return details.stream().filter(detail -> detail.number() == port.number()).findFirst()
                    .map(detail -> new Port(port.number(), port.state(), detail.networkInterface(),
                            detail.stamping() == 0 ? Stamping.SOFTWARE : Stamping.HARDWARE))
                    .orElse(new Port(port.number(), port.state(), "", Stamping.UNKNOWN));
        }

        private <T> Optional<T> one(int id, int domain, Function<ByteBuffer, Optional<T>> parser) {
            return all(id, domain, 1, parser).stream().findFirst();
        }

        /** Up to {@code count} answers, those that come in time. */
        private <T> List<T> all(int id, int domain, int count, Function<ByteBuffer, Optional<T>> parser) {
            List<T> answers = new ArrayList<>();
            int asked = sequence++;
            if (local.send(PtpManagement.get(id, asked, domain)) < 0) {
                return answers;
            }
            long endNs = System.nanoTime() + ANSWER_NS;
            for (int i = 0; i < MOST_STRAY_ANSWERS && answers.size() < count; i++) {
                int length = local.receive(datagram, Math.max(0, endNs - System.nanoTime()));
                if (length < 0) {
                    break;
                }
                PtpManagement.answer(datagram, length, id, asked).flatMap(parser).ifPresent(answers::add);
            }
            return answers;
        }

        @Override
        public void close() {
            local.close();
        }
    }
}
