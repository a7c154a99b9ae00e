/**
 * STAMP (RFC 8762, RFC 8972) and the test packets of TWAMP Light (RFC 5357 appendix I): a Session-Reflector that
 * answers many senders on one socket, and a Session-Sender. The wire format has a package of its own below.
 */
package io.venturi.engine.protocol.stamp;
