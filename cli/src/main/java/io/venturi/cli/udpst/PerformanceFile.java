package io.venturi.cli.udpst;

import io.venturi.cli.output.ResultFile;
import io.venturi.engine.api.StrfTime;
import io.venturi.engine.metric.CapacityServerTotals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Statistics of a server, a record every 10 s and a file every 5 minutes: named by its time, written beside its place
 * and then moved there, so that nobody reads half of it. Works on a thread of its own.
 */
final class PerformanceFile implements AutoCloseable {
    private static final long SAMPLE_MS = 500;
    private static final int SAMPLES_PER_RECORD = 20;
    private static final int RECORDS_PER_FILE = 30;
    private static final int PERIOD_S = 300;

    private final Options options;
    private final Engine.Responder server;
    private final Instant started = Instant.now();
    private final ScheduledExecutorService clock;
    private final List<String> records = new ArrayList<>();
    private PerformanceRecord current;
    private Instant periodStart = started;
    private int samples;
    private int recordsWanted;

    private PerformanceFile(Options options, Engine.Responder server) {
        this.options = options;
        this.server = server;
        this.recordsWanted = RECORDS_PER_FILE - ThreadLocalRandom.current().nextInt(RECORDS_PER_FILE);
        this.current = new PerformanceRecord(server.totals(), Instant.now());
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "venturi-udpst-statistics");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begin, if a file is wanted; null otherwise. */
    static PerformanceFile start(Options options, Engine.Responder server) {
        if (options.server().statisticsFile().isEmpty()) {
            return null;
        }
        PerformanceFile file = new PerformanceFile(options, server);
        file.clock.scheduleAtFixedRate(file::sample, SAMPLE_MS, SAMPLE_MS, TimeUnit.MILLISECONDS);
        return file;
    }

    private void sample() {
        CapacityServerTotals totals = server.totals();
        current.see(totals.allocated());
        if (++samples < SAMPLES_PER_RECORD) {
            return;
        }
        samples = 0;
        Instant now = Instant.now();
        records.add(current.end(totals, now));
        current = new PerformanceRecord(totals, now);
        if (records.size() >= recordsWanted) {
            write(totals, now);
            records.clear();
            recordsWanted = RECORDS_PER_FILE;
            periodStart = now;
        }
    }

    private void write(CapacityServerTotals totals, Instant now) {
        long truncated = now.getEpochSecond() / PERIOD_S * PERIOD_S;
        Path path = Path.of(StrfTime.format(options.server().statisticsFile(),
                Instant.ofEpochSecond(truncated).atZone(ZoneId.systemDefault())));
        Path beside = path.resolveSibling(path.getFileName() + ".tmp");
        try {
            Files.writeString(beside, text(totals, now), StandardCharsets.UTF_8);
            Files.move(beside, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            System.err.println("udpst: cannot write " + path + ": " + ResultFile.reason(e));
        }
    }

    /** The whole file. */
    String text(CapacityServerTotals totals, Instant now) {
        Options.Server wanted = options.server();
        return "{\n" + line("host_name", PerformanceRecord.quoted(wanted.bind().host()))
                + line("host_ip_address", PerformanceRecord.quoted(Wording.host(server.addresses().getFirst())))
                + line("control_port", server.addresses().getFirst().getPort())
                + line("process_id", ProcessHandle.current().pid())
                + line("software_version", PerformanceRecord.quoted(Banner.VERSION))
                + line("protocol_version", Banner.PROTOCOL) + line("schema_version", "1.0")
                + line("jumbo_datagrams", options.jumbo()) + line("traditional_mtu", options.traditionalMtu())
                + line("gso_enabled", true) + line("max_connections", wanted.plan().limits().connections())
                + line("max_bandwidth", wanted.plan().limits().bandwidthMbps())
                + line("start_timestamp", PerformanceRecord.epoch(periodStart))
                + line("start_datetime", PerformanceRecord.dateTime(periodStart))
                + "\"data_records\": [" + String.join(", ", records) + "],\n"
                + line("data_record_count", records.size()) + "\"counters\": " + PerformanceRecord.counters(totals)
                + ",\n" + line("process_uptime", now.getEpochSecond() - started.getEpochSecond())
                + line("end_timestamp", PerformanceRecord.epoch(now))
                + "\"end_datetime\": " + PerformanceRecord.dateTime(now) + "\n}\n";
    }

    private static String line(String name, Object value) {
        return "\"" + name + "\": " + value + ",\n";
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
