/* Sends back whatever arrives, spinning or blocking between packets; several by the calls for several. */
#include "twins.h"

#include <errno.h>
#include <stdio.h>

int main(int argc, char **argv) {
    const char *host = "127.0.0.1";
    long port = 9000, payload = 2048, size = 64, seconds = 60, count = 1000000000000L, buffer = 0, cpu = -1, spin = -1;
    bool info = false;
    const struct setting settings[] = {
        TEXT("host", host, "address to listen on"),
        NUMBER("port", port, 1, 65535, "port to listen on"),
        NUMBER("payload", payload, 8, MAX_PAYLOAD, "bytes of room per packet"),
        NUMBER("batch", size, 1, MAX_BATCH, "messages per call"),
        NUMBER("seconds", seconds, 1, 3600, "end after this time"),
        NUMBER("count", count, 1, 1000000000000L, "end after this many packets"),
        NUMBER("buffer", buffer, 0, 1 << 30, "SO_RCVBUF and SO_SNDBUF in bytes, 0 for the system's"),
        NUMBER("cpu", cpu, -1, 1023, "run on this CPU, -1 for any"),
        NUMBER("spin", spin, -1, NANOS_PER_SECOND, "nanoseconds to spin after a packet before blocking, -1 for ever"),
        FLAG("info", info, "ask for the control messages that venturi always asks for"),
        END_OF_SETTINGS,
    };
    read_settings(argc, argv, "echoes UDP packets", settings);
    pin(cpu);
    int fd = bound_socket(host, port);
    set_buffer(fd, SO_RCVBUF, SO_RCVBUFFORCE, buffer);
    set_buffer(fd, SO_SNDBUF, SO_SNDBUFFORCE, buffer);
    if (info) {
        ask_for_information(fd);
    }
    struct batch in = batch_allocate(size, payload, true, info);
    /* The outgoing vector shares payloads and addresses with the incoming one; only the lengths are its own. */
    struct batch out = batch_allocate(size, 0, false, false);
    for (unsigned int i = 0; i < out.size; i++) {
        out.vectors[i].iov_base = in.vectors[i].iov_base;
        out.messages[i].msg_hdr.msg_name = in.messages[i].msg_hdr.msg_name;
    }

    uint64_t packets = 0, echoed = 0, errors = 0;
    bool more = false;
    int64_t start = now_ns(CLOCK_MONOTONIC), now = start, last = start, end = start + seconds * NANOS_PER_SECOND;
    for (; now < end && packets < (uint64_t) count; now = now_ns(CLOCK_MONOTONIC)) {
        batch_reset(&in);
        int received = receive_some(fd, &in, more);
        more = received > 0;
        if (received < 0) {
            if (errno != EAGAIN && errno != EINTR) {
                failed("receive");
            }
            if (spin >= 0 && now - last > spin) {
                await_readable(fd, NANOS_PER_SECOND / 10);
            }
            continue;
        }
        last = now;
        packets += (uint64_t) received;
        for (int i = 0; i < received; i++) {
            out.vectors[i].iov_len = in.messages[i].msg_len;
            out.messages[i].msg_hdr.msg_namelen = in.messages[i].msg_hdr.msg_namelen;
        }
        for (int done = 0; done < received;) {
            int sent = send_some(fd, out.messages + done, (unsigned int) (received - done));
            if (sent > 0) {
                echoed += (uint64_t) sent;
                done += sent;
            } else if (errno == EINTR) {
                continue;
            } else {
                /* This packet cannot be sent: leave it out and go on with the next. */
                errors++;
                done++;
            }
        }
    }

    double elapsed = (double) (now - start) / NANOS_PER_SECOND;
    printf("twin=echo batch=%ld packets=%llu echoed=%llu errors=%llu seconds=%.6f packets_per_second=%.0f\n", size,
           (unsigned long long) packets, (unsigned long long) echoed, (unsigned long long) errors, elapsed,
           (double) packets / elapsed);
    return 0;
}
