/* Sends batches on a connected UDP socket as fast as sendmmsg takes them. */
#include "twins.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    const char *host = "127.0.0.1";
    long port = 9000, payload = 64, size = 64, seconds = 5, count = 1000000000000L, buffer = 0, cpu = -1;
    const struct setting settings[] = {
        TEXT("host", host, "receiver"),
        NUMBER("port", port, 1, 65535, "receiver's port"),
        NUMBER("payload", payload, 8, MAX_PAYLOAD, "bytes of UDP payload"),
        NUMBER("batch", size, 1, MAX_BATCH, "messages per sendmmsg"),
        NUMBER("seconds", seconds, 1, 3600, "end after this time"),
        NUMBER("count", count, 1, 1000000000000L, "end after this many packets"),
        NUMBER("buffer", buffer, 0, 1 << 30, "SO_SNDBUF in bytes, 0 for the system's"),
        NUMBER("cpu", cpu, -1, 1023, "run on this CPU, -1 for any"),
        END_OF_SETTINGS,
    };
    read_settings(argc, argv, "sends UDP batches to a connected address as fast as possible", settings);
    pin(cpu);
    int fd = connected_socket(host, port);
    set_buffer(fd, SO_SNDBUF, SO_SNDBUFFORCE, buffer);
    struct batch batch = batch_allocate(size, payload, false, false);

    uint64_t packets = 0, calls = 0, errors = 0;
    int64_t start = now_ns(CLOCK_MONOTONIC), now = start, end = start + seconds * NANOS_PER_SECOND;
    while (now < end && packets < (uint64_t) count) {
        uint64_t left = (uint64_t) count - packets;
        unsigned int length = left < batch.size ? (unsigned int) left : batch.size;
        for (unsigned int i = 0; i < length; i++) {
            uint64_t sequence = packets + i;
            memcpy(batch_payload(&batch, i), &sequence, sizeof sequence);
        }
        int sent = sendmmsg(fd, batch.messages, length, 0);
        calls++;
        if (sent >= 0) {
            packets += (uint64_t) sent;
        } else if (errno == ECONNREFUSED || errno == ENOBUFS || errno == EINTR) {
            errors++;
        } else {
            failed("sendmmsg");
        }
        now = now_ns(CLOCK_MONOTONIC);
    }

    double elapsed = (double) (now - start) / NANOS_PER_SECOND;
    printf("twin=send payload=%ld batch=%ld packets=%llu calls=%llu errors=%llu seconds=%.6f packets_per_second=%.0f\n",
           payload, size, (unsigned long long) packets, (unsigned long long) calls, (unsigned long long) errors, elapsed,
           (double) packets / elapsed);
    return 0;
}
