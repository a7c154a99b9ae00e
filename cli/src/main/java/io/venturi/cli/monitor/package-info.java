/**
 * Many targets watched for a long time: small probes without a break, load tests now and then, a history on disk,
 * alerts.
 *
 * <p>A {@link io.venturi.cli.monitor.TargetProbe} measures one interval after the other, each a round-trip test of its
 * own, so that it finds a target that comes back and a name that moves. The {@link io.venturi.cli.monitor.Monitor}
 * takes what they measured, on one thread, through history, rolling percentiles, change detection and alert rules.
 */
package io.venturi.cli.monitor;
