package io.venturi.systemtest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that is certain to end: its output is kept, every wait has a bound, and it is killed and reaped when closed
 * or when this JVM ends. Its standard input is empty unless given.
 *
 * <p>Thread: one test thread; output is gathered by two threads of its own.
 */
final class Program implements AutoCloseable {
    /** Enough for anything here to start or to stop on a busy machine. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly)));
    }

    /** How a process ended and what it had said. */
    record Outcome(String command, int exit, String out, String err) {
        /** For the message of a failed assertion. */
        @Override
        public String toString() {
            return "`" + command + "` ended with " + exit + "\n--- out\n" + out + "--- err\n" + err + "---";
        }
    }

    private final String command;
    private final Process process;
    private final Output out;
    private final Output err;

    private Program(List<String> command, String input) {
        this.command = String.join(" ", command);
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new AssertionError("cannot start " + this.command, e);
        }
        ALIVE.add(process);
        out = new Output(process.getInputStream());
        err = new Output(process.getErrorStream());
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it ended without reading: its exit code tells why
        }
    }

    static Program start(List<String> command) {
        return new Program(command, "");
    }

    static Program start(String... command) {
        return start(List.of(command));
    }

    /** Run to the end. */
    static Outcome run(List<String> command) {
        return run(command, "", PATIENCE);
    }

    static Outcome run(String... command) {
        return run(List.of(command));
    }

    static Outcome run(List<String> command, String input, Duration atMost) {
        try (Program program = new Program(command, input)) {
            return program.await(atMost);
        }
    }

    /** Run a tool of the host that has to succeed, and give its standard output. */
    static String must(List<String> command, String input) {
        Outcome outcome = run(command, input, PATIENCE);
        if (outcome.exit() != 0) {
            throw new AssertionError(outcome.toString());
        }
        return outcome.out();
    }

    long pid() {
        return process.pid();
    }

    /** True if it ends within this time. */
    boolean isOver(Duration atMost) {
        try {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Wait for a line on standard output. */
    Matcher awaitOut(String regex) {
        return out.await(Pattern.compile(regex), this);
    }

    /** Wait for a line on standard error. */
    Matcher awaitErr(String regex) {
        return err.await(Pattern.compile(regex), this);
    }

    /** Send a signal, such as {@code INT}. */
    void signal(String name) {
        must(List.of("kill", "-" + name, Long.toString(pid())), "");
    }

    /** Hold the process still for this long, as a busy or sleeping host would. */
    void freeze(Duration howLong) {
        signal("STOP");
        try {
            // The time is what the test is about, so there is nothing to wait for but the time.
            new java.util.concurrent.CountDownLatch(1).await(howLong.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            signal("CONT");
        }
    }

    Outcome await() {
        return await(PATIENCE);
    }

    /** Wait for the end; fails, and kills, if it does not come in time. */
    Outcome await(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + atMost.toSeconds() + " s: " + outcome(-1));
            }
            return outcome(process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        }
    }

    private Outcome outcome(int exit) {
        return new Outcome(command, exit, out.whole(), err.whole());
    }

    /** End it as {@code kill -9} does, and see it gone. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly); // faketime runs the program as a child
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("survives SIGKILL: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ALIVE.remove(process);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /** What one stream has said so far. */
    private static final class Output {
        private static final long END_OF_STREAM_MS = 5_000;

        private final StringBuilder text = new StringBuilder();
        private boolean ended;

        Output(InputStream from) {
            Thread reader = new Thread(() -> gather(from), "output");
            reader.setDaemon(true);
            reader.start();
        }

        private void gather(InputStream from) {
            byte[] buffer = new byte[8192];
            try {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                // closed because the process was killed
            }
            end();
        }

        private synchronized void append(String more) {
            text.append(more);
            notifyAll();
        }

        private synchronized void end() {
            ended = true;
            notifyAll();
        }

        synchronized String whole() {
            awaitChange(END_OF_STREAM_MS, () -> ended);
            return text.toString();
        }

        synchronized Matcher await(Pattern line, Program program) {
            Matcher matcher = line.matcher("");
            awaitChange(PATIENCE.toMillis(), () -> matcher.reset(text.toString()).find() || ended);
            if (!matcher.reset(text.toString()).find()) {
                throw new AssertionError("no line matches " + line + " in the output of " + program.command + ":\n"
                        + text + "\n--- err\n" + program.err.text);
            }
            return matcher;
        }

        private void awaitChange(long atMostMs, java.util.function.BooleanSupplier done) {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(atMostMs);
            try {
                while (!done.getAsBoolean()) {
                    long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    if (leftMs <= 0) {
                        return;
                    }
                    wait(leftMs);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
