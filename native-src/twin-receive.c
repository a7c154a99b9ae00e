/* Receives batches with recvmmsg and reads the control messages that are asked for. */
#include "twins.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>

struct tally {
    uint64_t stamped, truncated, with_pktinfo, with_tos, with_ttl;
    uint32_t dropped;
    int64_t last_stamp_ns;
};

static void read_controls(struct msghdr *header, struct tally *tally) {
    if (header->msg_flags & MSG_CTRUNC) {
        tally->truncated++;
    }
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_TIMESTAMPING) {
            struct scm_timestamping stamps;
            memcpy(&stamps, CMSG_DATA(c), sizeof stamps);
            tally->last_stamp_ns = to_ns(stamps.ts[0]);
            tally->stamped += tally->last_stamp_ns != 0;
        } else if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_RXQ_OVFL) {
            memcpy(&tally->dropped, CMSG_DATA(c), sizeof tally->dropped);
        } else if ((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO)
                   || (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_PKTINFO)) {
            tally->with_pktinfo++;
        } else if ((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TOS)
                   || (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_TCLASS)) {
            tally->with_tos++;
        } else if ((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_TTL)
                   || (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_HOPLIMIT)) {
            tally->with_ttl++;
        }
    }
}

/* Puts packets into the socket's own buffer, over a second socket. */
static void fill(int sender, struct batch *out, long packets) {
    for (long sent = 0; sent < packets;) {
        long left = packets - sent;
        int n = sendmmsg(sender, out->messages, left < out->size ? (unsigned int) left : out->size, 0);
        if (n < 0) {
            failed("sendmmsg");
        }
        sent += n;
    }
}

/*
 * Over loopback a receiver is faster than a sender, so the two together show what sending costs. Here this thread
 * fills the buffer itself and only the emptying is timed; the median round is told, which an interruption leaves alone.
 */
static int drain_bursts(int fd, const char *host, long port, struct batch *batch, long burst, long bytes,
                        long seconds) {
    int sender = connected_socket(host, port);
    struct batch out = batch_allocate(batch->size, bytes, false, false);
    size_t rounds = 0, short_rounds = 0, most_rounds = 1000000;
    int64_t *took = allocate(most_rounds, sizeof *took);
    struct tally tally = {0};
    uint64_t packets = 0;
    int64_t now = now_ns(CLOCK_MONOTONIC), end = now + seconds * NANOS_PER_SECOND;
    while (now < end && rounds < most_rounds) {
        fill(sender, &out, burst);
        long drained = 0;
        int64_t start = now_ns(CLOCK_MONOTONIC);
        while (drained < burst) {
            batch_reset(batch);
            int received = recvmmsg(fd, batch->messages, batch->size, MSG_DONTWAIT, NULL);
            now = now_ns(CLOCK_MONOTONIC);
            if (received <= 0) {
                break;
            }
            drained += received;
            for (int i = 0; i < received && batch->controls != NULL; i++) {
                read_controls(&batch->messages[i].msg_hdr, &tally);
            }
        }
        packets += (uint64_t) drained;
        if (drained == burst) {
            took[rounds++] = now - start;
        } else {
            short_rounds++;
        }
    }
    printf("twin=receive burst=%ld batch=%u packets=%llu rounds=%zu short_rounds=%zu stamped=%llu", burst, batch->size,
           (unsigned long long) packets, rounds, short_rounds, (unsigned long long) tally.stamped);
    print_quantiles("round_", took, rounds);
    double median = rounds > 0 ? (double) took[rounds / 2] : 0;
    printf(" packets_per_second=%.0f\n", rounds > 0 ? (double) burst * NANOS_PER_SECOND / median : 0);
    return rounds > 0 ? 0 : 1;
}

