package io.venturi.engine.metric;

/**
 * Whom a server did not let in so far: datagrams, set-up requests and connections.
 *
 * @param list  because of their address
 * @param key   because of a missing or wrong key or password
 * @param limit because of limits
 */
public record Refusals(long list, long key, long limit) {

    public long of(Refusal why) {
        return switch (why) {
            case LIST -> list;
            case KEY -> key;
            case LIMIT -> limit;
        };
    }

    public Refusals plus(Refusals other) {
        return new Refusals(list + other.list, key + other.key, limit + other.limit);
    }

    public boolean isNone() {
        return list + key + limit == 0;
    }
}
