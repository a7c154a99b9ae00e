/** Statistics of round trips, built up record by record, exact at the end where all rows were kept. */
package io.venturi.engine.stats;
