package io.venturi.engine.api;

import io.venturi.engine.metric.CapacityServerTotals;
import io.venturi.engine.metric.CapacityServerTotals.Activations;
import io.venturi.engine.metric.CapacityServerTotals.Allocated;
import io.venturi.engine.metric.CapacityServerTotals.Invalid;
import io.venturi.engine.metric.CapacityServerTotals.Load;
import io.venturi.engine.metric.CapacityServerTotals.Messages;
import io.venturi.engine.metric.CapacityServerTotals.Setups;
import io.venturi.engine.metric.CapacityTally;
import io.venturi.engine.metric.CapacityTally.Variation;
import io.venturi.engine.protocol.udpst.Admission;
import io.venturi.engine.protocol.udpst.LoadCounts;
import io.venturi.engine.protocol.udpst.UdpstCounters;
import io.venturi.engine.protocol.udpst.UdpstCounters.Id;
import io.venturi.engine.protocol.udpst.UdpstServing;

/** What the counters of a server say. */
final class CapacityTotals {
    private CapacityTotals() {
    }

    /** @param wakeUps times a lane of a test slept and came back */
    static CapacityServerTotals of(UdpstServing serving, long wakeUps) {
        UdpstCounters c = serving.counters();
        Admission admission = serving.admission();
        return new CapacityServerTotals(
                new Setups(c.get(Id.SETUPS), c.get(Id.SETUPS_ACCEPTED), c.get(Id.SETUPS_REJECTED),
                        c.get(Id.BAD_VERSION), c.get(Id.BAD_OPTION), c.get(Id.BANDWIDTH_EXCEEDED),
                        c.get(Id.NO_CONNECTION), c.get(Id.LEGACY), c.get(Id.AUTH_FAILED), c.get(Id.AUTH_TIME)),
                new Activations(c.get(Id.ACTIVATION_TIMEOUTS), c.get(Id.ACTIVATIONS),
                        c.get(Id.ACTIVATIONS_ACCEPTED), 0, 0),
                new Invalid(c.get(Id.CONTROL_SIZE), c.get(Id.CONTROL_FORMAT), c.get(Id.CONTROL_CHECKSUM),
                        c.get(Id.LOAD_SIZE), c.get(Id.LOAD_FORMAT), c.get(Id.LOAD_CHECKSUM), c.get(Id.STATUS_SIZE),
                        c.get(Id.STATUS_FORMAT), c.get(Id.STATUS_CHECKSUM)),
                load(c, serving.load(), wakeUps),
                new Messages(c.get(Id.STATUS_SENT), c.get(Id.STATUS_RECEIVED), c.get(Id.STATUS_LOST_HERE),
                        c.get(Id.STATUS_LOST_THERE), c.get(Id.STOPPED_HERE), c.get(Id.STOPPED_THERE)),
                new Allocated(admission.connections(), admission.mbps(false), admission.mbps(true)));
    }

    private static Load load(UdpstCounters c, LoadCounts sent, long wakeUps) {
        return new Load(sent.sent(), sent.sentIpBytes(), sent.refused(), sent.refusals(),
                sent.calls(),
                new CapacityTally(c.get(Id.DELIVERED), c.get(Id.DELIVERED_BYTES), c.get(Id.DELIVERED_LOST),
                        c.get(Id.DELIVERED_REORDERED), c.get(Id.DELIVERED_DUPLICATE), c.get(Id.DELIVERED_MARKED),
                        Variation.NONE, Variation.NONE),
                c.get(Id.DELIVERED_BYTES) + c.get(Id.DELIVERED_HEADER_BYTES),
                new CapacityTally(c.get(Id.RECEIVED), c.get(Id.RECEIVED_BYTES), c.get(Id.RECEIVED_LOST),
                        c.get(Id.RECEIVED_REORDERED), c.get(Id.RECEIVED_DUPLICATE), c.get(Id.RECEIVED_MARKED),
                        Variation.NONE, Variation.NONE),
                c.get(Id.RECEIVED_BYTES) + c.get(Id.RECEIVED_HEADER_BYTES), c.get(Id.RECEIVE_CALLS), wakeUps,
                sent.missed());
    }
}
