/* What the C compiler says of the layouts in ClockStructs.java. ClockAbiTest compares, by name. */
#include "jextract/venturi.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/un.h>

/* Read over the foreign memory API: name at 0, value at 8, stride 16. */
struct clock_abi_entry {
    const char *name;
    int64_t value;
};

_Static_assert(sizeof(struct clock_abi_entry) == 16, "ClockAbiTest reads 64-bit entries");

#define EXPORTED __attribute__((visibility("default")))

EXPORTED const struct clock_abi_entry venturi_clock_abi[] = {
    {"PTP_CLOCK_CAPS", sizeof(struct ptp_clock_caps)},
    {"PTP_CLOCK_CAPS_MAX_ADJ", offsetof(struct ptp_clock_caps, max_adj)},
    {"PTP_CLOCK_CAPS_N_ALARM", offsetof(struct ptp_clock_caps, n_alarm)},
    {"PTP_CLOCK_CAPS_N_EXT_TS", offsetof(struct ptp_clock_caps, n_ext_ts)},
    {"PTP_CLOCK_CAPS_N_PER_OUT", offsetof(struct ptp_clock_caps, n_per_out)},
    {"PTP_CLOCK_CAPS_PPS", offsetof(struct ptp_clock_caps, pps)},
    {"PTP_CLOCK_CAPS_N_PINS", offsetof(struct ptp_clock_caps, n_pins)},
    {"PTP_CLOCK_CAPS_CROSS_TIMESTAMPING", offsetof(struct ptp_clock_caps, cross_timestamping)},
    {"SOCKADDR_UN", sizeof(struct sockaddr_un)},
    {"SOCKADDR_UN_SUN_PATH", offsetof(struct sockaddr_un, sun_path)},
};

EXPORTED const int64_t venturi_clock_abi_count = sizeof venturi_clock_abi / sizeof venturi_clock_abi[0];
