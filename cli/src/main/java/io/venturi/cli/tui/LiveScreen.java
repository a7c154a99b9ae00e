package io.venturi.cli.tui;

import dev.tamboui.layout.Size;
import dev.tamboui.terminal.Terminal;
import io.venturi.cli.output.Screen;
import io.venturi.engine.api.BackgroundThread;
import io.venturi.engine.error.ConfigException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A screen that is drawn five times a second by the local clock, whatever comes of the test, until it is closed; then
 * the terminal is as it was. Also when the process ends otherwise.
 *
 * <p>Thread: one of its own, which gives way to others. {@link #close} any.
 */
public final class LiveScreen implements AutoCloseable {
    private static final long FRAME_MS = 200;
    private static final long PATIENCE_MS = 2_000;
    private static final int MOST_RESIZES = 3;

    private final Supplier<Snapshot> model;
    private final Screen.Setup setup;
    private final JLineBackend backend;
    private final Terminal<JLineBackend> terminal;
    private final CountDownLatch drawn = new CountDownLatch(1);
    private final Thread thread;
    private final Thread hook = new Thread(this::restore, "venturi-screen-restore");
    private final List<String> notes = new ArrayList<>();
    private Choice choice;
    private Snapshot shown;
    private volatile boolean closed;

    private LiveScreen(Supplier<Snapshot> model, Screen.Setup setup, Theme theme, JLineBackend backend) {
        this.model = model;
        this.setup = setup;
        this.backend = backend;
        this.choice = Choice.first(theme);
        backend.enableRawMode();
        backend.enterAlternateScreen();
        terminal = new Terminal<>(backend);
        thread = Thread.ofPlatform().daemon().name("venturi-screen").unstarted(this::run);
    }

    /**
     * Show it; returns after the first frame.
     *
     * @return empty if this terminal has no size, or cannot be had
     * @throws ConfigException if there is no such theme
     */
    static Optional<LiveScreen> open(Supplier<Snapshot> model, Screen.Setup setup) {
        Theme theme = Theme.of(setup.theme(), System.getenv("NO_COLOR"));
        try {
            JLineBackend backend = JLineBackend.open();
            if (backend == null) {
                return Optional.empty();
            }
            LiveScreen screen = new LiveScreen(model, setup, theme, backend);
            Runtime.getRuntime().addShutdownHook(screen.hook);
            screen.thread.start();
            screen.drawn.await(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return Optional.of(screen);
        } catch (IOException | IllegalStateException _) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private void run() {
        try {
            draw(); // which loads classes, before anything is measured
            drawn.countDown();
            BackgroundThread.enter(setup.laneCpu());
            while (!closed) {
                draw();
                heed(Key.read(backend::readKey, FRAME_MS));
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            synchronized (notes) {
                notes.add("the screen ended: " + e);
            }
            restore(); // the test goes on, and its report comes
        } finally {
            drawn.countDown();
        }
    }

    private void draw() {
        Snapshot now = model.get(); // also while the display stands still: it may gather what passes
        shown = choice.frozen() && shown != null ? shown : now;
        Size size;
        int again = MOST_RESIZES;
        do {
            size = backend.size();
            terminal.draw(frame -> View.draw(shown, choice, frame.buffer()));
        } while (!size.equals(backend.size()) && again-- > 0); // resized meanwhile
    }

    private void heed(Key key) {
        choice = choice.after(key, shown.pages().size());
        switch (key) {
            case QUIT -> setup.quit().run();
            case REDRAW -> terminal.clear();
            case END -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FRAME_MS)); // nobody types any more
            default -> { } // said by the choice
        }
    }

    private void restore() {
        closed = true;
        try {
            backend.close();
        } catch (IOException | RuntimeException _) {
            // the terminal is gone, so there is nothing to put back
        }
    }

    /** What went wrong with it, a sentence each; after {@link #close}. */
    List<String> notes() {
        synchronized (notes) {
            return List.copyOf(notes);
        }
    }

    /** The terminal is as before when this returns; no effect the second time. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // it is running
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
