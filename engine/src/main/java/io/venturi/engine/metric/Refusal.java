package io.venturi.engine.metric;

/** Why a server did not let a peer in. */
public enum Refusal {
    /** Its address is not on the access list, or is denied there. */
    LIST("list", "its address is not let in by the access list"),
    /** No key, another one, or a wrong user or password. */
    KEY("key", "it has no key, or another one"),
    /** There are as many as may be, or it asks too often. */
    LIMIT("limit", "there are as many as the limits allow");

    private final String label;
    private final String text;

    Refusal(String label, String text) {
        this.label = label;
        this.text = text;
    }

    /** For metrics. */
    public String label() {
        return label;
    }

    /** For logs, the end of a sentence. */
    public String text() {
        return text;
    }
}
