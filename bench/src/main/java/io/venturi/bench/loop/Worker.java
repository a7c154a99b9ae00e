package io.venturi.bench.loop;

import io.venturi.engine.agent.ThreadTuning;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs loops as lines on standard input ask for, and answers each with a line of results. It stays between the runs of
 * a comparison, blocked, so that its code is compiled once. {@code stop} ends a loop that has no end of its own; the
 * end of input ends the process.
 */
public final class Worker {
    private static final BlockingQueue<String> COMMANDS = new LinkedBlockingQueue<>();
    static volatile boolean stopped;

    private Worker() {
    }

    /** @param args the CPU for the loops, -1 for any */
    public static void main(String[] args) throws IOException {
        int cpu = Integer.parseInt(args[0]);
        Thread loops = new Thread(() -> work(cpu), "loop");
        loops.setDaemon(true);
        loops.start();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("stop")) {
                stopped = true;
            } else {
                stopped = false;
                COMMANDS.add(line);
            }
        }
    }

    private static void work(int cpu) {
        new ThreadTuning(cpu, 0).apply();
        while (true) {
            try {
                say(run(Arguments.parse(COMMANDS.take())));
            } catch (Exception e) {
                say("error=" + e.toString().replaceAll("\\s+", "_"));
            }
        }
    }

    private static String run(Arguments arguments) {
        return switch (arguments.verb()) {
            case "send" -> SendLoop.run(arguments);
            case "receive" -> ReceiveLoop.run(arguments);
            case "train" -> TrainLoop.run(arguments);
            case "echo" -> EchoLoop.run(arguments);
            case "ping" -> PingLoop.run(arguments);
            case "arrivals" -> ArrivalLoop.run(arguments);
            case "sleep" -> SleepLoop.run(arguments);
            default -> throw new IllegalArgumentException("no loop " + arguments.verb());
        };
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
