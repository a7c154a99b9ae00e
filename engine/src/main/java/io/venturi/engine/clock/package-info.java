/** Clocks, each with its timescale; values of two clocks are never compared without a stated relation. */
package io.venturi.engine.clock;
