package io.venturi.bench;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A server that stays, and clients of the same program, one after the other. */
final class LoadPair implements AutoCloseable {
    private final Child server;
    private final List<String> client;

    /** What a client reported, and the CPU time of both ends. */
    record Run(Object report, double cpuMs) {
    }

    /** @param client without the options of one run */
    LoadPair(List<String> server, List<String> client, int port) throws IOException, InterruptedException {
        this.client = client;
        this.server = Child.start(server);
        try {
            Ports.awaitHeld(port, this.server);
        } catch (IOException | InterruptedException | RuntimeException e) {
            this.server.close();
            throw e;
        }
    }

    Run run(List<String> options, long mostSeconds) throws IOException, InterruptedException {
        double before = CpuTime.of(server) + CpuTime.ofEnded();
        String report = Child.run(Stream.concat(client.stream(), options.stream()).toList(), mostSeconds);
        return new Run(Json.read(report), CpuTime.of(server) + CpuTime.ofEnded() - before);
    }

    @Override
    public void close() {
        server.close();
    }
}
