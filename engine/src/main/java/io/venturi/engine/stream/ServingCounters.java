package io.venturi.engine.stream;

import io.venturi.engine.annotation.HotPath;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What one end of a protocol that serves did so far; all counts start at zero.
 *
 * <p>Thread: one lane writes, anyone reads. Wait-free, no allocation.
 *
 * @param <I> what is counted
 * @param <D> why datagrams are dropped
 */
public class ServingCounters<I extends Enum<I>, D extends Enum<D>> {
    private final AtomicLongArray values;
    private final AtomicLongArray drops;

    protected ServingCounters(Class<I> ids, Class<D> reasons) {
        values = new AtomicLongArray(ids.getEnumConstants().length);
        drops = new AtomicLongArray(reasons.getEnumConstants().length);
    }

    /** Any thread: the value as of some recent moment. */
    public long get(I id) {
        return values.getAcquire(id.ordinal());
    }

    /** Any thread: datagrams dropped for this reason, as of some recent moment. */
    public long drops(D reason) {
        return drops.getAcquire(reason.ordinal());
    }

    /** Lane thread only. */
    @HotPath
    public void add(I id, long amount) {
        add(values, id.ordinal(), amount);
    }

    /** Lane thread only. */
    @HotPath
    public void dropped(D reason) {
        add(drops, reason.ordinal(), 1);
    }

    private static void add(AtomicLongArray counters, int index, long amount) {
        counters.setRelease(index, counters.getPlain(index) + amount);
    }
}
