package io.venturi.engine.protocol.udpst;

import io.venturi.engine.protocol.udpst.wire.RateTable;
import io.venturi.engine.protocol.udpst.wire.TestParameters;

/**
 * What a server grants of what is asked for. Nothing is refused; what is out of range becomes the default, what is
 * above a limit of the server becomes that limit.
 *
 * @param mostSeconds      longest test, 5..3600 s
 * @param mostTrafficClass largest traffic class byte, compared as a number, 0..255
 * @param mostRow          largest fixed row or row to start from, 0..1152
 * @param randomPayload    random filling is granted
 */
public record TestPolicy(int mostSeconds, int mostTrafficClass, int mostRow, boolean randomPayload) {
    /** Everything that the protocol allows, but no random filling. */
    public static final TestPolicy DEFAULT = new TestPolicy(3600, 255, RateTable.LAST, false);

    private static final TestParameters USUAL = TestParameters.DEFAULT;

    /** The parameters that come nearest to those asked for. */
    public TestParameters grant(TestParameters asked) {
        int low = within(asked.lowMs(), 1, 10_000, USUAL.lowMs());
        int high = within(asked.highMs(), 1, 10_000, USUAL.highMs());
        if (low > high) {
            low = USUAL.lowMs();
            high = USUAL.highMs();
        }
        int seconds = Math.min(within(asked.seconds(), 5, 3600, USUAL.seconds()), mostSeconds);
        int subInterval = within(asked.subIntervalMs(), 100, 10_000, USUAL.subIntervalMs());
        if (subInterval > seconds * 1000) {
            seconds = USUAL.seconds();
            subInterval = USUAL.subIntervalMs();
        }
        int trafficClass = Math.min(asked.trafficClass(), mostTrafficClass);
        int ecn = trafficClass & 3;
        return new TestParameters(asked.upstream(), low, high, within(asked.trialMs(), 5, 250, USUAL.trialMs()),
                seconds, subInterval, trafficClass, row(asked.row()), asked.startRow(), asked.oneWay(),
                within(asked.step(), 1, 255, USUAL.step()),
                within(asked.slowThreshold(), 1, 65_535, USUAL.slowThreshold()), asked.errorThreshold(),
                asked.ignoreReordered(), asked.randomPayload() && randomPayload, asked.algorithm(),
                ecn == 1 || ecn == 2 ? asked.ceThreshold() : 0,
                asked.frozen() < seconds * 1000 / subInterval ? asked.frozen() : 0);
    }

    private int row(int asked) {
        return asked > RateTable.LAST ? TestParameters.AUTOMATIC : Math.min(asked, mostRow);
    }

    private static int within(int value, int least, int most, int otherwise) {
        return value >= least && value <= most ? value : otherwise;
    }
}
