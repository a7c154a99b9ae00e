package io.venturi.engine.protocol.iperf3;

import io.venturi.engine.protocol.iperf3.wire.Iperf3Parameters;

/** What all senders of a test together may send. */
record Budgets(Budget bytes, Budget blocks) {
    /** A client's; a server goes on until its client has enough. */
    static Budgets of(Iperf3Parameters.Limits limits) {
        return new Budgets(new Budget(limits.bytes()), new Budget(limits.blocks()));
    }

    static Budgets unlimited() {
        return new Budgets(new Budget(0), new Budget(0));
    }

    /** True if the limit is reached. */
    boolean areSpent() {
        return bytes.isSpent() || blocks.isSpent();
    }

    void open() {
        bytes.open();
        blocks.open();
    }
}
