package io.venturi.engine.api;

import io.venturi.engine.clock.PtpHardwareClock;
import io.venturi.engine.error.HostException;
import io.venturi.engine.error.NativeException;
import io.venturi.engine.metric.StampSetup;
import io.venturi.engine.metric.StampSetup.Choice;
import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.socket.NicStamping;
import io.venturi.engine.socket.SocketOptions;
import io.venturi.engine.socket.StampOptions;
import io.venturi.engine.socket.UdpSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Stamps of the network card on the way to the peer, if the plan wants them and the card has them.
 *
 * @param stamping null for none
 * @param clock    that the stamps count in; null if it cannot be compared with the system's
 * @param note     why there are none, or what to know of them; may be empty
 */
record CardStamps(NicStamping stamping, PtpHardwareClock clock, String note) implements AutoCloseable {
    static final CardStamps NONE = new CardStamps(null, null, "");

    /**
     * Switch them on until {@link #close}.
     *
     * @throws HostException if nothing else will do, and they cannot be had
     */
    static CardStamps switchOn(RttPlan plan, InetSocketAddress peer) {
        Choice choice = plan.precision().stamps();
        if (choice == Choice.KERNEL || choice == Choice.USER) {
            return NONE;
        }
        String device = device(plan, peer);
        if (choice == Choice.BEST && !NicStamping.isPossible(device)) {
            return NONE;
        }
        try {
            NicStamping stamping = NicStamping.switchOn(device, plan.marks().ptpEvents());
            if (choice == Choice.HARDWARE && !stamping.stampsArrivals()) {
                stamping.close();
                throw new HostException(stamping.note(), null);
            }
            return of(stamping);
        } catch (HostException e) {
            if (choice == Choice.HARDWARE) {
                throw new HostException("No stamps of the network card: " + e.getMessage(), e);
            }
            return new CardStamps(null, null, e.getMessage());
        }
    }

    private static CardStamps of(NicStamping stamping) {
        try {
            return new CardStamps(stamping, PtpHardwareClock.open(stamping.nic().phcIndex()), stamping.note());
        } catch (NativeException e) {
            return new CardStamps(stamping, null, (stamping.note() + " Its clock cannot be compared with this host's,"
                    + " so its stamps tell of round trips only: " + e.getMessage()).strip());
        }
    }

    /** The interface of the route to the peer. */
    private static String device(RttPlan plan, InetSocketAddress peer) {
        if (!plan.target().device().isEmpty()) {
            return plan.target().device();
        }
        InetAddress from = Addresses.local(plan.target().local(), peer.getAddress()).getAddress();
        try (UdpSocket scout = UdpSocket.open(SocketOptions.connected(new InetSocketAddress(from, 0), peer).sized(1, 64)
                .stamped(false, false))) {
            return NicStamping.deviceOf(scout.localAddress().getAddress());
        }
    }

    /** Ask for them on a socket. */
    SocketOptions ask(SocketOptions options) {
        return stamping == null ? options : options.stamped(StampOptions.ofCard(stamping.indexes()));
    }

    /** For the report. */
    StampSetup setup(Choice asked, int socketFlags) {
        return new StampSetup(asked, socketFlags, stamping == null ? null : stamping.nic(), note);
    }

    @Override
    public void close() {
        if (stamping != null) {
            stamping.close();
        }
        if (clock != null) {
            clock.close();
        }
    }
}
