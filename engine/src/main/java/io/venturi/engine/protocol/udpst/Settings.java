package io.venturi.engine.protocol.udpst;

import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacitySettings;
import io.venturi.engine.protocol.udpst.wire.SearchAlgorithm;
import io.venturi.engine.protocol.udpst.wire.TestParameters;

/** The parameters of a test as they are on the wire and as people are told of them. */
final class Settings {
    private static final long SECOND_NS = 1_000_000_000L;

    private Settings() {
    }

    static CapacitySettings of(TestParameters p, int version) {
        return new CapacitySettings(version, p.upstream() ? CapacityDirection.UP : CapacityDirection.DOWN,
                p.lowMs() * Millis.NS, p.highMs() * Millis.NS, p.trialMs() * Millis.NS, p.seconds() * SECOND_NS,
                p.subIntervalMs() * Millis.NS, p.trafficClass(),
                p.row() == TestParameters.AUTOMATIC ? CapacitySettings.AUTOMATIC : p.row(), p.startRow(), p.oneWay(),
                p.step(), p.slowThreshold(), p.errorThreshold(), p.ignoreReordered(), p.randomPayload(),
                p.algorithm().name().charAt(0), p.ceThreshold(), p.frozen());
    }

    static TestParameters of(CapacitySettings s) {
        return new TestParameters(s.direction() == CapacityDirection.UP, (int) (s.lowerThresholdNs() / Millis.NS),
                (int) (s.upperThresholdNs() / Millis.NS), (int) (s.trialIntervalNs() / Millis.NS),
                (int) (s.testIntervalNs() / SECOND_NS), (int) (s.subIntervalNs() / Millis.NS), s.trafficClass(),
                s.row() == CapacitySettings.AUTOMATIC ? TestParameters.AUTOMATIC : s.row(), s.startRow(),
                s.oneWayDelay(), s.fastStepRows(), s.slowThreshold(), s.sequenceErrors(), s.ignoreReordered(),
                s.randomPayload(), s.algorithm() == 'C' ? SearchAlgorithm.C : SearchAlgorithm.B, s.ceThreshold(),
                s.frozenSubIntervals());
    }
}
