package io.venturi.engine.clock;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * PTP management messages as linuxptp speaks them on its local socket: questions out, answers in. Big-endian. Pure.
 *
 * <p>34 bytes of PTP header, the target port, hops and action, then one TLV: type 1, length, identifier, data.
 *
 * @see <a href="https://standards.ieee.org/ieee/1588/6825/">IEEE 1588-2019 clause 15</a>
 */
final class PtpManagement {
    static final int DEFAULT_DATA_SET = 0x2000;
    static final int CURRENT_DATA_SET = 0x2001;
    static final int TIME_PROPERTIES_DATA_SET = 0x2003;
    static final int PORT_DATA_SET = 0x2004;
    static final int TIME_STATUS_NP = 0xC000;
    static final int PORT_PROPERTIES_NP = 0xC004;

    private static final int MANAGEMENT = 0x0d;
    private static final int VERSION = 2;
    private static final int HEADER = 34;
    private static final int TLV_AT = HEADER + 14;
    private static final int DATA_AT = TLV_AT + 6;
    private static final int SEQUENCE_AT = 30;
    private static final int ACTION_AT = HEADER + 12;
    private static final int MANAGEMENT_TLV = 1;
    private static final int GET = 0;
    private static final int RESPONSE = 2;
    private static final int CONTROL_MANAGEMENT = 4;
    private static final double SCALED_NS = 1 << 16;

    private PtpManagement() {
    }

    /** Offset of the clock from its master and the path between them, ns. */
    record TimeStatus(long masterOffsetNs, boolean grandmasterPresent, String grandmaster) {}

    /** Steps to the grandmaster, offset from the master and delay of the path to it, ns. */
    record Current(int stepsRemoved, double offsetNs, double meanPathDelayNs) {}

    /** What the domain says of UTC. */
    record TimeProperties(int utcOffsetS, boolean utcOffsetValid, boolean ptpTimescale, boolean timeTraceable,
                          boolean frequencyTraceable) {}

    /** A port: its number and its state, 9 for slave. */
    record Port(int number, int state) {}

    /** A port's interface and how it stamps: 0 by software, else by hardware. */
    record PortProperties(int number, int stamping, String networkInterface) {}

    /** What the clock is: its identity, ports and domain. */
    record Default(String identity, int ports, int domain) {}

    /** A question for one data set of all ports. */
    static byte[] get(int id, int sequence, int domain) {
        ByteBuffer message = ByteBuffer.allocate(DATA_AT);
        message.put((byte) MANAGEMENT).put((byte) VERSION).putShort((short) DATA_AT).put((byte) domain);
        message.position(28).putShort((short) 1).putShort((short) sequence); // port 1 of a clock without identity
        message.put((byte) CONTROL_MANAGEMENT).put((byte) 0x7f);
        message.putLong(-1).putShort((short) -1); // any clock, any port
        message.put((byte) 0).put((byte) 0).put((byte) GET).put((byte) 0);
        message.putShort((short) MANAGEMENT_TLV).putShort((short) 2).putShort((short) id);
        return message.array();
    }

    /** The data of an answer to question {@code sequence} about data set {@code id}; empty if it is none. */
    static Optional<ByteBuffer> answer(byte[] datagram, int length, int id, int sequence) {
        ByteBuffer message = ByteBuffer.wrap(datagram, 0, length).slice();
        if (length < DATA_AT || (message.get(0) & 0x0f) != MANAGEMENT || (message.get(1) & 0x0f) != VERSION
                || (message.getShort(SEQUENCE_AT) & 0xffff) != sequence
                || (message.get(ACTION_AT) & 0x0f) != RESPONSE || message.getShort(TLV_AT) != MANAGEMENT_TLV
                || (message.getShort(TLV_AT + 4) & 0xffff) != id) {
            return Optional.empty();
        }
        int dataLength = (message.getShort(TLV_AT + 2) & 0xffff) - 2;
        return dataLength < 0 || dataLength > length - DATA_AT ? Optional.empty()
                : Optional.of(message.slice(DATA_AT, dataLength));
    }

    static Optional<TimeStatus> timeStatus(ByteBuffer data) {
        return data.limit() < 50 ? Optional.empty()
                : Optional.of(new TimeStatus(data.getLong(0), data.getInt(38) != 0, identity(data.getLong(42))));
    }

    static Optional<Current> current(ByteBuffer data) {
        return data.limit() < 18 ? Optional.empty() : Optional.of(new Current(data.getShort(0) & 0xffff,
                data.getLong(2) / SCALED_NS, data.getLong(10) / SCALED_NS));
    }

    static Optional<TimeProperties> timeProperties(ByteBuffer data) {
        if (data.limit() < 4) {
            return Optional.empty();
        }
        int flags = data.get(2);
        return Optional.of(new TimeProperties(data.getShort(0), (flags & 4) != 0, (flags & 8) != 0, (flags & 16) != 0,
                (flags & 32) != 0));
    }

    static Optional<Port> port(ByteBuffer data) {
        return data.limit() < 11 ? Optional.empty()
                : Optional.of(new Port(data.getShort(8) & 0xffff, data.get(10) & 0xff));
    }

    static Optional<PortProperties> portProperties(ByteBuffer data) {
        if (data.limit() < 13 || data.limit() < 13 + (data.get(12) & 0xff)) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < (data.get(12) & 0xff); i++) {
            char c = (char) (data.get(13 + i) & 0xff);
            name.append(c > ' ' && c < 0x7f ? c : '?');
        }
        return Optional.of(new PortProperties(data.getShort(8) & 0xffff, data.get(11) & 0xff, name.toString()));
    }

    static Optional<Default> defaults(ByteBuffer data) {
        return data.limit() < 19 ? Optional.empty() : Optional.of(new Default(identity(data.getLong(10)),
                data.getShort(2) & 0xffff, data.get(18) & 0xff));
    }

    /** As linuxptp's programs write it: {@code 525400.fffe.000001}. */
    static String identity(long id) {
        return "%06x.%04x.%06x".formatted(id >>> 40, id >>> 24 & 0xffff, id & 0xff_ffff);
    }
}
