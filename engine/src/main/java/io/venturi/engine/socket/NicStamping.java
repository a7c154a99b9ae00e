package io.venturi.engine.socket;

import io.venturi.engine.error.HostException;
import io.venturi.engine.metric.StampSetup;
import io.venturi.ffi.linux.Errno;
import io.venturi.ffi.linux.NetDevice;
import io.venturi.ffi.linux.gen.Linux;
import io.venturi.ffi.linux.gen.ethtool_ts_info;
import io.venturi.ffi.linux.gen.hwtstamp_config;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;

/**
 * The time stamps of a network card, switched on for the time of a test. What a card can is asked of its driver: a
 * socket accepts to be stamped by any card, and then nothing comes.
 *
 * <p>The setting is one for all programs on the interface. It is left alone if it suffices, and put back on
 * {@link #close}, or when this JVM ends, unless somebody else has changed it since.
 *
 * <p>Thread-safe. Set-up only.
 *
 * @see <a href="https://docs.kernel.org/networking/timestamping.html">kernel: timestamping, 2.2 and 3</a>
 */
public final class NicStamping implements AutoCloseable {
    /** hwtstamp_rx_filters as ethtool(8) calls them, by number. */
    private static final List<String> FILTERS = List.of("none", "all", "some", "ptpv1-l4-event", "ptpv1-l4-sync",
            "ptpv1-l4-delay-req", "ptpv2-l4-event", "ptpv2-l4-sync", "ptpv2-l4-delay-req", "ptpv2-l2-event",
            "ptpv2-l2-sync", "ptpv2-l2-delay-req", "ptpv2-event", "ptpv2-sync", "ptpv2-delay-req", "ntp-all");
    private static final int NONE = Linux.HWTSTAMP_FILTER_NONE();
    private static final int ALL = Linux.HWTSTAMP_FILTER_ALL();
    /** The narrowest first. */
    private static final int[] FOR_PTP_EVENTS =
            {Linux.HWTSTAMP_FILTER_PTP_V2_L4_EVENT(), Linux.HWTSTAMP_FILTER_PTP_V2_EVENT(), ALL};
    private static final int[] FOR_ALL = {ALL};
    private static final int ON = Linux.HWTSTAMP_TX_ON();
    private static final int OFF = Linux.HWTSTAMP_TX_OFF();

    /** A setting of the card: hwtstamp_config. */
    record Config(int txType, int rxFilter) {}

    private final String device;
    private final StampAbility ability;
    private final int[] indexes;
    private final Config before;
    private final Config inForce;
    private final boolean suffices;
    private final Thread hook = new Thread(this::restore, "venturi-nic");
    private boolean restored;

    private NicStamping(String device, StampAbility ability, int[] indexes, Config before, Config inForce,
                        boolean suffices) {
        this.device = device;
        this.ability = ability;
        this.indexes = indexes;
        this.before = before;
        this.inForce = inForce;
        this.suffices = suffices;
    }

    /** True if this interface's card can stamp what is sent; false also for no interface at all. */
    public static boolean isPossible(String device) {
        try (Control control = new Control()) {
            StampAbility ability = control.ability(device);
            return ability != null && ability.transmitsHardware();
        }
    }

    /**
     * Switch on the stamps of this interface's card.
     *
     * @param ptpEvents only PTP event messages have to be stamped as they arrive
     * @throws HostException if the card stamps nothing that is sent, or may not be set; the message says what to do
     */
    public static NicStamping switchOn(String device, boolean ptpEvents) {
        try (Control control = new Control()) {
            StampAbility ability = control.ability(device);
            if (ability == null || !ability.transmitsHardware()) {
                String shown = device.isEmpty() ? "The way to the peer" : device;
                throw new HostException(shown + " has no clock to stamp packets with; `ethtool -T " + device
                        + "` shows what it has.", null);
            }
            Config before = control.read(device);
            Config wanted = wanted(ability, before, ptpEvents);
            boolean suffices = suffices(wanted.rxFilter, ptpEvents);
            Config inForce = before;
            if (!wanted.equals(before)) {
                inForce = control.set(device, wanted);
            }
            NicStamping stamping = new NicStamping(device, ability, control.sharing(ability.phcIndex()), before,
                    inForce, suffices);
            if (stamping.switchedOn()) {
                Runtime.getRuntime().addShutdownHook(stamping.hook);
            }
            return stamping;
        }
    }

    /** The least change that makes the card stamp what is to be stamped; {@code before} if that does already. */
    static Config wanted(StampAbility ability, Config before, boolean ptpEvents) {
        if (before.txType != OFF && before.txType != ON) {
            return before; // one-step: transmitted events are stamped on their way, others as with ON
        }
        int filter = before.rxFilter;
        if (!suffices(filter, ptpEvents)) {
            for (int candidate : ptpEvents ? FOR_PTP_EVENTS : FOR_ALL) {
                if (ability.filters(candidate)) {
                    return new Config(ON, candidate);
                }
            }
        }
        return new Config(ON, filter);
    }

