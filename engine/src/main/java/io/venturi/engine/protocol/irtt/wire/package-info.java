/**
 * Wire format of IRTT protocol 1: what the bytes mean, with no state of a session, no I/O and no clock. Everything is
 * little-endian. Client and server share it.
 */
package io.venturi.engine.protocol.irtt.wire;
