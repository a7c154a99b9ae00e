package io.venturi.engine.clock;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.error.NativeException;
import io.venturi.ffi.linux.ClockCalls;
import io.venturi.ffi.linux.ClockStructs;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.NetDevice;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.ethtool_ts_info;
import io.venturi.ffi.linux.gen.ptp_sys_offset_extended;
import io.venturi.ffi.linux.gen.ptp_sys_offset_precise;
import io.venturi.ffi.linux.gen.timespec;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The clock of a network card, {@code /dev/ptpN}: what hardware time stamps count in. It runs freely, from boot or from
 * 1970, unless a program such as ptp4l keeps it; then it is normally TAI. A reading is a system call and a look over
 * the PCIe bus, 0.5 to 5 us, so never one for a lane.
 *
 * <p>Thread: one at a time.
 *
 * @see <a href="https://docs.kernel.org/driver-api/ptp.html">PTP hardware clock infrastructure for Linux</a>
 */
public final class PtpHardwareClock implements AutoCloseable {
    /** Samples of one comparison; the narrowest counts. */
    private static final int SAMPLES = 10;
    private static final Path DEVICES = Path.of("/sys/class/ptp");

    private final Arena arena = Arena.ofAuto();
    private final MemorySegment state = Libc.callState(arena);
    private final MemorySegment time = arena.allocate(timespec.layout());
    private final MemorySegment extended = arena.allocate(ptp_sys_offset_extended.layout());
    private final MemorySegment precise = arena.allocate(ptp_sys_offset_precise.layout());
    private final int index;
    private final int fd;
    private final int clockId;
    private final Capabilities capabilities;
    private final Clock realtime = SystemClock.realtime();
    private boolean preciseWorks;
    private boolean extendedWorks = true;
    private boolean closed;

    /**
     * What the clock can do.
     *
     * @param maxAdjustmentPpb   by how much its frequency can be adjusted, ppb
     * @param externalStamps     channels that stamp an outside signal
     * @param periodicOutputs    channels that give a periodic signal
     * @param pps                it can give the kernel a pulse per second
     * @param crossTimestamping  it and the system clock can be read at once
     */
    public record Capabilities(int maxAdjustmentPpb, int externalStamps, int periodicOutputs, boolean pps,
                               boolean crossTimestamping) {}

    private PtpHardwareClock(int index, int fd) {
        this.index = index;
        this.fd = fd;
        clockId = ~fd << 3 | 3;
        capabilities = readCapabilities();
        preciseWorks = capabilities.crossTimestamping;
    }

    /** Numbers of the clocks this host shows, in ascending order; some may not be readable. */
    public static List<Integer> indices() {
        try (Stream<Path> devices = Files.list(DEVICES)) {
            return devices.map(device -> device.getFileName().toString()).filter(name -> name.matches("ptp\\d{1,6}"))
                    .map(name -> Integer.valueOf(name.substring(3))).sorted().toList();
        } catch (IOException e) { // no such class: no driver with a clock
            return List.of();
        }
    }

    /**
     * Number of the clock that stamps the packets of this interface, -1 if it has none.
     *
     * @throws ConfigException if there is no such interface
     */
    public static int indexOf(String networkInterface) {
        int length = networkInterface.getBytes(StandardCharsets.UTF_8).length;
        if (length == 0 || length >= Linux.IFNAMSIZ()) {
            throw new ConfigException("An interface has a name of 1 to 15 bytes, not '" + networkInterface + "'.");
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(ethtool_ts_info.layout());
            ethtool_ts_info.cmd(info, Linux.ETHTOOL_GET_TS_INFO());
            int result = NetDevice.ioctl(networkInterface, Linux.SIOCETHTOOL(), info);
            if (result == -Errno.ENODEV) {
                throw new ConfigException("There is no interface " + networkInterface + " here; `ip link` lists them.");
            }
            return result < 0 ? -1 : ethtool_ts_info.phc_index(info);
        }
    }

    /**
     * Open the clock with this number for reading.
     *
     * @throws NativeException if it is not there, or may not be read by this user
     */
    public static PtpHardwareClock open(int index) {
        String path = "/dev/ptp" + index;
        try (Arena arena = Arena.ofConfined()) {
            int fd = ClockCalls.open(Libc.callState(arena), arena.allocateFrom(path),
                    Linux.O_RDONLY() | Linux.O_CLOEXEC());
            if (fd < 0) {
                throw new NativeException("open", path, -fd, hint(-fd));
            }
            return new PtpHardwareClock(index, fd);
        }
    }

