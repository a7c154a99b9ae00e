package io.venturi.engine.metric;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * One connection of a capacity test.
 *
 * @param number      from 1
 * @param target      the server as it was given
 * @param server      its control address
 * @param remote      its address for the test, null if none was opened
 * @param local       ours
 * @param agreed      empty if it was never activated
 * @param ecnBleached the receiver saw that ECN marks were erased
 * @param status      how it ended
 */
public record CapacityConnection(int number, String target, InetSocketAddress server, InetSocketAddress remote,
                                 InetSocketAddress local, Optional<CapacitySettings> agreed, boolean ecnBleached,
                                 CapacityStatus status) {
}
