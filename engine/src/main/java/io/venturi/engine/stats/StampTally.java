package io.venturi.engine.stats;

import static io.venturi.engine.metric.Stamping.Kind.RECEIVE_HARDWARE;
import static io.venturi.engine.metric.Stamping.Kind.RECEIVE_KERNEL;
import static io.venturi.engine.metric.Stamping.Kind.TRANSMIT_HARDWARE;
import static io.venturi.engine.metric.Stamping.Kind.TRANSMIT_KERNEL;

import io.venturi.engine.metric.RttSettings.PeerStamps;
import io.venturi.engine.metric.StampSetup;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.metric.Stamping;
import io.venturi.engine.metric.Stamping.Kind;
import io.venturi.engine.metric.Stamping.Missing;
import io.venturi.engine.metric.Stamping.PeerSource;
import io.venturi.engine.metric.Stamping.Reason;
import io.venturi.engine.record.RoundTripRow;
import java.util.ArrayList;
import java.util.List;

/** Counts which stamps came and which did not: each row once, when nothing more can come for it. */
final class StampTally {
    private long sent;
    private long sentKernel;
    private long sentNic;
    private long lacksSentKernel;
    private long lacksSentNic;
    private long lacksBothSent;
    private long answered;
    private long receivedKernel;
    private long receivedNic;
    private long lacksReceivedKernel;
    private long lacksReceivedNic;
    private long bothKernel;
    private long bothNic;
    private long peerKernel;
    private long peerUser;

    /** Count a row for good. Allocates nothing. */
    void settle(RoundTripRow row) {
        if (row.sent()) {
            sent++;
            sentKernel += one(row.sentKernelNs() != 0);
            sentNic += one(row.sentNicNs() != 0);
            lacksSentKernel += one(row.lacksSentKernel());
            lacksSentNic += one(row.lacksSentNic());
            lacksBothSent += one(row.lacksSentKernel() && row.lacksSentNic());
        }
        if (row.answered()) {
            answered++;
            receivedKernel += one(row.receivedKernelNs() != 0);
            receivedNic += one(row.receivedNicNs() != 0);
            lacksReceivedKernel += one(row.lacksReceivedKernel());
            lacksReceivedNic += one(row.lacksReceivedNic());
            bothKernel += one(row.sentKernelNs() != 0 && row.receivedKernelNs() != 0);
            bothNic += one(row.sentNicNs() != 0 && row.receivedNicNs() != 0);
            peerKernel += one(row.peerKernelReceive());
            peerUser += one(row.peerUserReceive());
        }
    }

    private static int one(boolean condition) {
        return condition ? 1 : 0;
    }

    long transmitStampsMissing() {
        return lacksSentKernel;
    }

    long receiveStampsMissing() {
        return lacksReceivedKernel;
    }

    /** What all that means. */
    Stamping stamping(StampSetup setup, PeerStamps peerStamps, boolean ringOverrun) {
        boolean receives = peerStamps != PeerStamps.NONE && peerStamps != PeerStamps.SEND;
        boolean sends = peerStamps != PeerStamps.NONE && peerStamps != PeerStamps.RECEIVE;
        return new Stamping(setup, lowest(answered, bothKernel, bothNic), lowest(sent, sentKernel, sentNic),
                lowest(answered, receivedKernel, receivedNic), receives ? peerReceived() : PeerSource.NONE,
                sends ? peerSent() : PeerSource.NONE, missing(setup, ringOverrun));
    }

    private static StampSource lowest(long all, long kernel, long nic) {
        return all > 0 && 2 * nic >= all ? StampSource.HARDWARE
                : all > 0 && 2 * kernel >= all ? StampSource.KERNEL : StampSource.USER;
    }

    private PeerSource peerReceived() {
        return answered > 0 && peerKernel == answered ? PeerSource.KERNEL
                : peerUser > 0 && peerKernel + peerUser == answered ? PeerSource.USER : PeerSource.UNKNOWN;
    }

    /** Who tells where it takes the one stamp takes the other before its send call. */
    private PeerSource peerSent() {
        return peerKernel + peerUser > 0 ? PeerSource.USER : PeerSource.UNKNOWN;
    }

    private List<Missing> missing(StampSetup setup, boolean ringOverrun) {
        List<Missing> missing = new ArrayList<>();
        if (setup.asked() == StampSetup.Choice.USER) {
            return missing;
        }
        Reason full = ringOverrun ? Reason.RING_OVERRUN : Reason.ERROR_QUEUE_FULL;
        add(missing, TRANSMIT_KERNEL, lacksSentKernel, sent, sentKernel, full);
        add(missing, RECEIVE_KERNEL, lacksReceivedKernel, answered, receivedKernel, Reason.UNSTAMPED);
        if (setup.nic() != null) {
            long queueFull = sentKernel == 0 ? 0 : lacksBothSent;
            add(missing, TRANSMIT_HARDWARE, lacksSentNic - queueFull, sent, sentNic, Reason.CARD_BUSY);
            add(missing, TRANSMIT_HARDWARE, queueFull, sent, sentNic, full);
            add(missing, RECEIVE_HARDWARE, lacksReceivedNic, answered, receivedNic, Reason.UNSTAMPED);
        }
        return missing;
    }

    private static void add(List<Missing> missing, Kind kind, long count, long of, long came, Reason reason) {
        if (count > 0) {
            missing.add(new Missing(kind, count, of, came == 0 ? Reason.NONE_GIVEN : reason));
        }
    }
}
