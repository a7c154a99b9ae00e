package io.venturi.cli.monitor;

import java.util.Optional;

/** Whether one rule fires for one target. One thread. */
final class AlertState {
    private static final long NEVER = Long.MIN_VALUE;

    private final AlertRule rule;
    private final boolean atOnce;
    private long sinceMs = NEVER;
    private boolean firing;
    private boolean everFired;

    /** @param atOnce do not wait until the condition has held for its time: there will be one interval only */
    AlertState(AlertRule rule, boolean atOnce) {
        this.rule = rule;
        this.atOnce = atOnce;
    }

    AlertRule rule() {
        return rule;
    }

    boolean firing() {
        return firing;
    }

    boolean everFired() {
        return everFired;
    }

    /** Take in an interval; present if the alert begins to fire (true) or is over (false). */
    Optional<Boolean> take(Window window) {
        Optional<Boolean> holds = rule.holds(window);
        if (holds.isEmpty()) {
            return Optional.empty();
        }
        if (!holds.get()) {
            sinceMs = NEVER;
            boolean was = firing;
            firing = false;
            return was ? Optional.of(false) : Optional.empty();
        }
        sinceMs = sinceMs == NEVER ? window.startMs() : sinceMs;
        if (firing || !atOnce && window.endMs() - sinceMs < rule.holdMs()) {
            return Optional.empty();
        }
        firing = true;
        everFired = true;
        return Optional.of(true);
    }

    /** Something that rules of its kind are about has happened, or a load test told that it has not. */
    Optional<Boolean> happened(boolean bad) {
        boolean was = firing;
        firing = bad && rule.subject() == AlertRule.Subject.RATE;
        everFired |= bad;
        return bad && !was ? Optional.of(true) : !bad && was ? Optional.of(false) : Optional.empty();
    }
}
