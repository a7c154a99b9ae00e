package io.venturi.engine.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a stand-in that answers on a local socket with captured datagrams. */
@Timeout(30)
class Ptp4lTest {
    private static final Map<Integer, String> ANSWERS = Map.of(0x2000, PtpManagementTest.DEFAULT,
            0xC000, PtpManagementTest.TIME_STATUS, 0x2001, PtpManagementTest.CURRENT,
            0x2003, PtpManagementTest.TIME_PROPERTIES, 0x2004, PtpManagementTest.PORT,
            0xC004, PtpManagementTest.PORT_PROPERTIES);

    @TempDir
    Path directory;

    /** Answers {@code questions} questions, at the name that was bound beside its own; as a slave if wanted. */
    private Thread standIn(Path socket, int questions, int portState) {
        CountDownLatch bound = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try (UnixDatagramSocket server = new UnixDatagramSocket()) {
                assertTrue(server.bind(socket) >= 0);
                bound.countDown();
                byte[] question = new byte[256];
                for (int i = 0; i < questions && server.receive(question, 5_000_000_000L) > 0; i++) {
                    ByteBuffer asked = ByteBuffer.wrap(question);
                    byte[] answer = PtpManagementTest.bytes(ANSWERS.get(asked.getShort(52) & 0xffff));
                    ByteBuffer.wrap(answer).putShort(30, asked.getShort(30));
                    if ((asked.getShort(52) & 0xffff) == 0x2004) {
                        answer[64] = (byte) portState;
                    }
                    server.connect(asker());
                    server.send(answer);
                }
            }
        });
        try {
            bound.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return thread;
    }

    private Path asker() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("venturi.")).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldPutTheAnswersTogether() throws Exception {
        Path socket = directory.resolve("ptp4l");
        Thread standIn = standIn(socket, 6, 9);

        Ptp4l state = Ptp4l.query(socket).get();
        standIn.join();

        assertEquals(-372, state.masterOffsetNs());
        assertEquals(1844.0, state.meanPathDelayNs());
        assertEquals("027ee4.fffe.5ea51e", state.grandmaster());
        assertFalse(state.isGrandmaster());
        assertEquals(List.of(new Ptp4l.Port(1, 9, "vb", Ptp4l.Stamping.SOFTWARE)), state.ports());
        assertEquals("SLAVE", state.slavePort().orElseThrow().stateName());
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList(), "both names are removed");
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() throws Exception {
        Path socket = directory.resolve("ptp4l");
        try (UnixDatagramSocket silent = new UnixDatagramSocket()) {
            assertTrue(silent.bind(socket) >= 0);

            assertEquals(socket + " does not answer", Ptp4l.query(socket).why());
        }
        Files.createFile(socket);

        assertTrue(Ptp4l.query(socket).why().endsWith("its ptp4l has ended"), Ptp4l.query(socket).why());
    }
}
