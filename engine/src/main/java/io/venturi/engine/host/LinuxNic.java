package io.venturi.engine.host;

import static io.venturi.ffi.linux.EthtoolStructs.ETHTOOL_COALESCE;
import static io.venturi.ffi.linux.EthtoolStructs.ETHTOOL_RINGPARAM;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.venturi.engine.clock.Reading;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.socket.EgressQueue;
import io.venturi.engine.socket.StampAbility;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.EthtoolStructs;
import io.venturi.ffi.linux.NetDevice;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.ethtool_ts_info;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;

/**
 * An interface of this host, asked by the ethtool requests of SIOCETHTOOL, which need no permission to read.
 *
 * <p>Thread: any, one at a time.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/netdevice.7.html">netdevice(7)</a>
 */
final class LinuxNic implements Nic {
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
    public Reading<StampAbility> stamping() {
        return ask(Linux.ETHTOOL_GET_TS_INFO(), ethtool_ts_info.sizeof(), StampAbility::of);
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
        try {
            return EgressQueue.of(name).map(EgressQueue::name).map(Reading::of)
                    .orElse(Reading.missing("the kernel lists none"));
        } catch (NativeException e) {
            return Reading.missing(e.getMessage());
        }
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
            int result = NetDevice.ioctl(name, Linux.SIOCETHTOOL(), settings);
            if (result < 0) {
                return result;
            }
            settings.set(JAVA_INT, 0, place.set);
            settings.set(JAVA_INT, place.field, (int) value);
            return NetDevice.ioctl(name, Linux.SIOCETHTOOL(), settings);
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
            int result = NetDevice.ioctl(name, Linux.SIOCETHTOOL(), answer);
            return result >= 0 ? Reading.of(read.apply(answer)) : Reading.missing(result == -Errno.EOPNOTSUPP
                    ? "the driver of " + name + " does not tell" : name + ": " + Errno.describe(-result));
        }
    }

    private static long number(MemorySegment from, long offset) {
        return Integer.toUnsignedLong(from.get(JAVA_INT, offset));
    }
}
