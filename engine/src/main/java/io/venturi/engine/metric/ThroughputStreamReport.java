package io.venturi.engine.metric;

import java.util.Optional;

/**
 * A stream as both ends counted it.
 *
 * @param sent     by the sending end; empty if it did not tell
 * @param received by the receiving end; empty if it did not tell
 * @param evidence of a TCP stream this end sent on
 */
public record ThroughputStreamReport(ThroughputStream stream, Optional<ThroughputEnd> sent,
                                     Optional<ThroughputEnd> received, Optional<ThroughputEvidence> evidence) {
}
