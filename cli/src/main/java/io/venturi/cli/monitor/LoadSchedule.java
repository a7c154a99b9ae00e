package io.venturi.cli.monitor;

import io.venturi.cli.monitor.MonitorPlan.LoadPlan;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Load tests of all targets, one after the other on a thread of its own, spread over the time between two tests of one
 * target. A lock file keeps another process of this host from loading the path at the same time; whoever does not get
 * it within half the time between two tests leaves this one out, and says so.
 */
final class LoadSchedule implements AutoCloseable {
    private static final List<Path> LOCK_FOLDERS = List.of(Path.of("/run/lock"), Path.of("/tmp"));
    private static final String LOCK_NAME = "venturi-load.lock";
    private static final long LOCK_POLL_MS = 200;

    private final LoadPlan plan;
    private final List<MonitorTarget> targets;
    private final LoadRunner runner;
    private final Consumer<LoadResult> sink;
    private final RandomGenerator random;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("venturi-load").daemon().unstarted(this::run);
    private volatile boolean loading;
    private volatile long lastLoadMs = Long.MIN_VALUE;

    LoadSchedule(MonitorPlan plan, LoadPlan load, Consumer<LoadResult> sink, RandomGenerator random) {
        this.plan = load;
        this.targets = plan.targets();
        this.runner = new LoadRunner(load, plan.family());
        this.sink = sink;
        this.random = random;
    }

    void start() {
        thread.start();
    }

    /** A load test of this process goes on. */
    boolean loading() {
        return loading;
    }

    /** A load test of this process went on at this time or later. */
    boolean loadedSince(long ms) {
        return loading || lastLoadMs >= ms;
    }

    /** Time from the start of one turn to the start of the next, ns: what is between two tests of a target, shared. */
    long nextGapNs() {
        double spread = 1 + plan.jitter() * (2 * random.nextDouble() - 1);
        return (long) ((double) plan.everyNs() / targets.size() * spread);
    }

    private void run() {
        try {
            for (int turn = 0; !stopped.await(nextGapNs(), TimeUnit.NANOSECONDS); turn++) {
                loadAlone(targets.get(turn % targets.size()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loadAlone(MonitorTarget target) throws InterruptedException {
        try (FileChannel lock = openLock()) {
            long deadline = System.nanoTime() + plan.everyNs() / 2;
            while (lock.tryLock() == null) {
                if (System.nanoTime() > deadline) {
                    skipped(target, "Another process of this host was running load tests all the time.");
                    return;
                }
                if (stopped.await(LOCK_POLL_MS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            loading = true;
            try {
                runner.run(target).forEach(sink);
            } finally {
                lastLoadMs = System.currentTimeMillis();
                loading = false;
            }
        } catch (IOException e) {
            skipped(target, "The lock of load tests cannot be used: " + e.getMessage() + ".");
        }
    }

    private void skipped(MonitorTarget target, String why) {
        sink.accept(new LoadResult(target.name(), System.currentTimeMillis(), plan.kind(), "down", 0, -1, why));
    }

    /** The same file for all users of this host. */
    private static FileChannel openLock() throws IOException {
        Path folder = LOCK_FOLDERS.stream().filter(Files::isWritable).findFirst().orElse(LOCK_FOLDERS.getLast());
        Path file = folder.resolve(LOCK_NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (IOException e) {
            // it is another user's, who has done so
        }
        return channel;
    }

    @Override
    public void close() {
        stopped.countDown();
        runner.stop();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
