package io.venturi.engine.host;

/**
 * How well CLOCK_REALTIME is synchronised, as the kernel was told.
 *
 * @param synchronised what the daemon said last
 * @param maxErrorNs   bound of the error, ns; of linuxptp 0, which means nothing
 */
record SyncState(boolean synchronised, long maxErrorNs) {}
