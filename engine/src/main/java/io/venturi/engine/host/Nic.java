package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import io.venturi.engine.socket.StampAbility;

/** What the kernel and the driver tell of one interface. Each question may go unanswered. */
interface Nic {

    String name();

    /** The driver's name. */
    Reading<String> driver();

    Reading<StampAbility> stamping();

    Reading<Coalescing> coalescing();

    Reading<Rings> rings();

    Reading<Offloads> offloads();

    /** The root queueing discipline, such as {@code fq}, and in brackets what is below it: {@code mq (fq_codel)}. */
    Reading<String> qdisc();

    /**
     * Change one setting.
     *
     * @return 0, or {@code -errno}
     */
    int set(NicSetting setting, long value);

    /** The setting as it is now. */
    Reading<Long> get(NicSetting setting);

    /**
     * When the card interrupts after it has received something, us.
     *
     * @param rxUsecsHigh the most that adaptive moderation uses, 0 if the driver does not tell
     */
    record Coalescing(long rxUsecs, boolean adaptiveRx, long rxUsecsHigh) {}

    /** Descriptors in use and at most. */
    record Rings(long rx, long rxMost, long tx, long txMost) {}

    /** Who cuts and merges packets. */
    record Offloads(boolean tso, boolean gso, boolean gro, boolean lro) {}
}
