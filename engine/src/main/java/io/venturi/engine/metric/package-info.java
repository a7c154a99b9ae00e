/**
 * What was measured, in one form for every protocol and every output: {@link io.venturi.engine.metric.RttReport} at
 * the end, {@link io.venturi.engine.metric.IntervalReport} and {@link io.venturi.engine.metric.LiveRtt} meanwhile,
 * {@link io.venturi.engine.metric.RoundTrips} for the single packets. Times are ns.
 */
package io.venturi.engine.metric;
