/**
 * The wire format of UDPSTP (RFC 9946) as OB-UDPST 9.0.0 speaks it, protocol version 20, and what servers need of the
 * dialect of versions 11 to 19: flyweights over big-endian bytes, authentication, the table of sending rates.
 */
package io.venturi.engine.protocol.udpst.wire;
