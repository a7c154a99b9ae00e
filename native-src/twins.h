/*
 * What the twins share. A twin is a measurement loop in C that makes the system calls venturi makes, so that the cost
 * of Java can be told from the cost of the kernel. Each prints one line of key=value pairs; usage errors exit with 2.
 */
#ifndef TWINS_H
#define TWINS_H

#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <time.h>

#define NANOS_PER_SECOND 1000000000LL
#define CONTROL_BYTES 256
#define MAX_PAYLOAD 65507
#define MAX_BATCH 1024

/* One "--name value" (number or text) or "--name" (flag): exactly one of the three pointers is set. */
struct setting {
    const char *name;
    const char *help;
    long *number;
    long minimum, maximum;
    const char **text;
    bool *flag;
};

#define NUMBER(name, variable, minimum, maximum, help) {name, help, &(variable), minimum, maximum, NULL, NULL}
#define TEXT(name, variable, help) {name, help, NULL, 0, 0, &(variable), NULL}
#define FLAG(name, variable, help) {name, help, NULL, 0, 0, NULL, &(variable)}
#define END_OF_SETTINGS {NULL, NULL, NULL, 0, 0, NULL, NULL}

/* Fills the settings from the command line; --help prints them with their defaults. */
void read_settings(int argc, char **argv, const char *purpose, const struct setting *settings);

_Noreturn void usage_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Ends the program with the name of the failed call and errno. */
_Noreturn void failed(const char *call);

int64_t now_ns(clockid_t clock);

static inline int64_t to_ns(struct timespec time) {
    return time.tv_sec * NANOS_PER_SECOND + time.tv_nsec;
}

/* UDP sockets; buffer sizes of 0 keep the system's own, others need CAP_NET_ADMIN above the system's limit. */
int connected_socket(const char *host, long port);
int bound_socket(const char *host, long port);
void set_buffer(int fd, int option, int force_option, long bytes);
void set_option(int fd, int level, int option, int value, const char *name);
bool is_ipv6(int fd);

/* Everything venturi's sockets always ask for: traffic class, hop limit, drop count, errors of earlier sends. */
void ask_for_information(int fd);

/* Pins the calling thread when cpu is 0 or more. */
void pin(long cpu);

/* Blocks until the socket has something or the time, ns, has passed. */
void await_readable(int fd, int64_t ns);

/* A vector for sendmmsg or recvmmsg with everything allocated beforehand. */
struct batch {
    unsigned int size;
    size_t payload_bytes;
    struct mmsghdr *messages;
    struct iovec *vectors;
    struct sockaddr_storage *names;
    unsigned char *payloads;
    unsigned char *controls;
};

/* With names or controls false those are left out, as on connected sockets or without control messages. */
struct batch batch_allocate(long size, long payload_bytes, bool names, bool controls);

/* The kernel writes the lengths it used into each header, so they are set again before every receive. */
static inline void batch_reset(struct batch *batch) {
    for (unsigned int i = 0; i < batch->size; i++) {
        struct msghdr *header = &batch->messages[i].msg_hdr;
        header->msg_namelen = header->msg_name == NULL ? 0 : sizeof(struct sockaddr_storage);
        header->msg_controllen = header->msg_control == NULL ? 0 : CONTROL_BYTES;
    }
}

/* Like recvmmsg, but one datagram by recvmsg, or recvfrom without control messages, when nothing came the last time. */
int receive_some(int fd, struct batch *batch, bool more);

/* Like sendmmsg from a message on, but a single one without control messages by sendto. */
int send_some(int fd, struct mmsghdr *messages, unsigned int count);

static inline unsigned char *batch_payload(const struct batch *batch, unsigned int index) {
    return batch->payloads + index * batch->payload_bytes;
}

/* Nearest-rank quantiles in nanoseconds, as " <prefix>min_ns=... <prefix>p50_ns=..."; sorts the samples. */
void print_quantiles(const char *prefix, int64_t *samples, size_t count);

void *allocate(size_t count, size_t size);

#endif
