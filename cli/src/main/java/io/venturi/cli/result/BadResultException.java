package io.venturi.cli.result;

/** A result file that cannot be understood; the message begins with file, line and column. */
public final class BadResultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final int line;

    /**
     * @param line from 1; 0 if the fault has no place
     * @param column from 1; 0 if the fault has no place
     */
    BadResultException(String file, int line, int column, String what) {
        super(file + (line > 0 ? ":" + line + ":" + column : "") + ": " + what);
        this.file = file;
        this.line = line;
    }

    public String file() {
        return file;
    }

    /** Line of the fault, from 1; 0 if it has no place. */
    public int line() {
        return line;
    }
}
