package io.venturi.bench;

import java.io.IOException;
import java.util.List;

/** Something that can be measured of venturi and of others in turn. Holds processes until it is closed. */
interface Comparison extends AutoCloseable {

    /** How it is chosen on the command line. */
    String name();

    List<Row> rows();

    /** Measure both sides once and add to the rows; {@code venturiFirst} alternates. */
    void pair(boolean venturiFirst) throws IOException, InterruptedException;

    @Override
    void close();

    /** Measures one side. */
    interface Side<T> {
        T measure() throws IOException, InterruptedException;
    }

    /** What both sides gave. */
    record Both<T>(T a, T b) {
        static <T> Both<T> of(boolean aFirst, Side<T> a, Side<T> b) throws IOException, InterruptedException {
            if (aFirst) {
                T first = a.measure();
                return new Both<>(first, b.measure());
            }
            T first = b.measure();
            return new Both<>(a.measure(), first);
        }
    }
}
