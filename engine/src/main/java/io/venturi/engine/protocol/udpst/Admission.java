package io.venturi.engine.protocol.udpst;

import io.venturi.engine.protocol.udpst.wire.SetupCode;
import java.util.HashMap;
import java.util.Map;

/**
 * Who may test at once: connections in all and per address, Mbit/s per direction. Thread-safe; asked per connection.
 */
public final class Admission {
    /** Most connections a server of this protocol has at once. */
    public static final int MOST_CONNECTIONS = 254;

    private final int most;
    private final int mostPerAddress;
    private final int mostMbps;
    private final Map<Client, Integer> perAddress = new HashMap<>();
    private int connections;
    private int upMbps;
    private int downMbps;

    private record Client(long high, long low) {
    }

    /**
     * @param most           connections, 1..254
     * @param mostPerAddress of one client address, 0 for no limit of its own
     * @param mostMbps       in each direction, 0 for no limit
     */
    public Admission(int most, int mostPerAddress, int mostMbps) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.mostMbps = mostMbps;
    }

    /** Whether the bandwidth is there; takes nothing. */
    synchronized SetupCode bandwidth(int mbps, boolean upstream) {
        if (mostMbps == 0) {
            return SetupCode.ACCEPTED;
        }
        if (mbps == 0) {
            return SetupCode.BANDWIDTH_REQUIRED;
        }
        return (upstream ? upMbps : downMbps) + mbps > mostMbps ? SetupCode.BANDWIDTH_EXCEEDED : SetupCode.ACCEPTED;
    }

    /** Take a connection and its bandwidth; false if there is none left, and then nothing is taken. */
    synchronized boolean take(long high, long low, int mbps, boolean upstream) {
        Client client = new Client(high, low);
        int before = perAddress.getOrDefault(client, 0);
        if (connections >= most || mostPerAddress > 0 && before >= mostPerAddress) {
            return false;
        }
        connections++;
        perAddress.put(client, before + 1);
        use(mbps, upstream);
        return true;
    }

    /** Give back what was taken. */
    synchronized void release(long high, long low, int mbps, boolean upstream) {
        connections--;
        perAddress.computeIfPresent(new Client(high, low), (_, count) -> count == 1 ? null : count - 1);
        use(-mbps, upstream);
    }

    private void use(int mbps, boolean upstream) {
        if (upstream) {
            upMbps += mbps;
        } else {
            downMbps += mbps;
        }
    }

    /** Connections there are now. */
    public synchronized int connections() {
        return connections;
    }

    /** Mbit/s taken now. */
    public synchronized int mbps(boolean upstream) {
        return upstream ? upMbps : downMbps;
    }
}
