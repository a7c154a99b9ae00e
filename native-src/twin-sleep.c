/* How late a thread wakes at absolute times: sleeping, spinning, or sleeping until a margin and then spinning. */
#include "twins.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

static void sleep_until(int64_t target) {
    struct timespec time = {.tv_sec = target / NANOS_PER_SECOND, .tv_nsec = target % NANOS_PER_SECOND};
    int error;
    do {
        error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
    } while (error == EINTR);
    if (error != 0) {
        errno = error;
        failed("clock_nanosleep");
    }
}

/* The rule of venturi's Pacer: up at once, down by 1/1024 a time, 30 us beyond the lateness, 50 to 500 us. */
static long next_margin(long margin, int64_t late) {
    int64_t wanted = late + 30000;
    wanted = wanted < 50000 ? 50000 : wanted > 500000 ? 500000 : wanted;
    long decayed = margin - (margin >> 10);
    return wanted > decayed ? (long) wanted : decayed;
}

int main(int argc, char **argv) {
    const char *mode = "hybrid";
    long period = 1000000, count = 2000, margin = 100000, cpu = -1, fifo = 0;
    bool adaptive = false;
    const struct setting settings[] = {
        TEXT("mode", mode, "sleep, hybrid (sleep until the margin, then spin) or busy (spin)"),
        NUMBER("period", period, 1000, NANOS_PER_SECOND, "nanoseconds between wake-ups"),
        NUMBER("count", count, 1, 10000000, "wake-ups"),
        NUMBER("margin", margin, 0, NANOS_PER_SECOND, "nanoseconds to spin before each wake-up in hybrid mode"),
        FLAG("adaptive", adaptive, "let the margin follow the lateness of the sleeps, as venturi does"),
        NUMBER("cpu", cpu, -1, 1023, "run on this CPU, -1 for any"),
        NUMBER("fifo", fifo, 0, 99, "SCHED_FIFO priority, 0 for the normal scheduler"),
        END_OF_SETTINGS,
    };
    read_settings(argc, argv, "measures how late wake-ups at absolute times are", settings);
    bool sleeps = strcmp(mode, "busy") != 0;
    bool spins = strcmp(mode, "sleep") != 0;
    if (sleeps && spins && strcmp(mode, "hybrid") != 0) {
        usage_error("--mode must be sleep, hybrid or busy, not '%s'", mode);
    }
    if (count > 3600 * NANOS_PER_SECOND / period) {
        usage_error("--count times --period must not exceed one hour");
    }
    pin(cpu);
    if (prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL) != 0) {
        failed("PR_SET_TIMERSLACK");
    }
    struct sched_param parameter = {.sched_priority = (int) fifo};
    if (fifo > 0 && sched_setscheduler(0, SCHED_FIFO, &parameter) != 0) {
        failed("sched_setscheduler");
    }
    int64_t *lateness = allocate((size_t) count, sizeof *lateness);

    long skipped = 0;
    int64_t now = now_ns(CLOCK_MONOTONIC), target = now + period;
    for (long i = 0; i < count; i++, target += period) {
        /* A slot that has passed is given up; what is measured is the wake-up, not the backlog. */
        if (now >= target) {
            int64_t passed = (now - target) / period + 1;
            skipped += passed;
            target += passed * period;
        }
        int64_t until = spins ? target - margin : target;
        if (sleeps && until > now) {
            sleep_until(until);
            if (adaptive) {
                margin = next_margin(margin, now_ns(CLOCK_MONOTONIC) - until);
            }
        }
        do {
            now = now_ns(CLOCK_MONOTONIC);
        } while (now < target);
        lateness[i] = now - target;
    }

    printf("twin=sleep mode=%s period_ns=%ld margin_ns=%ld fifo=%ld count=%ld skipped=%ld", mode, period, margin, fifo,
           count, skipped);
    print_quantiles("", lateness, (size_t) count);
    printf("\n");
    return 0;
}
