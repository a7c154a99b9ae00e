package io.venturi.engine.protocol.udpst.wire;

/**
 * Where the fields of status PDUs are. Version 20 has 204 bytes; before, there were 168, with gaps that compilers made.
 * OB-UDPST 9.0.0 writes the tail of version 20 (marks, checksum) 16 bytes too early, and reads it 16 bytes later; 9.1.0
 * is announced to write it where it is read.
 */
public enum StatusLayout {
    /** As OB-UDPST 9.0.0 writes it. */
    V20(204, 0, 0, 176, 180, 185, 202),
    /** As OB-UDPST 9.1.0 is announced to write it. */
    V20_MOVED(204, 0, 0, 192, 196, 201, 202),
    /** Versions 11 to 19. */
    LEGACY(168, 4, 8, -1, -1, -1, 146);

    private static final int INTERVAL_BLOCK = 44;
    private static final int TRIAL_BLOCK = 96;

    private final int bytes;
    private final int beforeInterval;
    private final int beforeTrial;
    final int trialMarks;
    final int intervalMarks;
    final int modifiers;
    final int checksum;

    StatusLayout(int bytes, int beforeInterval, int beforeTrial, int trialMarks, int intervalMarks, int modifiers,
                 int checksum) {
        this.bytes = bytes;
        this.beforeInterval = beforeInterval;
        this.beforeTrial = beforeTrial;
        this.trialMarks = trialMarks;
        this.intervalMarks = intervalMarks;
        this.modifiers = modifiers;
        this.checksum = checksum;
    }

    /** Length of the PDU. */
    public int bytes() {
        return bytes;
    }

    /** Where a field is that version 20 has at {@code offset}. */
    int at(int offset) {
        return offset < INTERVAL_BLOCK ? offset
                : offset < TRIAL_BLOCK ? offset + beforeInterval : offset + beforeTrial;
    }
}
