package io.venturi.engine.error;

import io.venturi.ffi.linux.Errno;

/** A system call failed while setting up: which call, on what, why, and what to try. Exit status 3. */
public final class NativeException extends VenturiException {
    private final int errno;

    /**
     * @param call   the system call, such as {@code bind}
     * @param target what it was called on, such as {@code 127.0.0.1:2112}
     * @param errno  positive error number
     * @param hint   what the user can do, a sentence; empty if there is nothing to say
     */
    public NativeException(String call, String target, int errno, String hint) {
        super("%s(%s) failed: %s.%s".formatted(call, target, Errno.describe(errno), hint.isEmpty() ? "" : " " + hint),
                null);
        this.errno = errno;
    }

    /** Positive error number of the failed call. */
    public int errno() {
        return errno;
    }

    @Override
    public int exitCode() {
        return 3;
    }
}
