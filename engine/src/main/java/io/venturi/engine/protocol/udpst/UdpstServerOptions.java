package io.venturi.engine.protocol.udpst;

import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.plan.ServePlan;
import io.venturi.engine.protocol.udpst.wire.StatusLayout;
import java.util.Map;

/**
 * How a server behaves.
 *
 * @param jumbo          rows of the table may ask for jumbo datagrams; clients must agree
 * @param traditionalMtu packets of 1500 bytes; clients must agree
 * @param key            tried for any key id, empty for none
 * @param keys           by key id, tried first
 * @param policy         what is granted
 * @param load           how to send
 * @param layout         of status PDUs of version 20
 * @param trials         tell the listener of each trial interval
 */
public record UdpstServerOptions(boolean jumbo, boolean traditionalMtu, byte[] key, Map<Integer, byte[]> keys,
                                 TestPolicy policy, SendOptions load, StatusLayout layout, boolean trials) {
    /** Open to all. */
    public static final UdpstServerOptions DEFAULT = new UdpstServerOptions(true, false, new byte[0], Map.of(),
            TestPolicy.DEFAULT, SendOptions.DEFAULT, StatusLayout.V20, false);

    public UdpstServerOptions {
        key = key.clone();
        keys = Map.copyOf(keys);
    }

    /** As planned. */
    public static UdpstServerOptions of(ServePlan.Udpst plan) {
        ServePlan.UdpstLimits limits = plan.limits();
        CapacityPlan.Datagrams datagrams = plan.datagrams();
        return new UdpstServerOptions(datagrams.jumbo(), datagrams.traditionalMtu(), plan.access().key(),
                plan.access().keys(), new TestPolicy((int) (limits.testNs() / 1_000_000_000L), limits.trafficClass(),
                limits.row(), datagrams.randomPayload()), SendOptions.of(datagrams), StatusLayout.V20, plan.trials());
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    /** True if clients must have a key. */
    boolean hasKeys() {
        return key.length > 0 || !keys.isEmpty();
    }
}
