/**
 * Throughput tests as iperf3 makes them, both roles: the conversation over the control connection, and the streams,
 * each on a thread of its own.
 */
package io.venturi.engine.protocol.iperf3;
