package io.venturi.engine.metric;

/** What an increase of latency under load is called on the public scale of DSLReports. */
public enum BufferbloatGrade {
    A_PLUS("A+", 5),
    A("A", 30),
    B("B", 60),
    C("C", 200),
    D("D", 400),
    F("F", Long.MAX_VALUE);

    /** Which scale it is; there are others. */
    public static final String SCALE = "DSLReports";

    private static final long MS = 1_000_000;

    private final String letter;
    private final long belowMs;

    BufferbloatGrade(String letter, long belowMs) {
        this.letter = letter;
        this.belowMs = belowMs;
    }

    /** As people write it. */
    public String letter() {
        return letter;
    }

    /** Grade of an increase in ns; a decrease is no increase. */
    public static BufferbloatGrade of(long increaseNs) {
        for (BufferbloatGrade grade : values()) {
            if (grade == F || increaseNs < grade.belowMs * MS) {
                return grade;
            }
        }
        throw new AssertionError("F has no limit");
    }
}
