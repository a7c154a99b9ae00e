package io.venturi.cli.metrics;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableDoubleMeasurement;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends values to a collector of OpenTelemetry, as OTLP over HTTP with protobuf, at equal times and at the end. Names
 * are those of Prometheus. A collector that does not answer costs values, nothing else; the last sums arrive later.
 */
public final class OtlpExport implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String PATH = "/v1/metrics";
    /** Says in its own words, with stack traces, that a collector is away; kept so that it stays silenced. */
    private static final Logger SDK_LOG = Logger.getLogger("io.opentelemetry");

    private final Supplier<List<MetricFamily>> values;
    private final SdkMeterProvider provider;
    private final Meter meter;
    private final DoubleHistogram roundTrips;

    /**
     * Begin to send.
     *
     * @param url    of the collector, to which {@code /v1/metrics} is added if it names no path
     * @param bounds of the histogram of round trips, s, without the infinite one
     * @param teller is told, by any thread, that the collector takes nothing, and that it does again
     */
    public OtlpExport(URI url, Duration every, String version, List<Double> bounds,
                      Supplier<List<MetricFamily>> values, Consumer<String> teller) {
        SDK_LOG.setLevel(Level.OFF);
        this.values = values;
        OtlpHttpMetricExporter exporter = OtlpHttpMetricExporter.builder().setEndpoint(endpoint(url))
                .setTimeout(TIMEOUT).setConnectTimeout(TIMEOUT).setRetryPolicy(null).build(); // sums come again anyway
        MetricExporter told = new ToldExporter(exporter, url.toString(), teller, System::nanoTime);
        provider = SdkMeterProvider.builder()
                .setResource(Resource.create(Attributes.builder().put("service.name", "venturi")
                        .put("service.version", version).build()))
                .registerMetricReader(PeriodicMetricReader.builder(told).setInterval(every).build()).build();
        meter = provider.get("venturi");
        roundTrips = meter.histogramBuilder("venturi_monitor_rtt").setUnit("s").setDescription("Round trips.")
                .setExplicitBucketBoundariesAdvice(bounds).build();
        new ArrayList<>(values.get()).forEach(this::observe);
    }

    private static String endpoint(URI url) {
        String path = url.getPath();
        return path == null || path.isEmpty() || path.equals("/") ? url.resolve(PATH).toString() : url.toString();
    }

    /** Let the values of this name be asked for whenever they are to be sent. */
    private void observe(MetricFamily family) {
        String name = family.name();
        switch (family.kind()) {
            case COUNTER -> meter.counterBuilder(name).ofDoubles().setDescription(family.help())
                    .buildWithCallback(into -> tell(name, into));
            case GAUGE -> meter.gaugeBuilder(name).setDescription(family.help())
                    .buildWithCallback(into -> tell(name, into));
            case HISTOGRAM -> { } // told value by value
        }
    }

    private void tell(String name, ObservableDoubleMeasurement into) {
        values.get().stream().filter(family -> family.name().equals(name)).flatMap(family -> family.points().stream())
                .forEach(point -> into.record(point.value(), attributes(point.labels())));
    }

    private static Attributes attributes(List<String> labels) {
        AttributesBuilder attributes = Attributes.builder();
        for (int i = 0; i < labels.size(); i += 2) {
            attributes.put(labels.get(i), labels.get(i + 1));
        }
        return attributes.build();
    }

    /** So many round trips to a target took so long, s. */
    public void roundTrip(String target, double seconds, long count) {
        Attributes attributes = Attributes.builder().put("target", target).build();
        for (long i = 0; i < count; i++) {
            roundTrips.record(seconds, attributes);
        }
    }

    /** Send what there is, for at most some seconds. */
    @Override
    public void close() {
        provider.shutdown().join(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
