package io.venturi.engine.metric;

/** Where on this host the stamps behind a value were taken; the further down, the less of this host they contain. */
public enum StampSource {
    /** Around the system calls: contains scheduling and wake-up of this host. */
    USER,
    /** In the kernel: handing to the driver, and entering the stack. */
    KERNEL,
    /** In the network card, on leaving and reaching the wire, by the card's own clock. */
    HARDWARE
}
