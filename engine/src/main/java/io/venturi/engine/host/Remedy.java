package io.venturi.engine.host;

import java.util.List;

/** What mends a finding. */
public sealed interface Remedy {

    /** What to type or add, for people. */
    String text();

    /** Safe and reversible: {@code --fix} does it. */
    record Fix(List<Change> changes) implements Remedy {
        public Fix {
            changes = List.copyOf(changes);
        }

        @Override
        public String text() {
            String first = changes.getFirst().command();
            return changes.size() == 1 ? first : first + "   (and " + (changes.size() - 1) + " more like it)";
        }
    }

    /** A command that has a price or cannot be undone for certain: for people to decide. */
    record Command(String text) implements Remedy {}

    /** Words for the kernel's command line; in force after the next boot. */
    record BootLine(String text) implements Remedy {}

    /** What no command does. */
    record Advice(String text) implements Remedy {}
}
