package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import static io.venturi.ffi.linux.EthtoolStructs.ETHTOOL_COALESCE;
import static io.venturi.ffi.linux.EthtoolStructs.ETHTOOL_RINGPARAM;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.EthtoolStructs;
import io.venturi.ffi.linux.Libc;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.ethtool_ts_info;
import io.venturi.ffi.linux.gen.ifreq;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * An interface of this host, asked by the ethtool requests of SIOCETHTOOL, which need no permission to read.
 *
 * <p>Thread: any, one at a time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
 */
final class LinuxNic implements Nic {
    private static final int TX_SOFTWARE = Linux.SOF_TIMESTAMPING_TX_SOFTWARE();
    private static final int RX_SOFTWARE = Linux.SOF_TIMESTAMPING_RX_SOFTWARE();
    private static final int TX_HARDWARE = Linux.SOF_TIMESTAMPING_TX_HARDWARE();
    private static final int TX_TYPE_ON = 1 << 1;
    private static final int RX_FILTER_ALL = 1 << 1;
    private static final int RX_FILTERS_OF_PTP = 0x7ff8;

    private final String name;

    LinuxNic(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Reading<String> driver() {
        return ask(EthtoolStructs.ETHTOOL_GDRVINFO, EthtoolStructs.ETHTOOL_DRVINFO,
                info -> info.getString(EthtoolStructs.ETHTOOL_DRVINFO_DRIVER));
    }

    @Override
    public Reading<Stamping> stamping() {
        return ask(Linux.ETHTOOL_GET_TS_INFO(), ethtool_ts_info.sizeof(), info -> {
            int flags = info.get(JAVA_INT, ethtool_ts_info.so_timestamping$offset());
            int filters = info.get(JAVA_INT, ethtool_ts_info.rx_filters$offset());
            int types = info.get(JAVA_INT, ethtool_ts_info.tx_types$offset());
            return new Stamping((flags & TX_SOFTWARE) != 0, (flags & RX_SOFTWARE) != 0,
                    (flags & TX_HARDWARE) != 0 && (types & TX_TYPE_ON) != 0, (filters & RX_FILTER_ALL) != 0,
                    (filters & RX_FILTERS_OF_PTP) != 0, info.get(JAVA_INT, ethtool_ts_info.phc_index$offset()));
        });
    }

    @Override
    public Reading<Coalescing> coalescing() {
        return ask(EthtoolStructs.ETHTOOL_GCOALESCE, ETHTOOL_COALESCE, set -> new Coalescing(
                number(set, EthtoolStructs.ETHTOOL_COALESCE_RX_COALESCE_USECS),
                number(set, EthtoolStructs.ETHTOOL_COALESCE_USE_ADAPTIVE_RX_COALESCE) != 0,
                number(set, EthtoolStructs.ETHTOOL_COALESCE_RX_COALESCE_USECS_HIGH)));
    }

    @Override
    public Reading<Rings> rings() {
        return ask(EthtoolStructs.ETHTOOL_GRINGPARAM, ETHTOOL_RINGPARAM, rings -> new Rings(
                number(rings, EthtoolStructs.ETHTOOL_RINGPARAM_RX_PENDING),
                number(rings, EthtoolStructs.ETHTOOL_RINGPARAM_RX_MAX_PENDING),
                number(rings, EthtoolStructs.ETHTOOL_RINGPARAM_TX_PENDING),
                number(rings, EthtoolStructs.ETHTOOL_RINGPARAM_TX_MAX_PENDING)));
    }

    @Override
    public Reading<Offloads> offloads() {
        Reading<Integer> flags = value(EthtoolStructs.ETHTOOL_GFLAGS);
        return flags.isFound() ? Reading.of(new Offloads(isOn(EthtoolStructs.ETHTOOL_GTSO),
                isOn(EthtoolStructs.ETHTOOL_GGSO), isOn(EthtoolStructs.ETHTOOL_GGRO),
                (flags.get() & EthtoolStructs.ETH_FLAG_LRO) != 0)) : Reading.missing(flags.why());
    }

    @Override
    public Reading<String> qdisc() {
        return Qdiscs.of(name);
    }

    @Override
    public Reading<Long> get(NicSetting setting) {
        Place place = Place.of(setting);
        return ask(place.get, place.size, now -> number(now, place.field));
    }

    @Override
    public int set(NicSetting setting, long value) {
        Place place = Place.of(setting);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment settings = arena.allocate(place.size, 8);
            settings.set(JAVA_INT, 0, place.get);
            int result = ethtool(arena, settings);
            if (result < 0) {
                return result;
            }
            settings.set(JAVA_INT, 0, place.set);
            settings.set(JAVA_INT, place.field, (int) value);
            return ethtool(arena, settings);
        }
    }

