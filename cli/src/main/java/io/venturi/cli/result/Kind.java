package io.venturi.cli.result;

/** What was measured. */
public enum Kind {
    ROUND_TRIP("Round trips"), CAPACITY("IP-layer capacity"), LOSS_FREE("Loss-free throughput"),
    THROUGHPUT("Throughput");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