    private static String hint(int errno) {
        return switch (errno) {
            case Errno.ENOENT -> "This host has no PTP hardware clock of that number, or it is not shown in this"
                    + " container; `venturi clock` lists those it has.";
            case Errno.EACCES, Errno.EPERM -> "Reading a PTP hardware clock needs permission for that file: run as"
                    + " root, or let an udev rule give its group to this user.";
            case Errno.ENODEV -> "The network card it belongs to is gone.";
            default -> "";
        };
    }

    public int index() {
        return index;
    }

    /** What the driver calls it; empty if it does not tell. */
    public String name() {
        try {
            return Files.readString(DEVICES.resolve("ptp" + index).resolve("clock_name")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    public Capabilities capabilities() {
        return capabilities;
    }

    private Capabilities readCapabilities() {
        MemorySegment caps = arena.allocate(ClockStructs.PTP_CLOCK_CAPS, 8);
        int result = Libc.ioctl(state, fd, Linux.PTP_CLOCK_GETCAPS(), caps);
        if (result < 0) {
            Libc.close(state, fd);
            throw failed("ioctl PTP_CLOCK_GETCAPS", -result);
        }
        return new Capabilities(caps.get(JAVA_INT, ClockStructs.PTP_CLOCK_CAPS_MAX_ADJ),
                caps.get(JAVA_INT, ClockStructs.PTP_CLOCK_CAPS_N_EXT_TS),
                caps.get(JAVA_INT, ClockStructs.PTP_CLOCK_CAPS_N_PER_OUT),
                caps.get(JAVA_INT, ClockStructs.PTP_CLOCK_CAPS_PPS) != 0,
                caps.get(JAVA_INT, ClockStructs.PTP_CLOCK_CAPS_CROSS_TIMESTAMPING) != 0);
    }

    /**
     * What it shows now, ns.
     *
     * @throws NativeException if the card is gone
     */
    public long nanoTime() {
        int result = ClockCalls.clockGettime(state, clockId, time);
        if (result < 0) {
            throw failed("clock_gettime", -result);
        }
        return time.get(JAVA_LONG, timespec.tv_sec$offset()) * 1_000_000_000L
                + time.get(JAVA_LONG, timespec.tv_nsec$offset());
    }

    /** The smallest step it shows, ns, as the kernel says. */
    public long resolutionNs() {
        int result = ClockCalls.clockGetres(state, clockId, time);
        return result < 0 ? 1 : time.get(JAVA_LONG, timespec.tv_nsec$offset());
    }

    /**
     * Compare it with CLOCK_REALTIME, in the best of the three ways that works here.
     *
     * @throws NativeException if the card is gone
     */
    public PhcOffset compare() {
        if (preciseWorks) {
            int result = Libc.ioctl(state, fd, Linux.PTP_SYS_OFFSET_PRECISE(), precise);
            if (result >= 0) {
                return PhcOffset.ofPrecise(precise);
            }
            refuseIfGone("ioctl PTP_SYS_OFFSET_PRECISE", -result);
            preciseWorks = false; // such as a card in a slot without precision time measurement
        }
        if (extendedWorks) {
            extended.fill((byte) 0);
            extended.set(JAVA_INT, ptp_sys_offset_extended.n_samples$offset(), SAMPLES);
            int result = Libc.ioctl(state, fd, Linux.PTP_SYS_OFFSET_EXTENDED(), extended);
            if (result >= 0) {
                return PhcOffset.ofExtended(extended, SAMPLES);
            }
            refuseIfGone("ioctl PTP_SYS_OFFSET_EXTENDED", -result);
            extendedWorks = false;
        }
        return sandwich();
    }

    private PhcOffset sandwich() {
        PhcOffset best = null;
        for (int i = 0; i < SAMPLES; i++) {
            long beforeNs = realtime.nanoTime();
            long phcNs = nanoTime();
            best = PhcOffset.better(best,
                    PhcOffset.between(beforeNs, phcNs, realtime.nanoTime(), PhcOffset.Method.SANDWICH));
        }
        return best;
    }

    private void refuseIfGone(String call, int errno) {
        if (errno == Errno.ENODEV) {
            throw failed(call, errno);
        }
    }

    private NativeException failed(String call, int errno) {
        return new NativeException(call, "/dev/ptp" + index, errno, hint(errno));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Libc.close(state, fd);
        }
    }
}
