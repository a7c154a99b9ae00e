package io.venturi.cli.tui;

import dev.tamboui.layout.Position;
import dev.tamboui.layout.Size;
import dev.tamboui.terminal.AbstractBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.InputFlag;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The terminal of this process. It handles no signals: Ctrl-C stays one, its size is asked for with each frame, and
 * what would suspend the process is switched off, as a stopped test measures nothing.
 */
final class JLineBackend extends AbstractBackend {
    /** Without wrapping, so that a frame that is too wide for a window made narrower at this moment does no harm. */
    private static final String ENTER = "\u001b[?1049h\u001b[?7l\u001b[2J\u001b[H";
    private static final String LEAVE = "\u001b[0m\u001b[?7h\u001b[?1049l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String CLEAR = "\u001b[0m\u001b[2J\u001b[H";

    private final Terminal terminal;
    private final PrintWriter writer;
    private final Attributes before;
    private boolean hidden;
    private boolean closed;

    private JLineBackend(Terminal terminal) {
        this.terminal = terminal;
        this.writer = terminal.writer();
        this.before = terminal.getAttributes();
    }

    /** Null if there is none, or it has no size. */
    static JLineBackend open() throws IOException {
        Terminal terminal = TerminalBuilder.builder().system(true).provider("ffm").dumb(false).nativeSignals(false)
                .encoding(StandardCharsets.UTF_8).graphemeCluster(false).build();
        if (terminal.getColumns() <= 0 || terminal.getRows() <= 0 || terminal.getType().startsWith("dumb")) {
            terminal.close();
            return null;
        }
        return new JLineBackend(terminal);
    }

    /** The next character as {@link Key.Input} says. */
    int readKey(long ms) throws IOException {
        return terminal.reader().read(ms);
    }

    @Override
    public void enableRawMode() {
        Attributes raw = new Attributes(before);
        raw.setLocalFlags(EnumSet.of(LocalFlag.ICANON, LocalFlag.ECHO, LocalFlag.IEXTEN), false);
        raw.setInputFlags(EnumSet.of(InputFlag.IXON, InputFlag.ICRNL, InputFlag.INLCR), false);
        raw.setControlChar(ControlChar.VMIN, 0);
        raw.setControlChar(ControlChar.VTIME, 1);
        raw.setControlChar(ControlChar.VSUSP, 0);
        raw.setControlChar(ControlChar.VQUIT, 0);
        terminal.setAttributes(raw);
    }

    @Override
    public void disableRawMode() {
        terminal.setAttributes(before);
    }

    @Override
    public void enterAlternateScreen() {
        writer.print(ENTER);
        flush();
    }

    @Override
    public void leaveAlternateScreen() {
        writer.print(LEAVE);
        flush();
    }

    @Override
    public void writeRaw(byte[] data) {
        writer.print(new String(data, StandardCharsets.UTF_8));
    }

    @Override
    public void writeRaw(String text) {
        writer.print(text);
    }

    @Override
    public void writeRaw(CharSequence text) {
        writer.append(text);
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void clear() {
        writer.print(CLEAR);
    }

    @Override
    public Size size() {
        return new Size(Math.max(1, terminal.getColumns()), Math.max(1, terminal.getRows()));
    }

    @Override
    public void showCursor() {
        writer.print(SHOW_CURSOR);
        hidden = false;
    }

    @Override
    public void hideCursor() {
        if (!hidden) {
            writer.print(HIDE_CURSOR);
            hidden = true;
        }
    }

    @Override
    public Position getCursorPosition() {
        return Position.ORIGIN;
    }

    /** The size is asked for with each frame instead. */
    @Override
    public void onResize(Runnable handler) {
    }

    @Override
    public int read(int ms) throws IOException {
        return terminal.reader().read(ms);
    }

    @Override
    public int peek(int ms) throws IOException {
        return terminal.reader().peek(ms);
    }

    /** Puts the terminal back as it was; no effect the second time. */
    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            closed = true;
            leaveAlternateScreen();
            showCursor();
            flush();
            disableRawMode();
            terminal.close();
        }
    }
}
