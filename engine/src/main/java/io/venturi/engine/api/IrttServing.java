package io.venturi.engine.api;

import io.venturi.engine.metric.Refusal;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.irtt.IrttServerCounters;
import io.venturi.engine.protocol.irtt.IrttServerCounters.Id;
import io.venturi.engine.protocol.irtt.IrttServerListener;
import io.venturi.engine.protocol.irtt.IrttServerOptions;
import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.socket.AccessGate;
import io.venturi.engine.socket.Packet;
import java.net.InetSocketAddress;

/** Connects a {@link ServePlan} and a {@link ServerListener} with the IRTT server. */
final class IrttServing {

    private IrttServing() {
    }

    static IrttServerOptions options(ServePlan plan) {
        return IrttServerOptions.builder(plan.irtt()).kernelReceiveStamps(plan.precision().kernelStamps()).build();
    }

    static ServerTotals totals(IrttServerCounters counters) {
        long dropped = 0;
        for (DropReason reason : DropReason.values()) {
            dropped += counters.drops(reason);
        }
        return new ServerTotals(counters.get(Id.OPENED), counters.get(Id.LIVE), counters.get(Id.ECHO_REPLIES),
                counters.get(Id.ECHO_REPLY_BYTES), dropped);
    }

    /** Turns events into log lines. */
    static final class Log implements IrttServerListener {
        private final ServerListener listener;
        private final DropLog drops;
        private final AccessGate gate;

        Log(ServerListener listener, AccessGate gate) {
            this.listener = listener;
            this.gate = gate;
            drops = new DropLog(listener);
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
            drops.dropped(packet, reason.code(), reason.text());
            switch (reason) {
                case ACCESS_LIST -> gate.count(Refusal.LIST);
                case NO_HMAC, BAD_HMAC, UNEXPECTED_HMAC -> gate.count(Refusal.KEY);
                case LARGE_REQUEST, SHORT_INTERVAL, TOO_MANY_SESSIONS, TOO_MANY_SESSIONS_OF_ADDRESS, OPEN_RATE ->
                        gate.count(Refusal.LIMIT);
                case NONE, FIELDS_LENGTH_TOO_LARGE, TRUNCATED, BAD_MAGIC, INVALID_FLAG_BITS_SET, UNEXPECTED_REPLY_FLAG,
                        SHORT_PARAM_BUFFER, PARAM_OVERFLOW, INVALID_PARAM_VALUE, INVALID_RECEIVED_STATS_INT,
                        INVALID_STAMP_AT_INT, INVALID_CLOCK_INT, INVALID_CONN_TOKEN, ADDRESS_MISMATCH -> { }
            }
        }

        private static String hex(long token) {
            return "%016x".formatted(token);
        }
    }
}
