package io.venturi.engine.api;

import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.irtt.IrttServerCounters;
import io.venturi.engine.protocol.irtt.IrttServerListener;
import io.venturi.engine.protocol.irtt.IrttServerOptions;
import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.socket.Packet;
import java.net.InetSocketAddress;
import java.util.List;

/** Connects a {@link ServePlan} and a {@link ServerListener} with the IRTT server. */
final class IrttServing {

    private IrttServing() {
    }

    static IrttServerOptions options(ServePlan plan) {
        return IrttServerOptions.builder(plan.irtt()).kernelReceiveStamps(plan.precision().kernelStamps()).build();
    }

    static ServerTotals totals(List<IrttServerCounters> all) {
        long dropped = 0;
        for (IrttServerCounters counters : all) {
            for (DropReason reason : DropReason.values()) {
                dropped += counters.drops(reason);
            }
        }
        return new ServerTotals(sum(all, IrttServerCounters.Id.OPENED), sum(all, IrttServerCounters.Id.LIVE),
                sum(all, IrttServerCounters.Id.ECHO_REPLIES), sum(all, IrttServerCounters.Id.ECHO_REPLY_BYTES),
                dropped);
    }

    private static long sum(List<IrttServerCounters> all, IrttServerCounters.Id id) {
        return all.stream().mapToLong(counters -> counters.get(id)).sum();
    }

    /** Turns events into log lines; drops are told at most {@link #MOST_DROPS_PER_SECOND} times a second. */
    static final class Log implements IrttServerListener {
        private static final int MOST_DROPS_PER_SECOND = 10;
        private static final long SECOND_NS = 1_000_000_000L;

        private final ServerListener listener;
        private long secondBeganNs;
        private int dropsTold;
        private long dropsUntold;

        Log(ServerListener listener) {
            this.listener = listener;
        }

        @Override
        public void opened(Packet packet, long token, IrttParams granted) {
            listener.onEvent(packet.peerAddress(), "NewConn", "new connection, token=" + hex(token));
        }

        @Override
        public void probed(Packet packet, IrttParams granted) {
            listener.onEvent(packet.peerAddress(), "OpenClose", "open-close connection");
        }

        @Override
        public void fillUnknown(Packet packet, String descriptor) {
            listener.onEvent(packet.peerAddress(), "InvalidServerFill",
                    "invalid server fill " + descriptor + " requested, using own");
        }

        @Override
        public void closed(Packet packet, long token) {
            listener.onEvent(packet.peerAddress(), "CloseConn", "close connection, token=" + hex(token));
        }

        @Override
        public void exceededDuration(Packet packet, long token) {
            listener.onEvent(packet.peerAddress(), "ExceededDuration",
                    "closing connection due to duration limit exceeded");
        }

        @Override
        public void expired(InetSocketAddress peer, long token) {
            listener.onEvent(peer, "Expired", "forgot idle connection, token=" + hex(token));
        }

        @Override
        public void dropped(Packet packet, DropReason reason) {
            long nowNs = packet.receivedUserNs();
            if (nowNs - secondBeganNs > SECOND_NS) {
                if (dropsUntold > 0) {
                    listener.onEvent(null, "Drop", dropsUntold + " more drops were not logged");
                }
                secondBeganNs = nowNs;
                dropsTold = 0;
                dropsUntold = 0;
            }
            if (dropsTold++ < MOST_DROPS_PER_SECOND) {
                listener.onEvent(packet.peerAddress(), "Drop", "[" + reason.code() + "] " + reason.text());
            } else {
                dropsUntold++;
            }
        }

        private static String hex(long token) {
            return "%016x".formatted(token);
        }
    }
}
