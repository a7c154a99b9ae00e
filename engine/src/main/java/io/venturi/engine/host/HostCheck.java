package io.venturi.engine.host;

/** Looks at one concern. Reads only, starts nothing, takes no time worth mentioning. */
@FunctionalInterface
interface HostCheck {

    /** What is found; never null, never an exception for what a host may lack. */
    Finding examine(Host host);
}
