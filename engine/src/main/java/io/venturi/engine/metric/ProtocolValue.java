package io.venturi.engine.metric;

/** A figure of a protocol and its value. */
public record ProtocolValue(ProtocolFigure figure, double value) {
}
