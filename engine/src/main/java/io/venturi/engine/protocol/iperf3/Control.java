package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.clock.Clock;
import io.venturi.engine.protocol.iperf3.wire.Iperf3Error;
import io.venturi.engine.protocol.iperf3.wire.Iperf3State;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** States and documents over a {@link ControlChannel}; nothing waits without an end. */
final class Control {
    /** No state came in time. */
    static final int SILENT = 1000;
    /** The peer is gone. */
    static final int GONE = 1001;
    static final int COOKIE_BYTES = 37;
    private static final long SEND_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int CHUNK = 1 << 16;

    private final ControlChannel channel;
    private final Clock clock;
    private final byte[] one = new byte[1];

    Control(ControlChannel channel, Clock clock) {
        this.channel = channel;
        this.clock = clock;
    }

    /** The next state, a signed byte; or {@link #SILENT} or {@link #GONE}. Never takes more than one byte. */
    int state(long waitNs) {
        int n = channel.receive(one, 0, 1, waitNs);
        if (n > 0) {
            return one[0];
        }
        return n == ControlChannel.SILENT ? SILENT : GONE;
    }

    void send(byte state) throws ControlException {
        send(new byte[] {state}, Iperf3Error.SEND_STATE);
    }

    /** Send a document, its length before it, in one piece. */
    void document(byte[] json, int code) throws ControlException {
        send(ByteBuffer.allocate(Integer.BYTES + json.length).putInt(json.length).put(json).array(), code);
    }

    void send(byte[] bytes, int code) throws ControlException {
        if (!channel.send(bytes, SEND_NS)) {
            throw new ControlException(code);
        }
    }

    /** Tell the client why; it does not matter if it has gone. */
    void error(int code) {
        channel.send(ByteBuffer.allocate(9).put(Iperf3State.SERVER_ERROR).putInt(code).putInt(0).array(), SEND_NS);
    }

    /** Say a last word; it does not matter if the peer has gone. */
    void farewell(byte state) {
        channel.send(new byte[] {state}, SEND_NS);
    }

    /**
     * The next document.
     *
     * @param most longest taken, bytes
     * @param code if it does not come in time, is empty or too long
     */
    byte[] document(int most, long waitNs, int code) throws ControlException {
        long deadlineNs = clock.nanoTime() + waitNs;
        int length = ByteBuffer.wrap(exactly(Integer.BYTES, deadlineNs, code)).getInt();
        if (length <= 0 || length > most) {
            throw new ControlException(code, "a document of " + Integer.toUnsignedString(length)
                    + " bytes was announced, "
                    + "and 1 to " + most + " are taken");
        }
        return exactly(length, deadlineNs, code);
    }

    /** As many bytes; what is announced is believed only as far as it comes. */
    byte[] exactly(int length, long deadlineNs, int code) throws ControlException {
        byte[] bytes = new byte[Math.min(length, CHUNK)];
        for (int have = 0; have < length; ) {
            if (have == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            long leftNs = deadlineNs - clock.nanoTime();
            int n = leftNs <= 0 ? ControlChannel.SILENT : channel.receive(bytes, have, bytes.length - have, leftNs);
            if (n == ControlChannel.GONE || n == ControlChannel.SILENT && clock.nanoTime() >= deadlineNs) {
                throw new ControlException(code);
            }
            have += n;
        }
        return bytes;
    }

    /** A cookie without the zero at its end. */
    static String text(byte[] cookie) {
        String text = new String(cookie, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    /** What the two words behind {@link Iperf3State#SERVER_ERROR} say; old servers leave out the second, or both. */
    ControlException refusal(long waitNs) {
        long deadlineNs = clock.nanoTime() + waitNs;
        byte[] words = new byte[8];
        int have = 0;
        for (int n = 1; n > 0 && have < words.length; have += Math.max(0, n)) {
            long leftNs = deadlineNs - clock.nanoTime();
            n = leftNs <= 0 ? ControlChannel.SILENT : channel.receive(words, have, words.length - have, leftNs);
        }
        int code = have < Integer.BYTES ? 0 : ByteBuffer.wrap(words).getInt();
        boolean unlisted = code == Iperf3Error.AUTHORISATION && have == words.length
                && ByteBuffer.wrap(words).getInt(Integer.BYTES) == Iperf3Error.NOT_LISTED;
        return new ControlException(code, unlisted ? "the server's access list does not let this address in"
                : "the server refuses or gives up: "
                + (code == 0 ? "it does not say why" : Iperf3Error.describe(code)));
    }
}
