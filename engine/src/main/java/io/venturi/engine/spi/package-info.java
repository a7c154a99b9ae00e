/**
 * What others implement to measure a transport of their own: a {@link io.venturi.engine.spi.DatagramProtocol} in a jar,
 * found by {@link java.util.ServiceLoader}. The control connection, sockets, threads, pacing, limits, counts, intervals
 * and results are the engine's.
 */
package io.venturi.engine.spi;
