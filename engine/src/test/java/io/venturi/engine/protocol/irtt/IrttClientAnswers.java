package io.venturi.engine.protocol.irtt;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.venturi.engine.protocol.irtt.wire.DropReason;
import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;
import io.venturi.engine.protocol.irtt.wire.IrttEcho;
import io.venturi.engine.protocol.irtt.wire.IrttHmac;
import io.venturi.engine.protocol.irtt.wire.IrttKey;
import io.venturi.engine.protocol.irtt.wire.IrttLayout;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.IrttParamsReader;
import java.lang.foreign.MemorySegment;

/** Datagrams as a server sends them, and what a client's datagrams say. */
final class IrttClientAnswers {
    static final long TOKEN = 0x1122334455667788L;
    static final int OPEN = IrttMessage.OPEN;
    static final int ECHO = 0;
    static final int CLOSE = IrttMessage.CLOSE;

    private IrttClientAnswers() {
    }

    /** Parameters of an open request. */
    static IrttParams asked(byte[] open, boolean keyed) {
        MemorySegment segment = MemorySegment.ofArray(open);
        IrttParamsReader reader = new IrttParamsReader();
        assertEquals(DropReason.NONE, reader.read(segment, IrttMessage.prefixBytes(keyed), open.length));
        return reader.params();
    }

    static byte[] openReply(long token, IrttParams granted) {
        return openReply(token, granted, "");
    }

    static byte[] openReply(long token, IrttParams granted, String key) {
        MemorySegment buffer = MemorySegment.ofArray(new byte[256]);
        boolean keyed = !key.isEmpty();
        return signed(buffer.asSlice(0, IrttMessage.writeOpenReply(buffer, keyed, token, granted)).toArray(JAVA_BYTE),
                key);
    }

    static byte[] signed(byte[] datagram, String key) {
        if (!key.isEmpty()) {
            new IrttHmac(IrttKey.parse(key)).sign(MemorySegment.ofArray(datagram), datagram.length);
        }
        return datagram;
    }

    /** The reply to a request as a server makes it that stamps nothing. */
    static byte[] echoReply(byte[] request) {
        byte[] reply = request.clone();
        reply[3] |= IrttMessage.REPLY;
        return reply;
    }

    /** The same, the last one: the server has closed the session. */
    static byte[] lastReply(byte[] request) {
        byte[] reply = echoReply(request);
        reply[3] |= IrttMessage.CLOSE;
        return reply;
    }

    /** A close answer. */
    static byte[] closeAck(long token, int highest, int distinct, int count, long window) {
        byte[] bytes = new byte[IrttCloseAck.bytes(false)];
        new IrttCloseAck().begin(MemorySegment.ofArray(bytes), false, token).highestSeq(highest).distinct(distinct)
                .count(count).window(window);
        return bytes;
    }

    /** Number of an echo of an unkeyed session. */
    static int seq(byte[] echo) {
        IrttEcho flyweight = new IrttEcho();
        flyweight.wrapRequest(MemorySegment.ofArray(echo), echo.length, IrttLayout.of(ServerHarness.params(), false));
        return flyweight.seq();
    }

    static boolean isEcho(byte[] datagram) {
        return (datagram[3] & (IrttMessage.OPEN | IrttMessage.CLOSE)) == 0;
    }

    static boolean isClose(byte[] datagram) {
        return (datagram[3] & ~IrttMessage.HMAC) == IrttMessage.CLOSE;
    }

    /** The parameters without what only we offer, as other servers return them. */
    static IrttParams withoutExtensions(IrttParams params) {
        return new IrttParams(params.version(), params.durationNs(), params.intervalNs(), params.length(),
                params.stats(), params.stampAt(), params.clock(), params.trafficClass(), params.serverFill(), 0);
    }

    /** A server without our extensions that answers opens and echoes, and counts nothing. */
    static IrttClientPair.Peer foreign(IrttClientPair pair) {
        return datagram -> {
            if (datagram[3] == OPEN) {
                pair.reply(openReply(TOKEN, withoutExtensions(asked(datagram, false))));
            } else if (datagram[3] == ECHO) {
                pair.reply(echoReply(datagram));
            }
        };
    }
}
