/**
 * The wire format of STAMP (RFC 8762, RFC 8972) and of the unauthenticated test packets of TWAMP (RFC 5357), as
 * flyweights over big-endian bytes.
 */
package io.venturi.engine.protocol.stamp.wire;
