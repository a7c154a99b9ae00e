package io.venturi.engine.protocol.udpst;

import io.venturi.engine.plan.CapacityPlan;
import io.venturi.engine.protocol.udpst.wire.SetupPdu;
import io.venturi.engine.protocol.udpst.wire.StatusLayout;
import io.venturi.engine.protocol.udpst.wire.TestParameters;

/**
 * What a client asks for.
 *
 * @param parameters     of each connection
 * @param minConnections without which the test is given up
 * @param maxConnections attempted, 1..24
 * @param ident          of the test, 1..65535
 * @param jumbo          rows of the table may ask for jumbo datagrams; the server must agree
 * @param traditionalMtu packets of 1500 bytes; the server must agree
 * @param key            1..64 bytes, empty for none
 * @param keyId          0..255
 * @param mbps           wanted by all connections together, 0..32767, 0 for unspecified
 * @param load           how to send
 * @param layout         of status PDUs
 * @param trials         tell the listener of each trial interval
 */
public record UdpstClientOptions(TestParameters parameters, int minConnections, int maxConnections, int ident,
                                 boolean jumbo, boolean traditionalMtu, byte[] key, int keyId, int mbps,
                                 SendOptions load, StatusLayout layout, boolean trials) {

    public UdpstClientOptions {
        key = key.clone();
    }

    /** As planned. @param ident of the test, 1..65535 */
    public static UdpstClientOptions of(CapacityPlan plan, int ident) {
        return new UdpstClientOptions(Settings.of(plan.settings(SetupPdu.VERSION)), plan.connections().min(),
                plan.connections().max(), ident, plan.datagrams().jumbo(), plan.datagrams().traditionalMtu(),
                plan.access().key(), plan.access().keyId(), plan.access().maxRateMbps(),
                SendOptions.of(plan.datagrams()), StatusLayout.V20, plan.watch().trials());
    }

    @Override
    public byte[] key() {
        return key.clone();
    }

    boolean hasKey() {
        return key.length > 0;
    }

    /** Mbit/s that each connection asks for. */
    int mbpsOfEach() {
        return mbps == 0 ? 0 : Math.max(1, mbps / maxConnections);
    }
}
