package io.venturi.cli.metrics;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.net.ConnectException;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** An exporter that says when a collector does not take values: at once, then now and then, and when it does again. */
final class ToldExporter implements MetricExporter {
    /** Between two messages while it goes on, ns. */
    static final long AGAIN_NS = 15 * 60 * 1_000_000_000L;

    private final MetricExporter exporter;
    private final String url;
    private final Consumer<String> teller;
    private final LongSupplier clockNs;
    private long failures;
    private long toldNs;

    ToldExporter(MetricExporter exporter, String url, Consumer<String> teller, LongSupplier clockNs) {
        this.exporter = exporter;
        this.url = url;
        this.teller = teller;
        this.clockNs = clockNs;
    }

    @Override
    public CompletableResultCode export(Collection<MetricData> metrics) {
        CompletableResultCode result = exporter.export(metrics);
        result.whenComplete(() -> took(result));
        return result;
    }

    private synchronized void took(CompletableResultCode result) {
        if (result.isSuccess()) {
            if (failures > 0) {
                teller.accept("The collector at " + url + " takes metrics again, after " + failures
                        + " times without.");
            }
            failures = 0;
            return;
        }
        long nowNs = clockNs.getAsLong();
        if (failures++ == 0 || nowNs - toldNs >= AGAIN_NS) {
            toldNs = nowNs;
            teller.accept("The collector at " + url + " does not take metrics" + why(result.getFailureThrowable())
                    + (failures > 1 ? ", " + failures + " times by now" : "") + ". Totals arrive once it does.");
        }
    }

    private static String why(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && cause.getCause() != null && !(cause instanceof ConnectException)) {
            cause = cause.getCause();
        }
        return cause == null ? "" : " (" + (cause.getMessage() == null ? cause.getClass().getSimpleName()
                : cause.getMessage()) + ")";
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
        return exporter.getAggregationTemporality(type);
    }

    @Override
    public Aggregation getDefaultAggregation(InstrumentType type) {
        return exporter.getDefaultAggregation(type);
    }

    @Override
    public MemoryMode getMemoryMode() {
        return exporter.getMemoryMode();
    }
}
