package io.venturi.cli.irtt;

import io.venturi.engine.metric.Fate;
import io.venturi.engine.metric.RoundTrip;
import io.venturi.engine.metric.RoundTrips;
import java.util.List;

/** Rows written down in a test. */
record FixedRoundTrips(List<Row> rows) implements RoundTrips {

    /** Stamps in ns; 0 for none. */
    record Row(Fate fate, boolean late, long sentWallNs, long sentNs, long receivedWallNs, long receivedNs,
               long peerReceivedWallNs, long peerReceivedNs, long peerSentWallNs, long peerSentNs) {

        static Row lost(Fate fate, long sentWallNs, long sentNs) {
            return new Row(fate, false, sentWallNs, sentNs, 0, 0, 0, 0, 0, 0);
        }
    }

    @Override
    public long first() {
        return 0;
    }

    @Override
    public long size() {
        return rows.size();
    }

    @Override
    public Cursor cursor() {
        return new View();
    }

    /** A view standing on this row. */
    RoundTrip at(long seq) {
        return cursor().moveTo(seq);
    }

    @Override
    public void close() {
    }

    private final class View implements Cursor {
        private long seq;

        private Row row() {
            return rows.get((int) seq);
        }

        @Override
        public Cursor moveTo(long to) {
            seq = to;
            return this;
        }

        @Override
        public long seq() {
            return seq;
        }

        @Override
        public RoundTrip previous() {
            return seq == 0 ? null : at(seq - 1);
        }

        @Override
        public boolean sent() {
            return row().fate != Fate.NOT_RECORDED;
        }

        @Override
        public boolean answered() {
            return row().fate == Fate.ANSWERED;
        }

        @Override
        public boolean stalled() {
            return false;
        }

        @Override
        public boolean late() {
            return row().late;
        }

        @Override
        public boolean afterClockStep() {
            return false;
        }

        @Override
        public boolean peerKernelReceive() {
            return false;
        }

        @Override
        public boolean peerUserReceive() {
            return false;
        }

        @Override
        public long sentNicNs() {
            return 0;
        }

        @Override
        public long receivedNicNs() {
            return 0;
        }

        @Override
        public long peerSendResidenceNs() {
            return ABSENT;
        }

        @Override
        public Fate fate() {
            return row().fate;
        }

        @Override
        public int duplicates() {
            return 0;
        }

        @Override
        public long intendedNs() {
            return row().sentNs;
        }

        @Override
        public long sentUserNs() {
            return row().sentNs;
        }

        @Override
        public long sentWallNs() {
            return row().sentWallNs;
        }

        @Override
        public long sendCallNs() {
            return 0;
        }

        @Override
        public long sentKernelNs() {
            return 0;
        }

        @Override
        public long receivedUserNs() {
            return row().receivedNs;
        }

        @Override
        public long receivedWallNs() {
            return row().receivedWallNs;
        }

        @Override
        public long receivedKernelNs() {
            return 0;
        }

        @Override
        public long peerReceivedNs() {
            return row().peerReceivedNs;
        }

        @Override
        public long peerReceivedWallNs() {
            return row().peerReceivedWallNs;
        }

        @Override
        public long peerSentNs() {
            return row().peerSentNs;
        }

        @Override
        public long peerSentWallNs() {
            return row().peerSentWallNs;
        }

        @Override
        public int replyBytes() {
            return answered() ? 60 : 0;
        }

        @Override
        public int trafficClass() {
            return -1;
        }

        @Override
        public int hopLimit() {
            return -1;
        }
    }
}
