package io.venturi.cli.monitor;

import java.util.List;

/** What a monitor tells, in order. What has to be kept is on disk before it is told. */
sealed interface MonitorEvent {
    /** Target it is about, empty for all. */
    String target();

    /** ms since 1970. */
    long atMs();

    /** An interval is over. @param rolling with it, shortest span first */
    record Interval(Window window, List<Rolling.Statistics> rolling) implements MonitorEvent {
        @Override
        public String target() {
            return window.target();
        }

        @Override
        public long atMs() {
            return window.endMs();
        }
    }

    /** An alert fires, or is over. @param value a phrase */
    record Alert(String target, long atMs, AlertRule rule, boolean firing, String value) implements MonitorEvent { }

    /** The level of the delays has moved. */
    record LevelChange(String target, long atMs, ChangeDetector.Change change) implements MonitorEvent { }

    /** A load test is over. */
    record Load(LoadResult result) implements MonitorEvent {
        @Override
        public String target() {
            return result.target();
        }

        @Override
        public long atMs() {
            return result.startMs();
        }
    }

    /** Something of this host. */
    record Notice(long atMs, String text) implements MonitorEvent {
        @Override
        public String target() {
            return "";
        }
    }

    /** The end. */
    record Summary(long atMs, long startMs, List<TargetSummary> targets) implements MonitorEvent {
        @Override
        public String target() {
            return "";
        }
    }

    /**
     * A target from start to end.
     *
     * @param whole    intervals without load
     * @param silent   intervals without a reply
     * @param intervals all
     * @param alerts   times an alert began to fire
     * @param changes  of the level
     */
    record TargetSummary(Window whole, long intervals, long silent, long alerts, long changes) { }
}
