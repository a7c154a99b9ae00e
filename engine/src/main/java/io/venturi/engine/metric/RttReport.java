package io.venturi.engine.metric;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The result of a round-trip test. Holds {@link RoundTrips} off the heap: whoever gets it closes it.
 *
 * @param metrics in the order in which they are best shown
 */
public record RttReport(RttRun run, List<Metric> metrics, Instrument instrument, RoundTrips roundTrips)
        implements AutoCloseable {

    public RttReport {
        metrics = List.copyOf(metrics);
    }

    /** Delay, empty if not a single one was measured. */
    public Optional<Metric.Delay> delay(Direction direction, StampSource stampedBy) {
        return find(Metric.Delay.class, m -> m.direction() == direction && m.stampedBy() == stampedBy);
    }

    /** IPDV or PDV, empty if not a single one was measured. */
    public Optional<Metric.DelayVariation> variation(Metric.DelayVariation.Form form, Direction direction,
                                                     StampSource stampedBy) {
        return find(Metric.DelayVariation.class,
                m -> m.form() == form && m.direction() == direction && m.stampedBy() == stampedBy);
    }

    /** Time in a host, empty if not a single one was measured. */
    public Optional<Metric.HostResidence> hostResidence(Metric.HostResidence.Host host, Metric.HostResidence.Part part,
                                                        StampSource stampedBy) {
        return find(Metric.HostResidence.class,
                m -> m.host() == host && m.part() == part && m.stampedBy() == stampedBy);
    }

    public Optional<Metric.Rate> rate(Direction direction) {
        return find(Metric.Rate.class, m -> m.direction() == direction);
    }

    public Optional<Metric.Rfc3550Jitter> rfc3550Jitter(Direction direction) {
        return find(Metric.Rfc3550Jitter.class, m -> m.direction() == direction);
    }

    /** The only metric of its type, such as {@link Metric.Loss}; the first one if there are several. */
    public <M extends Metric> Optional<M> metric(Class<M> type) {
        return find(type, m -> true);
    }

    private <M extends Metric> Optional<M> find(Class<M> type, Predicate<M> wanted) {
        return metrics.stream().filter(type::isInstance).map(type::cast).filter(wanted).findFirst();
    }

    @Override
    public void close() {
        roundTrips.close();
    }
}
