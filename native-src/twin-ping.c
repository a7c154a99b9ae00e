/* Round trips one at a time against twin-echo, spinning: sendmmsg and recvmmsg of one message each. */
#include "twins.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>

/* The software stamp among the control messages, 0 if there is none; with id, also the number of the send. */
static int64_t read_stamp(struct msghdr *header, uint32_t *id) {
    int64_t stamp = 0;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPING) {
            struct scm_timestamping stamps;
            memcpy(&stamps, CMSG_DATA(c), sizeof stamps);
            stamp = to_ns(stamps.ts[0]);
        } else if (id != NULL && ((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR)
                                  || (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR))) {
            struct sock_extended_err error;
            memcpy(&error, CMSG_DATA(c), sizeof error);
            *id = error.ee_data;
        }
    }
    return stamp;
}

/* Drains the error queue until the stamp of this send has come; 0 when it has not come by the deadline. */
static int64_t transmit_stamp(int fd, struct batch *errors, uint32_t wanted, int64_t deadline) {
    do {
        batch_reset(errors);
        int received = recvmmsg(fd, errors->messages, errors->size, MSG_ERRQUEUE | MSG_DONTWAIT, NULL);
        if (received < 0 && errno != EAGAIN && errno != EINTR) {
            failed("recvmmsg of the error queue");
        }
        for (int i = 0; i < received; i++) {
            uint32_t id = wanted + 1;
            int64_t stamp = read_stamp(&errors->messages[i].msg_hdr, &id);
            if (id == wanted) {
                return stamp;
            }
        }
    } while (now_ns(CLOCK_MONOTONIC) < deadline);
    return 0;
}

/* Sleeps until a margin before the target and spins the rest, as the timing loop of venturi does. */
static void wait_until(int64_t target) {
    int64_t until = target - 100000;
    if (until > now_ns(CLOCK_MONOTONIC)) {
        struct timespec time = {.tv_sec = until / NANOS_PER_SECOND, .tv_nsec = until % NANOS_PER_SECOND};
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {
        }
    }
    while (now_ns(CLOCK_MONOTONIC) < target) {
    }
}

