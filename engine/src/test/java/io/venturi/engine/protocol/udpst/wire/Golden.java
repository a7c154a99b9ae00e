package io.venturi.engine.protocol.udpst.wire;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;

/** PDUs of OB-UDPST 9.0.0 as captured on loopback, and hex in general; "z40" stands for 40 zero bytes. */
final class Golden {
    static final String SETUP_REQUEST = "ace10014 00016262 01000000 00000100 z40";
    static final String SETUP_RESPONSE = "ace10014 00016262 02010000 c1a60100 z40";
    static final String NULL_REQUEST = "dead0014 01000000 00000000 00000000 z32";
    static final String ACTIVATION_REQUEST = "ace20014 0200001e 005a0032 00050000"
            + " 0003000a 0003000a 01000000 00000000 z24 03e80000 z44";
    static final String LOAD_FIRST = "beef0000 00000001 037c0000 00000000 00000000 6b002a73 22852ad0 00080000";
    static final String LOAD_SECOND = "beef0000 00000002 015b0000 6b002a73 25085ce5 6b002a73 257fd144 00080000";
    static final String STATUS_60 = "feed0000 0000003c 00000000 00000000 00000000 00000000 00000000 00000000"
            + " 00000000 00000002 000003db 00000000 000539d9 000f4ba1 00000000 00000000"
            + " 00000000 00000000 00000002 0000000b 000003db 00000000 00000001 000007d3"
            + " 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000032"
            + " 00000000 00000000 00000000 0000c351 00000032 000043c6 6b002a76 22534098 z44";
    static final String KEYED_SETUP_REQUEST = "ace10014 00011c6e 01000064 00000101"
            + " 6b002ae8 fa3b6658 3731d6f4 5413c433 1db4eeba 69eade28 f221f197 626add9c e5c3b060 07000000";
    static final String KEYED_SETUP_RESPONSE = "ace10014 00011c6e 02010064 83670101"
            + " 6b002ae8 562cd50f 6e7afe7c 009dd06b 42f69b87 0267d37f 5bdd6b08 ff2450d2 7fe084b9 07000000";
    static final String KEYED_NULL = "dead0014 01000001 6b002ae8 09738cab ca73f4b3 7a23ddbb edabbb49"
            + " 0c430ddc 094386df 0cc5039a 4aaa65ed 07000000";
    static final String KEYED_ACTIVATION_REQUEST = "ace20014 0200001e 005a0032 00050000 0002000a 0003000a 01000000"
            + " 00000000 z24 03e80000 00000001 6b002ae8 f8cf2974 f10671f6 eff7acc3 83256f1a 78fa11db 541ec3b0"
            + " f348d7e4 6036511c 07000000";
    static final String KEYED_ACTIVATION_RESPONSE = "ace20014 0201001e 005a0032 00050000 0002000a 0003000a 01000000"
            + " 00000000 z24 03e80000 00000001 6b002ae8 74144a67 7f92af80 acf17ebb 20ffed7f f2c6097d f4959a34"
            + " 49ec7ddb 82882819 07000000";

    private Golden() {
    }

    static byte[] bytes(String hex) {
        StringBuilder all = new StringBuilder();
        for (String word : hex.split(" +")) {
            all.append(word.startsWith("z") ? "00".repeat(Integer.parseInt(word.substring(1))) : word);
        }
        return HexFormat.of().parseHex(all);
    }

    /** A datagram in a native buffer with room beyond it that is not zero. */
    static MemorySegment datagram(byte[] bytes) {
        MemorySegment buffer = Arena.ofAuto().allocate(bytes.length + 256L);
        buffer.fill((byte) 0x5a);
        MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, bytes.length);
        return buffer;
    }

    static MemorySegment datagram(String hex) {
        return datagram(bytes(hex));
    }

    static String hex(MemorySegment buffer, int length) {
        return HexFormat.of().formatHex(buffer.asSlice(0, length).toArray(JAVA_BYTE));
    }

    /** A text of this class in the form that {@link #hex} gives. */
    static String plain(String hex) {
        return HexFormat.of().formatHex(bytes(hex));
    }
}
