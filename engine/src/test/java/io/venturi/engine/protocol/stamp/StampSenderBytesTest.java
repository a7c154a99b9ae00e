package io.venturi.engine.protocol.stamp;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.metric.Direction;
import io.venturi.engine.metric.EndState;
import io.venturi.engine.metric.RttReport;
import io.venturi.engine.metric.StampSource;
import io.venturi.engine.plan.StampExtensions;
import io.venturi.engine.protocol.stamp.StampSenderOptions.Form;
import io.venturi.engine.protocol.stamp.StampSenderOptions.PeerFormat;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;
import io.venturi.engine.record.Counters;
import io.venturi.engine.stream.RoundTripOutcome;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.venturi.engine.protocol.stamp.ReflectorHarness.KEY;
import static io.venturi.engine.protocol.stamp.StampPair.ALL;
import static io.venturi.engine.protocol.stamp.StampPair.MS;
import static io.venturi.engine.protocol.stamp.StampPair.ONE_US;
import static io.venturi.engine.protocol.stamp.StampPair.S;
import static io.venturi.engine.protocol.stamp.StampPair.reflecting;
import static io.venturi.engine.protocol.stamp.StampPair.sending;
import static io.venturi.engine.testing.PacketFixture.bytes;
import static io.venturi.engine.testing.PacketFixture.hex;
import static io.venturi.engine.testing.PacketFixture.normal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** What a sender writes, byte by byte, and how it reads the time stamps of others. */
class StampSenderBytesTest {
    // ---- golden bytes -----------------------------------------------------------------------------------------------

    @Test
    void shouldSendBasePackets() {
        var pair = new StampPair(sending().ssid(0xbeef).clock(ONE_US), reflecting(), 2);
        pair.runFor(100 * MS);

        assertEquals(normal("00000000|eeaaa52000000000|8587|beef|" + "00".repeat(28)), hex(pair.probes.get(0)));
        assertEquals(normal("00000001|eeaaa52019999999|8587|beef|" + "00".repeat(28)), hex(pair.probes.get(1)));
    }

    @Test
    void shouldSendAuthenticatedPackets() {
        var pair = new StampPair(sending().ssid(0xbeef).clock(ONE_US).key(KEY).format(TimestampFormat.PTP),
                reflecting(), 1);
        pair.runFor(1);

        assertEquals(normal("00000000|000000000000000000000000|6b0026c500000000|c587|beef|" + "00".repeat(68)
                + "|567ec917ff8cffe7e938ae3d6240dd8d"), hex(pair.probes.getFirst()));
    }

    @Test
    void shouldSendTlvs() {
        var pair = new StampPair(sending().extensions(ALL).build(), reflecting().build(), StampPair.plan(1, 250),
                1_795_172_000 * S, 0);
        pair.runFor(1);

        byte[] probe = pair.probes.getFirst();
        assertEquals(250, probe.length);
        assertEquals(normal("80020038|00000000|80040010" + "00".repeat(16) + "|80070010" + "00".repeat(16)
                + "|80010008|0000000000000000|80030004|00000000|80040004|b8000000|8005000c|00000001" + "00".repeat(8)
                + "|80060004|10010000|80070010" + "00".repeat(16) + "|80f00018|76746931" + "00".repeat(20)
                + "|80010036" + "00".repeat(54)), hex(Arrays.copyOfRange(probe, 44, 250)));
    }

    @Test
    void shouldTagTlvs() {
        var pair = new StampPair(sending().key(KEY).extensions(new StampExtensions(false, true,
                StampExtensions.NO_DSCP, false, 0, 0, false, false)).build(), reflecting().build(),
                StampPair.plan(1, 142), 1_795_172_000 * S, 0);
        pair.runFor(1);

        assertEquals(normal("80030004|00000000|80080010|7e1e8b90e03def8fb6893dcf3c7e0fcf|80010000"),
                hex(Arrays.copyOfRange(pair.probes.getFirst(), 112, 144)));
    }

    @ParameterizedTest
    @CsvSource({"STAMP, 0, 44", "STAMP, 44, 44", "STAMP, 45, 48", "STAMP, 48, 48", "STAMP, 1400, 1400",
        "TWAMP_LIGHT, 0, 41", "TWAMP_LIGHT, 3, 14", "TWAMP_LIGHT, 27, 27", "TWAMP_LIGHT, 1400, 1400"})
    void shouldBeAsLongAsAsked(Form form, int asked, int sent) throws Exception {
        var pair = new StampPair(sending().form(form).randomPadding(true).build(), reflecting().build(),
                StampPair.plan(3, asked), 1_795_172_000 * S, 0);

        RoundTripOutcome outcome = pair.run();

        assertEquals(sent, pair.sender.awaitOpened().packetBytes());
        assertEquals(sent, pair.probes.getFirst().length);
        assertEquals(3, pair.counters.get(Counters.Id.RECEIVED));
        assertEquals(EndState.COMPLETED, outcome.end());
    }

    @Test
    void shouldRefuseWhatTwampLightHasNot() {
        assertThrows(ConfigException.class, () -> sending().form(Form.TWAMP_LIGHT).ssid(1).build());
        assertThrows(ConfigException.class, () -> sending().form(Form.TWAMP_LIGHT).key(KEY).build());
    }

    // ---- time stamps of others --------------------------------------------------------------------------------------

    @Test
    void shouldSeeThroughACopiedZBit() throws Exception {
        var pair = new StampPair(sending(), reflecting(), 1);
        pair.forward = n -> new long[0];
        pair.runFor(10 * MS);
        pair.deliver(bytes("00000000|eeaaa52002000000|c587|0000|eeaaa52001000000|00000000|eeaaa52000000000|1d80|0000"
                + "|3f|000000")); // NTP, and Z set

        RoundTripOutcome outcome = pair.run();

        assertEquals(1, pair.sender.findings().formatMislabelled());
        try (RttReport report = pair.report(outcome)) {
            long forwardNs = report.delay(Direction.FORWARD, StampSource.USER).orElseThrow().ns().min();
            assertEquals(3_906_250, forwardNs);
        }
    }

    @Test
    void shouldBelieveTheUserAboutTheFormat() throws Exception {
        var pair = new StampPair(sending().peerFormat(PeerFormat.NTP), reflecting(), 1);
        pair.forward = n -> new long[0];
        pair.runFor(10 * MS);
        pair.deliver(bytes("00000000|eeaaa52002000000|c587|0000|eeaaa52001000000|00000000|eeaaa52000000000|1d80|0000"
                + "|3f|000000"));

        assertEquals(0, pair.findings().formatMislabelled());
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "37, 0"})
    void shouldSuspectTaiTakenForUtc(int ownTaiOffset, int suspects) throws Exception {
        var own = new ClockQuality(false, 1_000, ClockQuality.Source.FREE_RUNNING, ownTaiOffset);
        var pair = new StampPair(sending().clock(own).build(),
                reflecting().clock(ONE_US).format(TimestampFormat.PTP).build(), StampPair.plan(10, 0),
                1_795_172_000 * S, 0);

        assertEquals(suspects, pair.findings().taiSuspects());
    }
}
