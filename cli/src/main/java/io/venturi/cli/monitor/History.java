package io.venturi.cli.monitor;

import io.venturi.cli.output.ResultFile;
import io.venturi.engine.error.HostException;
import io.venturi.engine.metric.StampSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;
import org.sqlite.SQLiteConfig;

/**
 * What was measured, in a file (SQLite). What {@link #append} has returned from survives the death of this process and
 * of the host: write-ahead log, flushed at each commit. One writer at a time, kept so by a lock file; readers as many
 * as like. One thread.
 */
final class History implements AutoCloseable {
    private static final int VERSION = 1;
    private static final int LOCK_WAIT_MS = 10_000;
    /** In this order; FULL also flushes the log at each commit. */
    private static final List<String> WRITING = List.of("auto_vacuum = INCREMENTAL", "journal_mode = WAL",
            "synchronous = FULL", "journal_size_limit = 4194304");
    private static final List<String> READING = List.of("query_only = true");
    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS window (
              target TEXT NOT NULL, start_ms INTEGER NOT NULL, span_ms INTEGER NOT NULL, loaded INTEGER NOT NULL,
              failure TEXT NOT NULL, sent INTEGER NOT NULL, received INTEGER NOT NULL, lost INTEGER NOT NULL,
              lost_forward INTEGER NOT NULL, lost_reverse INTEGER NOT NULL, unobserved INTEGER NOT NULL,
              duplicates INTEGER NOT NULL, reordered INTEGER NOT NULL, stamped_by TEXT NOT NULL, delays BLOB NOT NULL);
            CREATE INDEX IF NOT EXISTS window_start ON window (start_ms);
            CREATE INDEX IF NOT EXISTS window_span ON window (span_ms, start_ms);
            CREATE TABLE IF NOT EXISTS load (
              target TEXT NOT NULL, start_ms INTEGER NOT NULL, kind TEXT NOT NULL, direction TEXT NOT NULL,
              bits_per_second REAL NOT NULL, loss_ratio REAL NOT NULL, failure TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS load_start ON load (start_ms);
            CREATE TABLE IF NOT EXISTS event (
              target TEXT NOT NULL, at_ms INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL);
            CREATE INDEX IF NOT EXISTS event_at ON event (at_ms);
            PRAGMA user_version = 1;
            """;
    private static final String INSERT = "INSERT INTO window VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private final Path file;
    private final FileChannel lock;
    private final Connection connection;

    /** Something that happened to a target, in words. */
    record Event(String target, long atMs, String kind, String text) { }

    private History(Path file, FileChannel lock, Connection connection) {
        this.file = file;
        this.lock = lock;
        this.connection = connection;
    }

    /**
     * Open to write; made if it is not there, readable by its owner alone.
     *
     * @throws HostException if that cannot be, or another process writes it
     */
    static History open(Path file) {
        FileChannel lock = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.exists(file)) {
                Files.createFile(file,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            lock = lock(file);
            return new History(file, lock, prepare(file));
        } catch (IOException e) {
            close(lock);
            throw new HostException("The history " + file + " cannot be written: " + ResultFile.reason(e)
                    + ". Name another file with --history, or do without: --no-history.", e);
        } catch (SQLException e) {
            close(lock);
            throw failed(file, "opened", e);
        } catch (RuntimeException e) {
            close(lock);
            throw e;
        }
    }

    /**
     * Open to read.
     *
     * @throws HostException if there is none
     */
    static History read(Path file) {
        if (!Files.isReadable(file)) {
            throw new HostException("There is no history " + file + " that this user may read. `venturi monitor` makes"
                    + " one; --history names another.", null);
        }
        try {
            Connection connection = connect(file, false);
            requireVersion(file, connection);
            return new History(file, null, connection);
        } catch (SQLException e) {
            throw failed(file, "read", e);
        }
    }

    private static Connection prepare(Path file) throws SQLException {
        Connection connection = connect(file, true);
        try (Statement statement = connection.createStatement()) {
            requireVersion(file, connection);
            statement.executeUpdate(TABLES);
            connection.setAutoCommit(false);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    private static Connection connect(Path file, boolean writing) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(LOCK_WAIT_MS);
        Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
        try (Statement statement = connection.createStatement()) {
            for (String pragma : writing ? WRITING : READING) {
                statement.execute("PRAGMA " + pragma);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static void requireVersion(Path file, Connection connection) throws SQLException {
        long version = number(connection, "PRAGMA user_version");
        if (version > VERSION) {
            throw new HostException("The history " + file + " is of a newer venturi (format " + version
                    + ", this one knows " + VERSION + ").", null);
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(Path.of(file + ".lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // told below
        }
        channel.close();
        throw new HostException("Another venturi monitor writes the history " + file + ". Give this one a file of its"
                + " own with --history, or --no-history.", null);
    }

    /** Keep these intervals, all or none; they are safe when this returns. */
    void append(List<Window> windows) {
        write("written", () -> {
            insert(windows);
        });
    }

    private void insert(List<Window> windows) throws SQLException {
        try (PreparedStatement row = connection.prepareStatement(INSERT)) {
            for (Window window : windows) {
                row.setString(1, window.target());
                row.setLong(2, window.startMs());
                row.setLong(3, window.spanMs());
                row.setInt(4, window.loaded() ? 1 : 0);
                row.setString(5, window.failure());
                Window.Counts counts = window.counts();
                row.setLong(6, counts.sent());
                row.setLong(7, counts.received());
                row.setLong(8, counts.lost());
                row.setLong(9, counts.lostForward());
                row.setLong(10, counts.lostReverse());
                row.setLong(11, counts.unobserved());
                row.setLong(12, counts.duplicates());
                row.setLong(13, counts.reordered());
                row.setString(14, window.stampedBy().name());
                row.setBytes(15, encoded(window.delays()));
                row.executeUpdate();
            }
        }
    }

    /** Keep the result of a load test. */
    void append(LoadResult load) {
        write("written", () -> {
            try (PreparedStatement row =
                    connection.prepareStatement("INSERT INTO load VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                row.setString(1, load.target());
                row.setLong(2, load.startMs());
                row.setString(3, load.kind().name());
                row.setString(4, load.direction());
                row.setDouble(5, load.bitsPerSecond());
                row.setDouble(6, load.lossRatio());
                row.setString(7, load.failure());
                row.executeUpdate();
            }
        });
    }

    /** Keep what happened. */
    void append(Event event) {
        write("written", () -> {
            try (PreparedStatement row = connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?, ?)")) {
                row.setString(1, event.target());
                row.setLong(2, event.atMs());
                row.setString(3, event.kind());
                row.setString(4, event.text());
                row.executeUpdate();
            }
        });
    }

    /** Several statements, all or none. */
    interface Change {
        void make() throws SQLException;
    }

    /** For {@link HistoryUpkeep} too: make a change and commit it. */
    void write(String what, Change change) {
        try {
            try {
                change.make();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw failed(file, what, e);
        }
    }

    Connection connection() {
        return connection;
    }

    /** Insert within a change. */
    void put(Window window) throws SQLException {
        insert(List.of(window));
    }

    /** Bytes of the file, without what is free in it. */
    long bytes() {
        try {
            return (number(connection, "PRAGMA page_count") - number(connection, "PRAGMA freelist_count"))
                    * number(connection, "PRAGMA page_size");
        } catch (SQLException e) {
            throw failed(file, "read", e);
        }
    }

    /** The interval in a row of the table. */
    static Window window(ResultSet row) throws SQLException {
        Window.Counts counts = new Window.Counts(row.getLong("sent"), row.getLong("received"), row.getLong("lost"),
                row.getLong("lost_forward"), row.getLong("lost_reverse"), row.getLong("unobserved"),
                row.getLong("duplicates"), row.getLong("reordered"));
        return new Window(row.getString("target"), row.getLong("start_ms"), row.getLong("span_ms"),
                row.getInt("loaded") != 0, row.getString("failure"), counts, decoded(row.getBytes("delays")),
                StampSource.valueOf(row.getString("stamped_by")));
    }

    private static byte[] encoded(Histogram delays) {
        ByteBuffer buffer = ByteBuffer.allocate(delays.getNeededByteBufferCapacity());
        int length = delays.encodeIntoCompressedByteBuffer(buffer);
        byte[] bytes = new byte[length];
        buffer.flip().get(bytes);
        return bytes;
    }

    private static Histogram decoded(byte[] bytes) throws SQLException {
        try {
            return PackedHistogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new SQLException("a histogram in it is damaged", e);
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    HostException failed(String what, SQLException e) {
        return failed(file, what, e);
    }

    private static HostException failed(Path file, String what, SQLException e) {
        return new HostException("The history " + file + " cannot be " + what + ": " + e.getMessage()
                + ". If it is damaged, move it away; a new one is made.", e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(file, "closed", e);
        } finally {
            close(lock);
        }
    }

    private static void close(FileChannel lock) {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                // the lock goes with the process
            }
        }
    }
}
