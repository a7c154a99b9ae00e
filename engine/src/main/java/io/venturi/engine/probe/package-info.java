/**
 * What the protocols that send probes and answer them have in common: a test from its beginning to its end, and who
 * answered. A protocol adds its wire format and what it negotiates.
 */
package io.venturi.engine.probe;
