/** JMH benchmarks, named after what they measure. All of them must allocate nothing: see {@code AllocationGate}. */
package io.venturi.bench.jmh;
