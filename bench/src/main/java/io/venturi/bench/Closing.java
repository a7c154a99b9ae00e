package io.venturi.bench;

import java.util.List;

/** Closes many things, the last opened first, whatever becomes of each. */
final class Closing {

    private Closing() {
    }

    static void all(List<AutoCloseable> open) {
        for (AutoCloseable each : open.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                System.err.println("closing: " + e);
            }
        }
    }
}