    private static boolean suffices(int filter, boolean ptpEvents) {
        for (int enough : ptpEvents ? FOR_PTP_EVENTS : FOR_ALL) {
            if (filter == enough) {
                return true;
            }
        }
        return false;
    }

    /** True if the card also stamps the packets that arrive. */
    public boolean stampsArrivals() {
        return suffices;
    }

    /** Numbers of the interfaces that share this card's clock, such as those stacked on it. */
    public int[] indexes() {
        return indexes.clone();
    }

    /** For the report. */
    public StampSetup.Nic nic() {
        return new StampSetup.Nic(device, ability.phcIndex(), filterName(inForce.rxFilter), switchedOn());
    }

    /** What a user should know; may be empty. */
    public String note() {
        StringBuilder note = new StringBuilder();
        if (before.txType != OFF || before.rxFilter != NONE) {
            note.append(switchedOn()
                    ? "The stamps of %s were in use by another program, such as ptp4l (filter %s); set to %s meanwhile."
                            .formatted(device, filterName(before.rxFilter), filterName(inForce.rxFilter))
                    : "The stamps of %s were on already, as another program such as ptp4l wants them; left alone."
                            .formatted(device));
        }
        if (!suffices) {
            note.append(note.isEmpty() ? "" : " ").append(device).append(" does not stamp such packets as they arrive")
                    .append(ability.receivesPtp()
                            ? ", only PTP event messages: --ptp-event makes probes look like them." : ".");
        }
        return note.toString();
    }

    private boolean switchedOn() {
        return !inForce.equals(before);
    }

    /** Put the setting back. */
    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending: the hook runs, and finds it done
        }
    }

    private synchronized void restore() {
        if (restored || !switchedOn()) {
            return;
        }
        restored = true;
        try (Control control = new Control()) {
            if (control.read(device).equals(inForce)) {
                control.set(device, before);
            }
        } catch (HostException e) {
            System.err.println("venturi: " + e.getMessage() + " It was: tx_type " + before.txType + ", rx_filter "
                    + before.rxFilter + ".");
        }
    }

    static String filterName(int filter) {
        return filter >= 0 && filter < FILTERS.size() ? FILTERS.get(filter) : "filter " + filter;
    }

    /** Name of the interface that has this address, empty if none has. */
    public static String deviceOf(java.net.InetAddress local) {
        try {
            NetworkInterface found = NetworkInterface.getByInetAddress(local);
            return found == null ? "" : found.getName();
        } catch (SocketException e) {
            return "";
        }
    }

    /** Requests to interfaces. */
    private static final class Control implements AutoCloseable {
        private final Arena arena = Arena.ofConfined();

    /** Null if there is no such interface, or its driver does not tell. */
        StampAbility ability(String device) {
            MemorySegment info = arena.allocate(ethtool_ts_info.layout());
            ethtool_ts_info.cmd(info, Linux.ETHTOOL_GET_TS_INFO());
            return NetDevice.ioctl(device, Linux.SIOCETHTOOL(), info) < 0 ? null : StampAbility.of(info);
        }

        /** Off if the driver cannot tell. */
        Config read(String device) {
            MemorySegment config = arena.allocate(hwtstamp_config.layout());
            return NetDevice.ioctl(device, Linux.SIOCGHWTSTAMP(), config) < 0 ? new Config(OFF, NONE)
                    : new Config(hwtstamp_config.tx_type(config), hwtstamp_config.rx_filter(config));
        }

        /** The setting as the driver took it, which may stamp more than was asked for. */
        Config set(String device, Config wanted) {
            MemorySegment config = arena.allocate(hwtstamp_config.layout());
            hwtstamp_config.tx_type(config, wanted.txType);
            hwtstamp_config.rx_filter(config, wanted.rxFilter);
            int result = NetDevice.ioctl(device, Linux.SIOCSHWTSTAMP(), config);
            if (result < 0) {
                throw new HostException("The stamps of " + device + " cannot be set: " + Errno.describe(-result) + ". "
                        + (result == -Errno.EPERM
                                ? "That needs root or CAP_NET_ADMIN; or let root switch them on beforehand:"
                                + " `hwstamp_ctl -i "
                                        + device + " -t 1 -r " + wanted.rxFilter + "`."
                                : "Its driver refuses transmit stamps with filter " + filterName(wanted.rxFilter)
                                        + "."), null);
            }
            return new Config(hwtstamp_config.tx_type(config), hwtstamp_config.rx_filter(config));
        }

        /** Interfaces whose stamps are by this clock. */
        int[] sharing(int phcIndex) {
            try {
                return NetworkInterface.networkInterfaces().filter(nic -> {
                    StampAbility ability = ability(nic.getName());
                    return ability != null && ability.phcIndex() == phcIndex;
                }).mapToInt(NetworkInterface::getIndex).toArray();
            } catch (SocketException e) {
                throw new HostException("Cannot list the interfaces of this host: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