int main(int argc, char **argv) {
    const char *host = "127.0.0.1", *mode = "dontwait";
    long port = 9000, payload = 2048, size = 64, seconds = 5, wait = 10, count = 1000000000000L, buffer = 0, cpu = -1;
    long burst = 0, bytes = 64;
    bool stamps = false, overflow = false, pktinfo = false, tos = false, ttl = false;
    const struct setting settings[] = {
        TEXT("host", host, "address to listen on"),
        NUMBER("port", port, 1, 65535, "port to listen on"),
        TEXT("mode", mode, "dontwait (spins) or waitforone (blocks for the first of a batch)"),
        NUMBER("payload", payload, 8, MAX_PAYLOAD, "bytes of room per packet"),
        NUMBER("batch", size, 1, MAX_BATCH, "messages per recvmmsg"),
        NUMBER("seconds", seconds, 1, 3600, "end this long after the first packet"),
        NUMBER("wait", wait, 1, 3600, "seconds to wait for the first packet"),
        NUMBER("count", count, 1, 1000000000000L, "end after this many packets"),
        NUMBER("buffer", buffer, 0, 1 << 30, "SO_RCVBUF in bytes, 0 for the system's"),
        NUMBER("cpu", cpu, -1, 1023, "run on this CPU, -1 for any"),
        NUMBER("burst", burst, 0, 1000000, "send itself this many packets, time receiving them; 0: wait for others'"),
        NUMBER("bytes", bytes, 8, MAX_PAYLOAD, "payload of those packets"),
        FLAG("stamps", stamps, "ask for software receive stamps (SO_TIMESTAMPING)"),
        FLAG("overflow", overflow, "ask for the drop count (SO_RXQ_OVFL)"),
        FLAG("pktinfo", pktinfo, "ask for the address that was hit (PKTINFO)"),
        FLAG("tos", tos, "ask for the traffic class (RECVTOS, RECVTCLASS)"),
        FLAG("ttl", ttl, "ask for the hop limit (RECVTTL, RECVHOPLIMIT)"),
        END_OF_SETTINGS,
    };
    read_settings(argc, argv, "receives UDP batches and counts them", settings);
    bool waitforone = strcmp(mode, "waitforone") == 0;
    if (!waitforone && strcmp(mode, "dontwait") != 0) {
        usage_error("--mode must be dontwait or waitforone, not '%s'", mode);
    }
    pin(cpu);
    int fd = bound_socket(host, port);
    bool ipv6 = is_ipv6(fd);
    set_buffer(fd, SO_RCVBUF, SO_RCVBUFFORCE, buffer);
    if (waitforone) {
        /* Bounds the blocking receive, so that the end is seen when nothing comes any more. */
        struct timeval timeout = {.tv_usec = 100000};
        if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0) {
            failed("SO_RCVTIMEO");
        }
    }
    if (stamps) {
        set_option(fd, SOL_SOCKET, SO_TIMESTAMPING, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE,
                   "SO_TIMESTAMPING");
    }
    if (overflow) {
        set_option(fd, SOL_SOCKET, SO_RXQ_OVFL, 1, "SO_RXQ_OVFL");
    }
    int level = ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
    if (pktinfo) {
        set_option(fd, level, ipv6 ? IPV6_RECVPKTINFO : IP_PKTINFO, 1, "PKTINFO");
    }
    if (tos) {
        set_option(fd, level, ipv6 ? IPV6_RECVTCLASS : IP_RECVTOS, 1, "RECVTOS");
    }
    if (ttl) {
        set_option(fd, level, ipv6 ? IPV6_RECVHOPLIMIT : IP_RECVTTL, 1, "RECVTTL");
    }
    struct batch batch = batch_allocate(size, payload, true, stamps || overflow || pktinfo || tos || ttl);
    if (burst > 0) {
        return drain_bursts(fd, host, port, &batch, burst, bytes, seconds);
    }

    struct tally tally = {0};
    uint64_t packets = 0, received_bytes = 0, calls = 0, empty = 0;
    int64_t first = 0, last = 0, now = now_ns(CLOCK_MONOTONIC), end = now + wait * NANOS_PER_SECOND;
    while (now < end && packets < (uint64_t) count) {
        batch_reset(&batch);
        int received = recvmmsg(fd, batch.messages, batch.size, waitforone ? MSG_WAITFORONE : MSG_DONTWAIT, NULL);
        now = now_ns(CLOCK_MONOTONIC);
        calls++;
        if (received <= 0) {
            if (received < 0 && errno != EAGAIN && errno != EINTR) {
                failed("recvmmsg");
            }
            empty++;
            continue;
        }
        if (packets == 0) {
            first = now;
            end = now + seconds * NANOS_PER_SECOND;
        }
        last = now;
        packets += (uint64_t) received;
        for (int i = 0; i < received; i++) {
            received_bytes += batch.messages[i].msg_len;
            if (batch.controls != NULL) {
                read_controls(&batch.messages[i].msg_hdr, &tally);
            }
        }
    }

    double elapsed = (double) (last - first) / NANOS_PER_SECOND;
    printf("twin=receive mode=%s batch=%ld packets=%llu bytes=%llu calls=%llu empty=%llu seconds=%.6f"
           " packets_per_second=%.0f stamped=%llu dropped=%u pktinfo=%llu tos=%llu ttl=%llu truncated=%llu\n",
           mode, size, (unsigned long long) packets, (unsigned long long) received_bytes, (unsigned long long) calls,
           (unsigned long long) empty, elapsed, elapsed > 0 ? (double) packets / elapsed : 0,
           (unsigned long long) tally.stamped, tally.dropped, (unsigned long long) tally.with_pktinfo,
           (unsigned long long) tally.with_tos, (unsigned long long) tally.with_ttl,
           (unsigned long long) tally.truncated);
    return packets > 0 ? 0 : 1;
}
