/**
 * Measures venturi against its likenesses in C, {@code irtt} and {@code sockperf}, side by side on one machine; and its
 * hot pieces with JMH. Not part of the product.
 */
package io.venturi.bench;