    /** Where a setting lies: the requests that get and set its structure, and its offset there. */
    private record Place(int get, int set, int size, int field) {
        static Place of(NicSetting setting) {
            return switch (setting) {
                case RX_USECS -> coalescing(EthtoolStructs.ETHTOOL_COALESCE_RX_COALESCE_USECS);
                case ADAPTIVE_RX -> coalescing(EthtoolStructs.ETHTOOL_COALESCE_USE_ADAPTIVE_RX_COALESCE);
                case RX_RING -> ring(EthtoolStructs.ETHTOOL_RINGPARAM_RX_PENDING);
                case TX_RING -> ring(EthtoolStructs.ETHTOOL_RINGPARAM_TX_PENDING);
            };
        }

        private static Place coalescing(int field) {
            return new Place(EthtoolStructs.ETHTOOL_GCOALESCE, EthtoolStructs.ETHTOOL_SCOALESCE, ETHTOOL_COALESCE,
                    field);
        }

        private static Place ring(int field) {
            return new Place(EthtoolStructs.ETHTOOL_GRINGPARAM, EthtoolStructs.ETHTOOL_SRINGPARAM, ETHTOOL_RINGPARAM,
                    field);
        }
    }

    private boolean isOn(int request) {
        return value(request).found().orElse(0) != 0;
    }

    private Reading<Integer> value(int request) {
        return ask(request, EthtoolStructs.ETHTOOL_VALUE,
                value -> value.get(JAVA_INT, EthtoolStructs.ETHTOOL_VALUE_DATA));
    }

    private <T> Reading<T> ask(int request, long size, Function<MemorySegment, T> read) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(size, 8);
            answer.set(JAVA_INT, 0, request);
            int result = ethtool(arena, answer);
            return result >= 0 ? Reading.of(read.apply(answer)) : Reading.missing(result == -Errno.EOPNOTSUPP
                    ? "the driver of " + name + " does not tell" : name + ": " + Errno.describe(-result));
        }
    }

    private int ethtool(Arena arena, MemorySegment request) {
        MemorySegment state = Libc.callState(arena);
        int fd = Libc.socket(state, Linux.AF_INET(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
        if (fd == -Errno.EAFNOSUPPORT) { // a kernel without IPv4
            fd = Libc.socket(state, Linux.AF_INET6(), Linux.SOCK_DGRAM() | Linux.SOCK_CLOEXEC(), 0);
        }
        if (fd < 0) {
            return fd;
        }
        MemorySegment frame = arena.allocate(ifreq.layout());
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        MemorySegment.copy(bytes, 0, frame, JAVA_BYTE, 0, Math.min(bytes.length, 15));
        frame.set(ADDRESS, ifreq.ifr_ifru$offset(), request);
        int result = Libc.ioctl(state, fd, Linux.SIOCETHTOOL(), frame);
        Libc.close(state, fd);
        return result;
    }

    private static long number(MemorySegment from, long offset) {
        return Integer.toUnsignedLong(from.get(JAVA_INT, offset));
    }
}
