package io.venturi.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A process started here: its output line by line, its end at {@link #close} at the latest. */
final class Child implements AutoCloseable {
    private static final String END = new String("end of output");
    private static final int LINES_SHOWN = 5;

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Deque<String> errors = new ArrayDeque<>();

    private Child(List<String> command) throws IOException {
        // Behind "ip netns exec NAME" it is another program.
        boolean elsewhere = command.size() > 4 && command.subList(0, 3).equals(List.of("ip", "netns", "exec"));
        name = Path.of(command.get(elsewhere ? 4 : 0)).getFileName().toString();
        process = new ProcessBuilder(command).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Thread.ofVirtual().start(() -> read(process.inputReader(), true));
        Thread.ofVirtual().start(() -> read(process.errorReader(), false));
    }

    static Child start(List<String> command) throws IOException {
        return new Child(command);
    }

    /** A JVM that runs loops on a CPU. */
    static Child worker(int cpu) throws IOException {
        return worker(cpu, command -> command);
    }

    /** The same, started by the command that {@code place} makes of its own. */
    static Child worker(int cpu, UnaryOperator<List<String>> place) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = Stream.of(Stream.of(java.toString()), JvmArgs.product().stream(),
                Stream.of("-cp", System.getProperty("java.class.path"), "io.venturi.bench.loop.Worker",
                        Integer.toString(cpu)))
                .flatMap(words -> words).toList();
        return start(place.apply(command));
    }

    /** Run a program to its end and give what it printed; fails if it fails or takes longer. */
    static String run(List<String> command, long mostSeconds) throws IOException, InterruptedException {
        try (Child child = start(command)) {
            List<String> output = new ArrayList<>();
            long giveUpNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(mostSeconds);
            for (String line = child.next(giveUpNs); line != null; line = child.next(giveUpNs)) {
                output.add(line);
            }
            int status = child.process.waitFor();
            if (status != 0) {
                output.forEach(child::remember);
                throw child.failed("ended with status " + status);
            }
            return String.join("\n", output);
        }
    }

    /** {@code key=value} words. */
    static Map<String, String> pairs(String text) {
        return Stream.of(text.trim().split("\\s+")).map(word -> word.split("=", 2)).filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b, HashMap::new));
    }

    private void read(BufferedReader reader, boolean output) {
        try (reader) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (output) {
                    lines.add(line);
                } else {
                    remember(line);
                }
            }
        } catch (IOException e) {
            remember(e.toString());
        }
        if (output) {
            lines.add(END);
        }
    }

    private void remember(String line) {
        synchronized (errors) {
            errors.add(line);
            if (errors.size() > LINES_SHOWN) {
                errors.remove();
            }
        }
    }

    /** Next line of output, null at its end. */
    private String next(long giveUpNs) throws InterruptedException, IOException {
        String line = lines.poll(giveUpNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
            throw failed("said nothing in time");
        }
        return line == END ? null : line;
    }

    private IOException failed(String how) {
        synchronized (errors) {
            return new IOException(name + " " + how + (errors.isEmpty() ? "" : ": " + String.join(" / ", errors)));
        }
    }

    /** Say a line to the process. */
    void tell(String line) {
        try {
            var in = process.outputWriter();
            in.write(line);
            in.newLine();
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next line of the process, as pairs. */
    Map<String, String> answer(long mostSeconds) throws IOException, InterruptedException {
        String line = next(System.nanoTime() + TimeUnit.SECONDS.toNanos(mostSeconds));
        if (line == null || line.startsWith("error=")) {
            throw failed(line == null ? "ended" : line);
        }
        return pairs(line);
    }

    /** Say a line and take the answer. */
    Map<String, String> ask(String line, long mostSeconds) throws IOException, InterruptedException {
        tell(line);
        return answer(mostSeconds);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
