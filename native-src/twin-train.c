/*
 * Sends trains of datagrams (UDP_SEGMENT) to itself over loopback, receives them together (UDP_GRO) and reads the
 * number in each datagram. One thread, and its CPU time, so that other programs of the host change little.
 */
#include "twins.h"

#include <netinet/udp.h>
#include <stdio.h>
#include <string.h>

#define MAX_TRAINS 64
#define TRAIN_BYTES 65536

static int segment_bytes(struct msghdr *header) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c != NULL; c = CMSG_NXTHDR(header, c)) {
        if (c->cmsg_level == IPPROTO_UDP && c->cmsg_type == UDP_GRO) {
            int bytes;
            memcpy(&bytes, CMSG_DATA(c), sizeof bytes);
            return bytes;
        }
    }
    return 0;
}

static void make_train(struct msghdr *header, size_t bytes) {
    header->msg_controllen = CMSG_SPACE(sizeof(uint16_t));
    struct cmsghdr *c = CMSG_FIRSTHDR(header);
    c->cmsg_level = IPPROTO_UDP;
    c->cmsg_type = UDP_SEGMENT;
    c->cmsg_len = CMSG_LEN(sizeof(uint16_t));
    uint16_t segment = (uint16_t) bytes;
    memcpy(CMSG_DATA(c), &segment, sizeof segment);
}

int main(int argc, char **argv) {
    const char *host = "127.0.0.1";
    long port = 9000, payload = 1222, trains = 4, seconds = 1, buffer = 4194304, cpu = -1;
    const struct setting settings[] = {
        TEXT("host", host, "address to send to, of this host"),
        NUMBER("port", port, 1, 65535, "its port"),
        NUMBER("payload", payload, 8, MAX_PAYLOAD, "bytes of UDP payload of a datagram"),
        NUMBER("trains", trains, 1, MAX_TRAINS, "trains per sendmmsg"),
        NUMBER("seconds", seconds, 1, 3600, "end after this time"),
        NUMBER("buffer", buffer, 0, 1 << 30, "socket buffers in bytes, 0 for the system's"),
        NUMBER("cpu", cpu, -1, 1023, "run on this CPU, -1 for any"),
        END_OF_SETTINGS,
    };
    read_settings(argc, argv, "sends itself trains of UDP datagrams", settings);
    pin(cpu);
    int receiver = bound_socket(host, port);
    int sender = connected_socket(host, port);
    set_buffer(receiver, SO_RCVBUF, SO_RCVBUFFORCE, buffer);
    set_buffer(sender, SO_SNDBUF, SO_SNDBUFFORCE, buffer);
    set_option(receiver, SOL_SOCKET, SO_RXQ_OVFL, 1, "SO_RXQ_OVFL");
    set_option(receiver, IPPROTO_UDP, UDP_GRO, 1, "UDP_GRO");
    long segments = MAX_PAYLOAD / payload < 128 ? MAX_PAYLOAD / payload : 128;
    struct batch out = batch_allocate(trains, segments * payload, false, true);
    struct batch in = batch_allocate(trains, TRAIN_BYTES, true, true);
    size_t rounds = 0, most_rounds = 1000000, datagrams = (size_t) (trains * segments);
    int64_t *send_took = allocate(most_rounds, sizeof *send_took);
    int64_t *receive_took = allocate(most_rounds, sizeof *receive_took);

    uint64_t sequence = 0, expected = 0, wrong = 0;
    int64_t end = now_ns(CLOCK_MONOTONIC) + seconds * NANOS_PER_SECOND;
    while (now_ns(CLOCK_MONOTONIC) < end && rounds < most_rounds) {
        int64_t start = now_ns(CLOCK_THREAD_CPUTIME_ID);
        for (unsigned int i = 0; i < out.size; i++) {
            for (long k = 0; k < segments; k++, sequence++) {
                memcpy(batch_payload(&out, i) + k * payload, &sequence, sizeof sequence);
            }
            make_train(&out.messages[i].msg_hdr, (size_t) payload);
        }
        if (sendmmsg(sender, out.messages, out.size, MSG_DONTWAIT) != (int) out.size) {
            failed("sendmmsg");
        }
        int64_t sent = now_ns(CLOCK_THREAD_CPUTIME_ID);
        for (size_t taken = 0; taken < datagrams;) {
            batch_reset(&in);
            int received = recvmmsg(receiver, in.messages, in.size, MSG_DONTWAIT, NULL);
            if (received < 0) {
                failed("recvmmsg");
            }
            for (int i = 0; i < received; i++) {
                size_t length = in.messages[i].msg_len;
                size_t segment = (size_t) segment_bytes(&in.messages[i].msg_hdr);
                for (size_t at = 0; at < length; at += segment == 0 ? length : segment, taken++, expected++) {
                    uint64_t found;
                    memcpy(&found, batch_payload(&in, (unsigned int) i) + at, sizeof found);
                    wrong += found != expected;
                }
            }
        }
        send_took[rounds] = sent - start;
        receive_took[rounds++] = now_ns(CLOCK_THREAD_CPUTIME_ID) - sent;
    }

    printf("twin=train payload=%ld trains=%ld datagrams=%zu rounds=%zu wrong=%llu", payload, trains, datagrams, rounds,
           (unsigned long long) wrong);
    print_quantiles("send_", send_took, rounds);
    print_quantiles("receive_", receive_took, rounds);
    printf("\n");
    return rounds > 0 && wrong == 0 ? 0 : 1;
}
