package io.venturi.systemtest;

import static io.venturi.systemtest.IrttResponder.CLOSE;
import static io.venturi.systemtest.IrttResponder.FLAGS;
import static io.venturi.systemtest.IrttResponder.OPEN;
import static io.venturi.systemtest.IrttResponder.REPLY;
import static io.venturi.systemtest.IrttResponder.SEQ;
import static io.venturi.systemtest.IrttResponder.TOKEN;
import static io.venturi.systemtest.IrttResponder.echo;
import static io.venturi.systemtest.IrttResponder.isOpen;
import static io.venturi.systemtest.IrttResponder.openReply;
import static io.venturi.systemtest.IrttResponder.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.systemtest.Program.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Servers that answer nonsense: the client ignores and counts it, and measures what is sound. */
class HostileServerIT {
    private static final int NONSENSE_PER_PROBE = 8;
    /** The value of the version parameter, id 1, comes first of all. */
    private static final int VERSION = 5;

    /** Before each right answer all that is wrong in some way. */
    private static List<byte[]> nonsenseThenEcho(byte[] datagram) {
        if (isOpen(datagram)) {
            return List.of(openReply(datagram, 7));
        }
        if (!IrttResponder.isEcho(datagram)) {
            return List.of();
        }
        byte[] echo = echo(datagram);
        return List.of(
                new byte[] {1, 2, 3},
                new byte[0],
                with(echo, 0, 0x15),
                with(echo, FLAGS, REPLY | 0x10),
                with(echo, TOKEN, 99),
                with(echo, FLAGS, 0),
                with(echo, SEQ + 2, 1),
                Arrays.copyOf(echo, echo.length - 1),
                echo);
    }

    @Test
    void shouldIgnoreAndCountNonsense() {
        try (IrttResponder server = new IrttResponder(HostileServerIT::nonsenseThenEcho)) {
            Outcome test = Venturi.run("rtt", server.address(), "-n", "50", "-i", "2ms", "--json", "--wait", "1s",
                    "--warm-up", "0");

            assertEquals(0, test.exit(), test.toString());
            Json report = Json.parse(test.out());
            Json loss = report.metric("loss");
            assertEquals(0, loss.number("lost"), test.toString());
            assertEquals(0, report.metric("duplication").number("duplicates"), test.toString());
            assertEquals(NONSENSE_PER_PROBE * loss.number("sent"), report.number("instrument.ignoredDatagrams"),
                    test.toString());
        }
    }

    @Test
    void shouldCloseSurplusSessionsThatLateOpenRepliesName() {
        AtomicInteger opens = new AtomicInteger();
        try (IrttResponder server = new IrttResponder(datagram -> {
            if (isOpen(datagram)) {
                return opens.incrementAndGet() == 1 ? List.of()
                        : List.of(openReply(datagram, 7), openReply(datagram, 7), openReply(datagram, 8));
            }
            return IrttResponder.isEcho(datagram) ? List.of(echo(datagram)) : List.of();
        })) {
            Outcome test = Venturi.run("rtt", server.address(), "-n", "50", "-i", "2ms", "--json", "--warm-up", "0",
                    "--open-timeouts", "200ms,2s");

            assertEquals(0, test.exit(), test.toString());
            assertEquals(0, Json.parse(test.out()).metric("loss").number("lost"), test.toString());
            assertEquals(List.of(8, 7), server.seen().stream().filter(datagram -> datagram[FLAGS] == CLOSE)
                    .map(datagram -> (int) datagram[TOKEN]).distinct().toList(), "closed sessions, in this order");
        }
    }

    @Test
    void shouldEndWithAReportWhenTheServerClosesTheTest() {
        try (IrttResponder server = new IrttResponder(datagram -> isOpen(datagram) ? List.of(openReply(datagram, 7))
                : List.of(with(echo(datagram), FLAGS, datagram[SEQ] == 5 ? REPLY | CLOSE : REPLY)))) {
            Outcome test = Venturi.run("rtt", server.address(), "-d", "20s", "-i", "20ms", "--json", "--warm-up", "0");

            Told.report(test, 1);
            assertEquals("endedByPeer", Json.parse(test.out()).text("run.end"), test.toString());
        }
    }

    @Test
    void shouldGiveUpOnAnswersThatAreNoOpenReply() {
        try (IrttResponder server = new IrttResponder(datagram -> List.of(new byte[] {1, 2, 3},
                with(echo(datagram), FLAGS, REPLY), with(openReply(datagram, 7), FLAGS, OPEN),
                Arrays.copyOf(openReply(datagram, 7), 16)))) {
            Outcome test = Venturi.run("rtt", server.address(), "--warm-up", "0", "--open-timeouts", "200ms,200ms");

            Told.once(test, 4, "no reply from server");
        }
    }

    @Test
    void shouldRefuseAServerOfAnotherVersion() {
        try (IrttResponder server = new IrttResponder(datagram -> isOpen(datagram)
                ? List.of(with(openReply(datagram, 7), VERSION + IrttResponder.TOKEN_BYTES, 4)) : List.of())) {
            Outcome test = Venturi.run("rtt", server.address(), "--warm-up", "0");

            Told.once(test, 4, "client version 1 != server version 2");
            server.next();
            assertEquals(CLOSE, server.next()[FLAGS], "closes the session it was given");
        }
    }

    @Test
    void shouldReportWhenProbesAreNeverAnswered() {
        try (IrttResponder server = new IrttResponder(IrttResponder::openOnly)) {
            Outcome test = Venturi.run("rtt", server.address(), "-n", "20", "-i", "1ms", "--json", "--warm-up", "0",
                    "--wait", "100ms");

            Told.report(test, 1);
            Json loss = Json.parse(test.out()).metric("loss");
            assertEquals(0, loss.number("received"));
            assertTrue(loss.number("sent") > 0, test.toString());
            assertEquals(loss.number("sent"), loss.number("lost"));
        }
    }
}
