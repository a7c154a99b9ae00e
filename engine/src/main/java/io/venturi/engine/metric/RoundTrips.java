package io.venturi.engine.metric;

/**
 * The rows of a test in order of the probe numbers, off the Java heap: all of them, or the last ones of a long test.
 *
 * <p>Thread: once the report is out, any threads may read, each with a cursor of its own; nobody may read after
 * {@link #close()}.
 */
public interface RoundTrips extends AutoCloseable {

    /** Number of the first row held. */
    long first();

    /** Rows held: numbers {@code first()} to {@code first() + size() - 1}, gaps included. */
    long size();

    /** A new view, standing on no row yet. */
    Cursor cursor();

    /** Frees the rows; no effect the second time. */
    @Override
    void close();

    /** A view that can be moved. One thread at a time. */
    interface Cursor extends RoundTrip {

        /**
         * Stand on the row of this number.
         *
         * @return this
         * @throws IndexOutOfBoundsException if the row is not held
         */
        Cursor moveTo(long seq);
    }
}
