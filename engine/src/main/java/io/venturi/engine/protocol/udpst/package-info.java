/**
 * UDPSTP (RFC 9946), the protocol of the UDP speed test of RFC 9097 and TR-471, compatible with OB-UDPST 9.0.0: client,
 * server, rate search.
 */
package io.venturi.engine.protocol.udpst;
