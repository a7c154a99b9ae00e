#include "twins.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *program = "twin";

void usage_error(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "%s: ", program);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, " (see --help)\n");
    va_end(arguments);
    exit(2);
}

void failed(const char *call) {
    fprintf(stderr, "%s: %s: %s\n", program, call, strerror(errno));
    exit(1);
}

static void print_help(const char *purpose, const struct setting *settings) {
    printf("%s: %s\n", program, purpose);
    for (const struct setting *s = settings; s->name != NULL; s++) {
        if (s->number != NULL) {
            printf("  --%s N  %s, %ld to %ld (default %ld)\n", s->name, s->help, s->minimum, s->maximum, *s->number);
        } else if (s->text != NULL) {
            printf("  --%s TEXT  %s (default %s)\n", s->name, s->help, *s->text);
        } else {
            printf("  --%s  %s\n", s->name, s->help);
        }
    }
}

static long parse_number(const struct setting *setting, const char *text) {
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || value < setting->minimum || value > setting->maximum) {
        usage_error("--%s must be a number from %ld to %ld, not '%s'", setting->name, setting->minimum,
                    setting->maximum, text);
    }
    return value;
}

void read_settings(int argc, char **argv, const char *purpose, const struct setting *settings) {
    const char *slash = strrchr(argv[0], '/');
    program = slash == NULL ? argv[0] : slash + 1;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0) {
            print_help(purpose, settings);
            exit(0);
        }
        const struct setting *s = settings;
        while (s->name != NULL && (strncmp(argv[i], "--", 2) != 0 || strcmp(argv[i] + 2, s->name) != 0)) {
            s++;
        }
        if (s->name == NULL) {
            usage_error("unknown argument '%s'", argv[i]);
        }
        if (s->flag != NULL) {
            *s->flag = true;
            continue;
        }
        if (++i == argc) {
            usage_error("--%s needs a value", s->name);
        }
        if (s->number != NULL) {
            *s->number = parse_number(s, argv[i]);
        } else {
            *s->text = argv[i];
        }
    }
}

int64_t now_ns(clockid_t clock) {
    struct timespec time;
    if (clock_gettime(clock, &time) != 0) {
        failed("clock_gettime");
    }
    return to_ns(time);
}

static int open_socket(const char *host, long port, int (*attach)(int, const struct sockaddr *, socklen_t),
                       const char *call) {
    char service[8];
    snprintf(service, sizeof service, "%ld", port);
    struct addrinfo hints = {.ai_socktype = SOCK_DGRAM, .ai_flags = AI_NUMERICSERV};
    struct addrinfo *found;
    int error = getaddrinfo(host, service, &hints, &found);
    if (error != 0) {
        usage_error("--host %s: %s", host, gai_strerror(error));
    }
    int fd = socket(found->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        failed("socket");
    }
    if (attach(fd, found->ai_addr, found->ai_addrlen) != 0) {
        failed(call);
    }
    freeaddrinfo(found);
    return fd;
}

int connected_socket(const char *host, long port) {
    return open_socket(host, port, connect, "connect");
}

int bound_socket(const char *host, long port) {
    return open_socket(host, port, bind, "bind");
}

void set_option(int fd, int level, int option, int value, const char *name) {
    if (setsockopt(fd, level, option, &value, sizeof value) != 0) {
        failed(name);
    }
}

void set_buffer(int fd, int option, int force_option, long bytes) {
    int value = (int) bytes;
    if (bytes != 0 && setsockopt(fd, SOL_SOCKET, force_option, &value, sizeof value) != 0) {
        set_option(fd, SOL_SOCKET, option, value, "socket buffer size");
    }
}

bool is_ipv6(int fd) {
    int domain;
    socklen_t length = sizeof domain;
    if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &length) != 0) {
        failed("SO_DOMAIN");
    }
    return domain == AF_INET6;
}

void ask_for_information(int fd) {
    bool ipv6 = is_ipv6(fd);
    int level = ipv6 ? IPPROTO_IPV6 : IPPROTO_IP;
    set_option(fd, level, ipv6 ? IPV6_RECVTCLASS : IP_RECVTOS, 1, "RECVTOS");
    set_option(fd, level, ipv6 ? IPV6_RECVHOPLIMIT : IP_RECVTTL, 1, "RECVTTL");
    set_option(fd, level, ipv6 ? IPV6_RECVERR : IP_RECVERR, 1, "RECVERR");
    set_option(fd, SOL_SOCKET, SO_RXQ_OVFL, 1, "SO_RXQ_OVFL");
}

