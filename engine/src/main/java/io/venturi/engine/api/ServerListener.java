package io.venturi.engine.api;

import java.net.InetSocketAddress;

/** Hears what a server does. Called on lane threads: must be quick and must not throw. */
public interface ServerListener {

    /**
     * Something happened that a server log should tell.
     *
     * @param peer   who caused it, or null for the server itself
     * @param code   short name of the kind of event, such as NewConn or Drop
     * @param detail the sentence
     */
    void onEvent(InetSocketAddress peer, String code, String detail);
}
