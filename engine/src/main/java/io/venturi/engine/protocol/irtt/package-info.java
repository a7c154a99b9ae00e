/**
 * IRTT protocol 1: isochronous round-trip tests, compatible with irtt 0.9. The server answers many clients on one
 * socket; the wire format has a package of its own below.
 */
package io.venturi.engine.protocol.irtt;
