package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.metric.CapacityDirection;
import io.venturi.engine.metric.CapacityEvent;
import io.venturi.engine.protocol.udpst.LoadLog;
import io.venturi.engine.protocol.udpst.wire.LoadPdu;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files with the stamps of received load. */
class CapacityMetadataTest {
    private static final long WALL = 1_795_174_857_298_777_900L;
    private static final LoadLog.Source SOURCE = new LoadLog.Source(1, false, 2, 4, 4711,
            new InetSocketAddress("192.0.2.1", 50_000), new InetSocketAddress("192.0.2.2", 40_000),
            new InetSocketAddress("192.0.2.2", 24_601));

    @TempDir
    private Path folder;

    private final Queue<CapacityEvent> events = new ConcurrentLinkedQueue<>();

    private CapacityMetadata metadata(String template, boolean every) {
        return new CapacityMetadata(template, every, List.of("server"), new InterfaceMeter("", CapacityDirection.DOWN),
                events::add);
    }

    private static LoadPdu load(long seq) {
        return new LoadPdu().begin(Arena.ofAuto().allocate(LoadPdu.BYTES, 8)).seq(seq).payload(222)
                .time(WALL - 43_000).status(0, WALL - 39_478_000, 39);
    }

    /** One row for each, or one for those with a sample; late ones of a full ring cannot be made to order. */
    @Test
    void shouldWriteRowsWithAndWithoutSamples() throws IOException {
        Path file = folder.resolve("all.csv");
        try (CapacityMetadata all = metadata(file.toString(), true); LoadLog log = all.open(SOURCE)) {
            log.datagram(load(1), 0, WALL, LoadLog.NO_SAMPLE);
            log.datagram(load(2), 0, WALL, 0);
        }

        assertEquals(List.of("SeqNo,PayLoad,ECNValue,SrcTxTime,DstRxTime,OWD,IntfMbps,IntfMbpsAlt,RTTTxTime,RTTRxTime,"
                + "RTTRespDelay,RTT,StatusLoss",
                "1,222,0,1795174857.298734,1795174857.298777,0,0.00,0.00,,,,,",
                "2,222,0,1795174857.298734,1795174857.298777,0,0.00,0.00,1795174857.259299,1795174857.298777,39,0,0"),
                Files.readAllLines(file));
        assertTrue(events.isEmpty(), events::toString);
    }

    @Test
    void shouldWriteOnlySamplesWhenNotAskedForAll() throws IOException {
        Path file = folder.resolve("samples.csv");
        try (CapacityMetadata samples = metadata(file.toString(), false); LoadLog log = samples.open(SOURCE)) {
            log.datagram(load(1), 0, WALL, LoadLog.NO_SAMPLE);
            log.datagram(load(2), 0, WALL, 0);
        }

        assertEquals(2, Files.readAllLines(file).size());
    }

    @Test
    void shouldSayThatAFileCannotBeWritten() {
        try (CapacityMetadata none = metadata(folder.resolve("absent/x.csv").toString(), true)) {
            none.open(SOURCE).close();
        }

        CapacityEvent.Notice notice = (CapacityEvent.Notice) events.remove();
        assertTrue(notice.text().contains("absent/x.csv") && notice.text().contains("the test goes on"), notice::text);
        assertTrue(events.isEmpty(), "once is enough");
    }

    @Test
    void shouldSayHowManyRowsAFullRingLost() throws IOException {
        int rows = 1_000_000; // far more than the ring holds, faster than any file is written
        Path file = folder.resolve("full.csv");
        try (CapacityMetadata all = metadata(file.toString(), true); LoadLog log = all.open(SOURCE)) {
            LoadPdu load = load(1);
            for (int i = 0; i < rows; i++) {
                log.datagram(load, 0, WALL, 0);
            }
        }

        long missing = events.isEmpty() ? 0
                : Long.parseLong(((CapacityEvent.Notice) events.remove()).text().replaceAll(" .*", ""));
        assertEquals(rows, Files.readAllLines(file).size() - 1 + missing);
    }

    @Test
    void shouldReplaceTheCodesOfNames() {
        ZonedDateTime time = ZonedDateTime.of(2026, 11, 20, 17, 5, 0, 0, ZoneOffset.UTC);

        assertEquals("2-4-4711_192.0.2.1_192.0.2.2_40000_50000_C_D_host_24601_eth0_#z_20261120",
                MetadataName.of("#i-#c-#I_#l_#r_#s_#d_#M_#D_#H_#p_#E_#z_%Y%m%d", SOURCE, "host:24601", "eth0", time));
        LoadLog.Source server = new LoadLog.Source(1, true, 0, 1, 1, SOURCE.local(), SOURCE.remote(),
                SOURCE.control());
        assertEquals("S_U_InAddrAny", MetadataName.of("#M_#D_#H", server, ":24601", "", time));
    }
}