void await_readable(int fd, int64_t ns) {
    struct pollfd descriptor = {.fd = fd, .events = POLLIN};
    struct timespec timeout = {.tv_sec = ns / NANOS_PER_SECOND, .tv_nsec = ns % NANOS_PER_SECOND};
    if (ppoll(&descriptor, 1, &timeout, NULL) < 0 && errno != EINTR) {
        failed("ppoll");
    }
}

void pin(long cpu) {
    if (cpu < 0) {
        return;
    }
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET((size_t) cpu, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0) {
        failed("sched_setaffinity");
    }
}

void *allocate(size_t count, size_t size) {
    /* One cache line per mmsghdr: the vector starts on one. Written now, so that no page fault comes later. */
    size_t bytes = (count * size + 63) / 64 * 64;
    void *memory = aligned_alloc(64, bytes == 0 ? 64 : bytes);
    if (memory == NULL) {
        failed("aligned_alloc");
    }
    memset(memory, 0, bytes);
    return memory;
}

struct batch batch_allocate(long size, long payload_bytes, bool names, bool controls) {
    struct batch batch = {.size = (unsigned int) size, .payload_bytes = (size_t) payload_bytes};
    batch.messages = allocate(batch.size, sizeof *batch.messages);
    batch.vectors = allocate(batch.size, sizeof *batch.vectors);
    batch.payloads = allocate(batch.size, batch.payload_bytes);
    batch.names = names ? allocate(batch.size, sizeof *batch.names) : NULL;
    batch.controls = controls ? allocate(batch.size, CONTROL_BYTES) : NULL;
    for (unsigned int i = 0; i < batch.size; i++) {
        batch.vectors[i].iov_base = batch_payload(&batch, i);
        batch.vectors[i].iov_len = batch.payload_bytes;
        struct msghdr *header = &batch.messages[i].msg_hdr;
        header->msg_iov = &batch.vectors[i];
        header->msg_iovlen = 1;
        header->msg_name = names ? &batch.names[i] : NULL;
        header->msg_control = controls ? batch.controls + i * CONTROL_BYTES : NULL;
    }
    batch_reset(&batch);
    return batch;
}

int receive_some(int fd, struct batch *batch, bool more) {
    if (more) {
        return recvmmsg(fd, batch->messages, batch->size, MSG_DONTWAIT, NULL);
    }
    struct msghdr *header = &batch->messages[0].msg_hdr;
    ssize_t bytes = header->msg_control == NULL
                        ? recvfrom(fd, header->msg_iov->iov_base, header->msg_iov->iov_len, MSG_DONTWAIT,
                                   header->msg_name, header->msg_name == NULL ? NULL : &header->msg_namelen)
                        : recvmsg(fd, header, MSG_DONTWAIT);
    if (bytes < 0) {
        return -1;
    }
    batch->messages[0].msg_len = (unsigned int) bytes;
    return 1;
}

int send_some(int fd, struct mmsghdr *messages, unsigned int count) {
    struct msghdr *header = &messages[0].msg_hdr;
    if (count > 1 || header->msg_controllen > 0) {
        return sendmmsg(fd, messages, count, MSG_DONTWAIT);
    }
    return sendto(fd, header->msg_iov->iov_base, header->msg_iov->iov_len, MSG_DONTWAIT, header->msg_name,
                  header->msg_namelen)
                   < 0
               ? -1
               : 1;
}

static int compare(const void *left, const void *right) {
    int64_t l = *(const int64_t *) left, r = *(const int64_t *) right;
    return (l > r) - (l < r);
}

void print_quantiles(const char *prefix, int64_t *samples, size_t count) {
    static const struct {
        const char *name;
        size_t per_mille;
    } quantiles[] = {{"p50", 500}, {"p90", 900}, {"p99", 990}, {"p99.9", 999}};

    if (count == 0) {
        return;
    }
    qsort(samples, count, sizeof *samples, compare);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += (double) samples[i];
    }
    printf(" %smin_ns=%lld", prefix, (long long) samples[0]);
    for (size_t q = 0; q < sizeof quantiles / sizeof *quantiles; q++) {
        size_t rank = (count * quantiles[q].per_mille + 999) / 1000;
        printf(" %s%s_ns=%lld", prefix, quantiles[q].name, (long long) samples[rank - 1]);
    }
    printf(" %smax_ns=%lld %smean_ns=%.1f", prefix, (long long) samples[count - 1], prefix, sum / (double) count);
}
