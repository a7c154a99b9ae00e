package io.venturi.cli.command;

import io.venturi.engine.metric.StampSetup.Choice;
import io.venturi.engine.plan.RttPlan.Precision;
import io.venturi.engine.plan.RttPlan.Wakeup;
import picocli.CommandLine.Option;

/** What is asked of this host, for measuring and answering alike. */
final class PrecisionOptions {
    private static final int NOT_GIVEN = -1;
    private static final int GENTLE_FIFO = 10;

    @Option(names = "--wakeup", defaultValue = "HYBRID", paramLabel = "HOW",
            description = "How threads wait: sleep, hybrid or busy; busy takes a CPU each. Default: hybrid.")
    private Wakeup wakeup;

    @Option(names = "--stamps", defaultValue = "best", paramLabel = "SOURCE",
            description = "Whose time stamps to use: hw (the network card's), kernel, user, or best, the lowest there"
                    + " are. Default: best.")
    private StampChoice stamps;

    @Option(names = "--cpu", defaultValue = "-1", paramLabel = "N", hideParamSyntax = true,
            description = "Keep the measuring thread on this CPU.")
    private int cpu;

    @Option(names = "--fifo", defaultValue = "-1", paramLabel = "PRIO", hideParamSyntax = true,
            description = "Run the measuring thread as SCHED_FIFO with this priority, 1 to 99; 0 never. Default: 10"
                    + " where that is permitted and the thread sleeps most of the time, else 0.")
    private int fifoPriority;

    @Option(names = "--mlock", description = "Lock memory, so that nothing is paged out.")
    private boolean lockMemory;

    /** Where stamps come from. */
    enum StampChoice {
        hw(Choice.HARDWARE), kernel(Choice.KERNEL), user(Choice.USER), best(Choice.BEST);

        private final Choice choice;

        StampChoice(Choice choice) {
            this.choice = choice;
        }
    }

    /** @param sleepy true if the thread sleeps most of the time, so that nobody starves when it cannot be displaced */
    Precision precision(int warmUp, boolean sleepy) {
        int priority = fifoPriority != NOT_GIVEN ? fifoPriority : sleepy && wakeup != Wakeup.BUSY ? GENTLE_FIFO : 0;
        return new Precision(wakeup, stamps.choice, cpu, priority, lockMemory, warmUp);
    }
}
