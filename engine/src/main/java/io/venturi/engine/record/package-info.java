/**
 * The way of a fact from the lane that saw it to the statistics: counters and a ring without waiting, then one row per
 * probe off the heap.
 */
package io.venturi.engine.record;
