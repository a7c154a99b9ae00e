package io.venturi.engine.api;

import io.venturi.engine.metric.Refusal;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.stamp.StampDrop;
import io.venturi.engine.protocol.stamp.StampReflectorCounters;
import io.venturi.engine.protocol.stamp.StampReflectorCounters.Id;
import io.venturi.engine.protocol.stamp.StampReflectorListener;
import io.venturi.engine.protocol.stamp.StampReflectorOptions;
import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.socket.AccessGate;
import io.venturi.engine.socket.Packet;
import java.net.InetSocketAddress;

/** Connects a {@link ServePlan} and a {@link ServerListener} with the STAMP reflector. */
final class StampServing {

    private StampServing() {
    }

    /** @param local what the socket is bound to */
    static StampReflectorOptions options(ServePlan plan, InetSocketAddress local) {
        ServePlan.Stamp stamp = plan.stamp();
        return StampReflectorOptions.builder().stateful(stamp.stateful()).key(StampKey.of(stamp.key()))
                .packetsPerSecond(stamp.packetsPerSecond()).local(local)
                .kernelReceiveStamps(plan.precision().kernelStamps()).build();
    }

    static ServerTotals totals(StampReflectorCounters counters) {
        long dropped = 0;
        for (StampDrop reason : StampDrop.values()) {
            dropped += counters.drops(reason);
        }
        return new ServerTotals(counters.get(Id.BEGUN), counters.get(Id.LIVE), counters.get(Id.REPLIES),
                counters.get(Id.REPLY_BYTES), dropped);
    }

    /** Turns events into log lines. */
    static final class Log implements StampReflectorListener {
        private final ServerListener listener;
        private final DropLog drops;
        private final AccessGate gate;

        Log(ServerListener listener, AccessGate gate) {
            this.listener = listener;
            this.gate = gate;
            drops = new DropLog(listener);
        }

        @Override
        public void begun(Packet packet, int ssid) {
            listener.onEvent(packet.peerAddress(), "StampSession", "new STAMP session, SSID=" + ssid);
        }

        @Override
        public void expired(InetSocketAddress peer, int ssid) {
            listener.onEvent(peer, "StampExpired", "forgot idle STAMP session, SSID=" + ssid);
        }

        @Override
        public void dropped(Packet packet, StampDrop reason) {
            drops.dropped(packet, "STAMP " + reason, text(reason));
            switch (reason) {
                case ACCESS_LIST -> gate.count(Refusal.LIST);
                case BAD_HMAC -> gate.count(Refusal.KEY);
                case UNLISTED, PACKET_RATE, GROWTH_RATE, TOO_MANY_SESSIONS, TOO_MANY_SESSIONS_OF_ADDRESS ->
                        gate.count(Refusal.LIMIT);
                case NONE, TRUNCATED, TOO_SHORT, BAD_ERROR_ESTIMATE, REPLY -> { }
            }
        }

        private static String text(StampDrop reason) {
            return switch (reason) {
                case NONE -> "";
                case TRUNCATED -> "datagram is longer than the receive buffer";
                case TOO_SHORT -> "datagram is too short for a request";
                case ACCESS_LIST -> "address is not let in by the access list";
                case BAD_HMAC -> "request is not authenticated, or by another key";
                case BAD_ERROR_ESTIMATE -> "request has an error estimate of zero";
                case REPLY -> "datagram is a reply, not a request";
                case UNLISTED -> "session is not listed";
                case PACKET_RATE -> "address sends more requests than it may";
                case GROWTH_RATE -> "address sends more short requests than it may";
                case TOO_MANY_SESSIONS -> "there is no room for another session";
                case TOO_MANY_SESSIONS_OF_ADDRESS -> "address has as many sessions as it may";
            };
        }
    }
}