int main(int argc, char **argv) {
    const char *host = "127.0.0.1";
    long port = 9000, payload = 64, count = 10000, warmup = 1000, timeout = 1000, seconds = 60, cpu = -1;
    long interval = 0, spin = -1;
    bool kernel = false, info = false;
    const struct setting settings[] = {
        TEXT("host", host, "echo server"),
        NUMBER("port", port, 1, 65535, "echo server's port"),
        NUMBER("payload", payload, 8, MAX_PAYLOAD, "bytes of UDP payload"),
        NUMBER("count", count, 1, 10000000, "round trips to measure"),
        NUMBER("warmup", warmup, 0, 10000000, "round trips before them"),
        NUMBER("timeout", timeout, 1, 60000, "milliseconds until a reply counts as lost"),
        NUMBER("seconds", seconds, 1, 3600, "end after this time in any case"),
        NUMBER("cpu", cpu, -1, 1023, "run on this CPU, -1 for any"),
        NUMBER("interval", interval, 0, NANOS_PER_SECOND, "ns between probes, spinning the last 100 us; 0: at once"),
        NUMBER("spin", spin, -1, NANOS_PER_SECOND, "nanoseconds to spin for a reply before blocking, -1 for ever"),
        FLAG("kernel", kernel, "also measure between the kernel's software transmit and receive stamps"),
        FLAG("info", info, "ask for the control messages that venturi always asks for"),
        END_OF_SETTINGS,
    };
    read_settings(argc, argv, "measures UDP round trips", settings);
    pin(cpu);
    int fd = connected_socket(host, port);
    if (kernel) {
        set_option(fd, SOL_SOCKET, SO_TIMESTAMPING,
                   SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE
                       | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY,
                   "SO_TIMESTAMPING");
    }
    struct batch out = batch_allocate(1, payload, false, false);
    if (info) {
        ask_for_information(fd);
    }
    struct batch in = batch_allocate(1, payload, false, kernel || info);
    struct batch errors = batch_allocate(4, 0, false, true);
    int64_t *user_rtts = allocate((size_t) count, sizeof *user_rtts);
    int64_t *kernel_rtts = allocate(kernel ? (size_t) count : 0, sizeof *kernel_rtts);
    int64_t *send_residences = allocate(kernel ? (size_t) count : 0, sizeof *send_residences);
    int64_t *receive_residences = allocate(kernel ? (size_t) count : 0, sizeof *receive_residences);
    if (interval > 0 && prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL) != 0) {
        failed("PR_SET_TIMERSLACK");
    }

    size_t measured = 0, kernel_measured = 0, lost = 0, stray = 0, unstamped = 0;
    uint32_t send_id = 0;
    int64_t due = now_ns(CLOCK_MONOTONIC), end = due + seconds * NANOS_PER_SECOND;
    for (uint64_t sequence = 0; sequence < (uint64_t) (warmup + count); sequence++) {
        bool warm = sequence >= (uint64_t) warmup;
        memcpy(batch_payload(&out, 0), &sequence, sizeof sequence);
        if (interval > 0) {
            due += interval;
            wait_until(due);
        }
        int64_t sent_wall = now_ns(CLOCK_REALTIME);
        int64_t sent = now_ns(CLOCK_MONOTONIC);
        if (sent >= end) {
            break;
        }
        int64_t deadline = sent + timeout * 1000000;
        if (send_some(fd, out.messages, 1) != 1) {
            /* The refusal of an earlier packet is reported here; the packet itself was not sent. */
            if (errno != ECONNREFUSED && errno != EINTR && errno != ENOBUFS) {
                failed("send");
            }
            lost += warm;
            continue;
        }
        uint32_t id = send_id++;

        bool replied = false;
        int64_t received = sent;
        while (!replied && received < deadline) {
            batch_reset(&in);
            int messages = receive_some(fd, &in, false);
            received = now_ns(CLOCK_MONOTONIC);
            if (messages == 1) {
                replied = in.messages[0].msg_len >= sizeof sequence
                          && memcmp(batch_payload(&in, 0), &sequence, sizeof sequence) == 0;
                stray += !replied;
            } else if (messages < 0 && errno != EAGAIN && errno != EINTR && errno != ECONNREFUSED) {
                failed("receive");
            } else if (spin >= 0 && received - sent > spin) {
                await_readable(fd, deadline - received);
            }
        }
        int64_t received_wall = now_ns(CLOCK_REALTIME);
        int64_t transmitted = kernel ? transmit_stamp(fd, &errors, id, deadline) : 0;
        if (!warm) {
            continue;
        }
        if (!replied) {
            lost++;
            continue;
        }
        user_rtts[measured++] = received - sent;
        if (kernel) {
            int64_t arrived = read_stamp(&in.messages[0].msg_hdr, NULL);
            if (arrived != 0 && transmitted != 0) {
                send_residences[kernel_measured] = transmitted - sent_wall;
                receive_residences[kernel_measured] = received_wall - arrived;
                kernel_rtts[kernel_measured++] = arrived - transmitted;
            } else {
                unstamped++;
            }
        }
    }

    printf("twin=ping payload=%ld count=%zu lost=%zu stray=%zu", payload, measured, lost, stray);
    print_quantiles("", user_rtts, measured);
    if (kernel) {
        printf(" kernel_count=%zu unstamped=%zu", kernel_measured, unstamped);
        print_quantiles("kernel_", kernel_rtts, kernel_measured);
        print_quantiles("send_residence_", send_residences, kernel_measured);
        print_quantiles("receive_residence_", receive_residences, kernel_measured);
    }
    printf("\n");
    return measured > 0 ? 0 : 1;
}
