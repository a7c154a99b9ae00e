package io.venturi.engine.host;

/** What a finding is about. */
public enum Concern {
    VIRTUALIZATION("virtualization"),
    CPU_QUOTA("CPU quota"),
    PRIVILEGES("privileges"),
    CLOCK_SOURCE("clock source"),
    TIMERS("timers"),
    IDLE_STATES("idle states"),
    GOVERNOR("CPU frequency"),
    ISOLATION("isolated CPUs"),
    RT_THROTTLING("RT throttling"),
    STAMPING("stamping"),
    COALESCING("coalescing"),
    INTERRUPTS("interrupts"),
    NUMA("NUMA"),
    QDISC("qdisc"),
    OFFLOADS("offloads"),
    RINGS("ring sizes"),
    SOCKET_BUFFERS("socket buffers"),
    CLOCK_SYNC("clock sync");

    private final String label;

    Concern(String label) {
        this.label = label;
    }

    /** For people, at most 14 characters. */
    public String label() {
        return label;
    }
}
