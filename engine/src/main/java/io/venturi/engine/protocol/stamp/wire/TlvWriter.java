package io.venturi.engine.protocol.stamp.wire;

import java.lang.foreign.MemorySegment;
import java.util.random.RandomGenerator;

import static io.venturi.engine.protocol.stamp.wire.StampPacket.SHORT;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

/**
 * Writes the TLVs of a Session-Sender one after the other, U set and values zero where the reflector fills them in.
 * Used while a test is set up; what changes from probe to probe is written at the offsets that are returned here.
 */
public final class TlvWriter {
    private static final int ACCESS_ID_SHIFT = 4;
    private static final int MAC_BYTES = 8;

    private final MemorySegment packet;
    private int at;

    /** @param from where the first TLV goes, bytes from the beginning of the packet */
    public TlvWriter(MemorySegment packet, int from) {
        this.packet = packet;
        this.at = from;
    }

    /** Where the next TLV would go, which is how long the packet is. */
    public int end() {
        return at;
    }

    /** A TLV with a value of {@code length} zeros; where the value begins. */
    public int add(int type, int length) {
        packet.set(JAVA_BYTE, at, (byte) Tlvs.UNRECOGNISED);
        packet.set(JAVA_BYTE, at + 1, (byte) type);
        packet.set(SHORT, at + 2, (short) length);
        int value = at + Tlvs.HEADER_BYTES;
        for (int i = 0; i < length; i++) {
            packet.set(JAVA_BYTE, value + i, (byte) 0);
        }
        at = value + length;
        return value;
    }

    /** Ask for ports, source address, destination address and source MAC. */
    public void location() {
        int subTlvs = (Tlvs.HEADER_BYTES + TlvType.IP_BYTES) * 2 + Tlvs.HEADER_BYTES + MAC_BYTES;
        int value = add(TlvType.LOCATION, TlvType.LOCATION_PORTS_BYTES + subTlvs);
        int end = at;
        at = value + TlvType.LOCATION_PORTS_BYTES;
        add(TlvType.DESTINATION_IP, TlvType.IP_BYTES);
        add(TlvType.SOURCE_IP, TlvType.IP_BYTES);
        add(TlvType.SOURCE_MAC, MAC_BYTES);
        assert at == end;
    }

    /** Ask for this DSCP (0..63) on the replies, and which one arrived. */
    public void classOfService(int dscp) {
        int value = add(TlvType.CLASS_OF_SERVICE, 4);
        packet.set(StampPacket.INT, value, ClassOfService.of(dscp, 0, 0, 0));
    }

    /** Tell the state of an access network: id 0..15 (1 is 3GPP), return code 1 available, 2 unavailable. */
    public void accessReport(int id, int returnCode) {
        int value = add(TlvType.ACCESS_REPORT, 4);
        packet.set(JAVA_BYTE, value, (byte) (id << ACCESS_ID_SHIFT));
        packet.set(JAVA_BYTE, value + 1, (byte) returnCode);
    }

    /** Ask which probes arrived. */
    public void receivedProbes() {
        ReceivedProbes.ask(packet, add(TlvType.RECEIVED_PROBES, ReceivedProbes.BYTES));
    }

    /** Padding with a value of {@code length} bytes, from {@code random} or zeros if that is null. */
    public void padding(int length, RandomGenerator random) {
        int value = add(TlvType.EXTRA_PADDING, length);
        for (int i = 0; random != null && i < length; i++) {
            packet.set(JAVA_BYTE, value + i, (byte) random.nextInt());
        }
    }
}
