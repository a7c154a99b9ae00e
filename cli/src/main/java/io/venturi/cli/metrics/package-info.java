/**
 * Measured values for monitoring systems. Whoever has values makes {@link io.venturi.cli.metrics.MetricFamily}s of them
 * when asked, from snapshots: nothing here is ever touched by a thread that measures. Prometheus and OpenTelemetry are
 * used here alone.
 */
package io.venturi.cli.metrics;
