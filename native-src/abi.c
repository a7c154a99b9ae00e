/*
 * What the C compiler says of every layout and constant that Java takes from jextract/venturi.h. AbiTest compares.
 * Reserved room is left out: later kernel headers give parts of it a name.
 */
#include "jextract/venturi.h"

#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

#include <stddef.h>
#include <stdint.h>

enum abi_kind { ABI_SIZE = 0, ABI_OFFSET = 1, ABI_CONSTANT = 2 };

/* Read over the foreign memory API: name at 0, kind at 8, value at 16, stride 24. */
struct abi_entry {
    const char *name;
    int32_t kind;
    int64_t value;
};

_Static_assert(sizeof(struct abi_entry) == 24, "AbiTest reads 64-bit entries");

#define SIZE(keyword, type) {#type, ABI_SIZE, sizeof(keyword type)}
#define FIELD(keyword, type, field)                                   \
    {#type "." #field, ABI_OFFSET, offsetof(keyword type, field)},    \
    {#type "." #field, ABI_SIZE, sizeof(((keyword type *)0)->field)}
#define CONSTANT(name) {#name, ABI_CONSTANT, (int64_t)(name)}
#define VALUE(name, value) {#name, ABI_CONSTANT, (int64_t)(value)}

#define EXPORTED __attribute__((visibility("default")))

EXPORTED const struct abi_entry venturi_abi[] = {
    SIZE(struct, in_addr), FIELD(struct, in_addr, s_addr),

    SIZE(struct, in6_addr), FIELD(struct, in6_addr, __in6_u), FIELD(struct, in6_addr, __in6_u.__u6_addr8),
    FIELD(struct, in6_addr, __in6_u.__u6_addr16), FIELD(struct, in6_addr, __in6_u.__u6_addr32),

    SIZE(struct, sockaddr), FIELD(struct, sockaddr, sa_family), FIELD(struct, sockaddr, sa_data),

    SIZE(struct, sockaddr_in), FIELD(struct, sockaddr_in, sin_family), FIELD(struct, sockaddr_in, sin_port),
    FIELD(struct, sockaddr_in, sin_addr), FIELD(struct, sockaddr_in, sin_zero),

    SIZE(struct, sockaddr_in6), FIELD(struct, sockaddr_in6, sin6_family), FIELD(struct, sockaddr_in6, sin6_port),
    FIELD(struct, sockaddr_in6, sin6_flowinfo), FIELD(struct, sockaddr_in6, sin6_addr),
    FIELD(struct, sockaddr_in6, sin6_scope_id),

    SIZE(struct, sockaddr_storage), FIELD(struct, sockaddr_storage, ss_family),
    FIELD(struct, sockaddr_storage, __ss_padding), FIELD(struct, sockaddr_storage, __ss_align),

    SIZE(struct, sockaddr_ll), FIELD(struct, sockaddr_ll, sll_family), FIELD(struct, sockaddr_ll, sll_protocol),
    FIELD(struct, sockaddr_ll, sll_ifindex), FIELD(struct, sockaddr_ll, sll_hatype),
    FIELD(struct, sockaddr_ll, sll_pkttype), FIELD(struct, sockaddr_ll, sll_halen),
    FIELD(struct, sockaddr_ll, sll_addr),

    SIZE(struct, iovec), FIELD(struct, iovec, iov_base), FIELD(struct, iovec, iov_len),

    SIZE(struct, msghdr), FIELD(struct, msghdr, msg_name), FIELD(struct, msghdr, msg_namelen),
    FIELD(struct, msghdr, msg_iov), FIELD(struct, msghdr, msg_iovlen), FIELD(struct, msghdr, msg_control),
    FIELD(struct, msghdr, msg_controllen), FIELD(struct, msghdr, msg_flags),

    SIZE(struct, mmsghdr), FIELD(struct, mmsghdr, msg_hdr), FIELD(struct, mmsghdr, msg_len),

    SIZE(struct, cmsghdr), FIELD(struct, cmsghdr, cmsg_len), FIELD(struct, cmsghdr, cmsg_level),
    FIELD(struct, cmsghdr, cmsg_type),

    SIZE(struct, in_pktinfo), FIELD(struct, in_pktinfo, ipi_ifindex), FIELD(struct, in_pktinfo, ipi_spec_dst),
    FIELD(struct, in_pktinfo, ipi_addr),

    SIZE(struct, in6_flowlabel_req), FIELD(struct, in6_flowlabel_req, flr_dst),
    FIELD(struct, in6_flowlabel_req, flr_label), FIELD(struct, in6_flowlabel_req, flr_action),
    FIELD(struct, in6_flowlabel_req, flr_share), FIELD(struct, in6_flowlabel_req, flr_flags),
    FIELD(struct, in6_flowlabel_req, flr_expires), FIELD(struct, in6_flowlabel_req, flr_linger),
    FIELD(struct, in6_flowlabel_req, __flr_pad),

    SIZE(struct, in6_pktinfo), FIELD(struct, in6_pktinfo, ipi6_addr), FIELD(struct, in6_pktinfo, ipi6_ifindex),

    SIZE(struct, timespec), FIELD(struct, timespec, tv_sec), FIELD(struct, timespec, tv_nsec),

    SIZE(struct, timeval), FIELD(struct, timeval, tv_sec), FIELD(struct, timeval, tv_usec),

    SIZE(struct, scm_timestamping), FIELD(struct, scm_timestamping, ts),

    SIZE(struct, scm_ts_pktinfo), FIELD(struct, scm_ts_pktinfo, if_index),
    FIELD(struct, scm_ts_pktinfo, pkt_length),

    SIZE(struct, so_timestamping), FIELD(struct, so_timestamping, flags), FIELD(struct, so_timestamping, bind_phc),

    SIZE(struct, sock_txtime), FIELD(struct, sock_txtime, clockid), FIELD(struct, sock_txtime, flags),

    SIZE(struct, sock_extended_err), FIELD(struct, sock_extended_err, ee_errno),
    FIELD(struct, sock_extended_err, ee_origin), FIELD(struct, sock_extended_err, ee_type),
    FIELD(struct, sock_extended_err, ee_code), FIELD(struct, sock_extended_err, ee_pad),
    FIELD(struct, sock_extended_err, ee_info), FIELD(struct, sock_extended_err, ee_data),
    FIELD(struct, sock_extended_err, ee_rfc4884),

    SIZE(struct, sock_ee_data_rfc4884), FIELD(struct, sock_ee_data_rfc4884, len),
    FIELD(struct, sock_ee_data_rfc4884, flags),

    SIZE(struct, ifreq), FIELD(struct, ifreq, ifr_ifrn), FIELD(struct, ifreq, ifr_ifrn.ifrn_name),
    FIELD(struct, ifreq, ifr_ifru), FIELD(struct, ifreq, ifr_ifru.ifru_addr),
    FIELD(struct, ifreq, ifr_ifru.ifru_dstaddr), FIELD(struct, ifreq, ifr_ifru.ifru_broadaddr),
    FIELD(struct, ifreq, ifr_ifru.ifru_netmask), FIELD(struct, ifreq, ifr_ifru.ifru_hwaddr),
    FIELD(struct, ifreq, ifr_ifru.ifru_flags), FIELD(struct, ifreq, ifr_ifru.ifru_ivalue),
    FIELD(struct, ifreq, ifr_ifru.ifru_mtu), FIELD(struct, ifreq, ifr_ifru.ifru_map),
    FIELD(struct, ifreq, ifr_ifru.ifru_slave), FIELD(struct, ifreq, ifr_ifru.ifru_newname),
    FIELD(struct, ifreq, ifr_ifru.ifru_data),

    SIZE(struct, ifmap), FIELD(struct, ifmap, mem_start), FIELD(struct, ifmap, mem_end),
    FIELD(struct, ifmap, base_addr), FIELD(struct, ifmap, irq), FIELD(struct, ifmap, dma),
    FIELD(struct, ifmap, port),

    SIZE(struct, hwtstamp_config), FIELD(struct, hwtstamp_config, flags), FIELD(struct, hwtstamp_config, tx_type),
    FIELD(struct, hwtstamp_config, rx_filter),

    SIZE(struct, ethtool_ts_info), FIELD(struct, ethtool_ts_info, cmd),
    FIELD(struct, ethtool_ts_info, so_timestamping), FIELD(struct, ethtool_ts_info, phc_index),
    FIELD(struct, ethtool_ts_info, tx_types), FIELD(struct, ethtool_ts_info, rx_filters),

    SIZE(struct, pollfd), FIELD(struct, pollfd, fd), FIELD(struct, pollfd, events), FIELD(struct, pollfd, revents),

    SIZE(struct, epoll_event), FIELD(struct, epoll_event, events), FIELD(struct, epoll_event, data),

    SIZE(struct, sched_param), FIELD(struct, sched_param, sched_priority),

    SIZE(struct, timex), FIELD(struct, timex, modes), FIELD(struct, timex, offset), FIELD(struct, timex, freq),
    FIELD(struct, timex, maxerror), FIELD(struct, timex, esterror), FIELD(struct, timex, status),
    FIELD(struct, timex, constant), FIELD(struct, timex, precision), FIELD(struct, timex, tolerance),
    FIELD(struct, timex, time), FIELD(struct, timex, tick), FIELD(struct, timex, ppsfreq),
    FIELD(struct, timex, jitter), FIELD(struct, timex, shift), FIELD(struct, timex, stabil),
    FIELD(struct, timex, jitcnt), FIELD(struct, timex, calcnt), FIELD(struct, timex, errcnt),
    FIELD(struct, timex, stbcnt), FIELD(struct, timex, tai),

    SIZE(struct, ptp_clock_time), FIELD(struct, ptp_clock_time, sec), FIELD(struct, ptp_clock_time, nsec),

    SIZE(struct, ptp_sys_offset_extended), FIELD(struct, ptp_sys_offset_extended, n_samples),
    FIELD(struct, ptp_sys_offset_extended, ts),

    SIZE(struct, ptp_sys_offset_precise), FIELD(struct, ptp_sys_offset_precise, device),
    FIELD(struct, ptp_sys_offset_precise, sys_realtime), FIELD(struct, ptp_sys_offset_precise, sys_monoraw),

    SIZE(struct, tcp_info), FIELD(struct, tcp_info, tcpi_state), FIELD(struct, tcp_info, tcpi_ca_state),
    FIELD(struct, tcp_info, tcpi_retransmits), FIELD(struct, tcp_info, tcpi_probes),
    FIELD(struct, tcp_info, tcpi_backoff), FIELD(struct, tcp_info, tcpi_options), FIELD(struct, tcp_info, tcpi_rto),
    FIELD(struct, tcp_info, tcpi_ato), FIELD(struct, tcp_info, tcpi_snd_mss), FIELD(struct, tcp_info, tcpi_rcv_mss),
    FIELD(struct, tcp_info, tcpi_unacked), FIELD(struct, tcp_info, tcpi_sacked), FIELD(struct, tcp_info, tcpi_lost),
    FIELD(struct, tcp_info, tcpi_retrans), FIELD(struct, tcp_info, tcpi_fackets),
    FIELD(struct, tcp_info, tcpi_last_data_sent), FIELD(struct, tcp_info, tcpi_last_ack_sent),
    FIELD(struct, tcp_info, tcpi_last_data_recv), FIELD(struct, tcp_info, tcpi_last_ack_recv),
    FIELD(struct, tcp_info, tcpi_pmtu), FIELD(struct, tcp_info, tcpi_rcv_ssthresh),
    FIELD(struct, tcp_info, tcpi_rtt), FIELD(struct, tcp_info, tcpi_rttvar),
    FIELD(struct, tcp_info, tcpi_snd_ssthresh), FIELD(struct, tcp_info, tcpi_snd_cwnd),
    FIELD(struct, tcp_info, tcpi_advmss), FIELD(struct, tcp_info, tcpi_reordering),
    FIELD(struct, tcp_info, tcpi_rcv_rtt), FIELD(struct, tcp_info, tcpi_rcv_space),
    FIELD(struct, tcp_info, tcpi_total_retrans), FIELD(struct, tcp_info, tcpi_pacing_rate),
    FIELD(struct, tcp_info, tcpi_max_pacing_rate), FIELD(struct, tcp_info, tcpi_bytes_acked),
    FIELD(struct, tcp_info, tcpi_bytes_received), FIELD(struct, tcp_info, tcpi_segs_out),
    FIELD(struct, tcp_info, tcpi_segs_in), FIELD(struct, tcp_info, tcpi_notsent_bytes),
    FIELD(struct, tcp_info, tcpi_min_rtt), FIELD(struct, tcp_info, tcpi_data_segs_in),
    FIELD(struct, tcp_info, tcpi_data_segs_out), FIELD(struct, tcp_info, tcpi_delivery_rate),
    FIELD(struct, tcp_info, tcpi_busy_time), FIELD(struct, tcp_info, tcpi_rwnd_limited),
    FIELD(struct, tcp_info, tcpi_sndbuf_limited), FIELD(struct, tcp_info, tcpi_delivered),
    FIELD(struct, tcp_info, tcpi_delivered_ce), FIELD(struct, tcp_info, tcpi_bytes_sent),
    FIELD(struct, tcp_info, tcpi_bytes_retrans), FIELD(struct, tcp_info, tcpi_dsack_dups),
    FIELD(struct, tcp_info, tcpi_reord_seen), FIELD(struct, tcp_info, tcpi_rcv_ooopack),
    FIELD(struct, tcp_info, tcpi_snd_wnd),

    SIZE(struct, rusage), FIELD(struct, rusage, ru_utime), FIELD(struct, rusage, ru_stime),
    FIELD(struct, rusage, ru_maxrss), FIELD(struct, rusage, ru_ixrss), FIELD(struct, rusage, ru_idrss),
    FIELD(struct, rusage, ru_isrss), FIELD(struct, rusage, ru_minflt), FIELD(struct, rusage, ru_majflt),
    FIELD(struct, rusage, ru_nswap), FIELD(struct, rusage, ru_inblock), FIELD(struct, rusage, ru_oublock),
    FIELD(struct, rusage, ru_msgsnd), FIELD(struct, rusage, ru_msgrcv), FIELD(struct, rusage, ru_nsignals),
    FIELD(struct, rusage, ru_nvcsw), FIELD(struct, rusage, ru_nivcsw),

    SIZE(union, epoll_data), FIELD(union, epoll_data, ptr), FIELD(union, epoll_data, fd),
    FIELD(union, epoll_data, u32), FIELD(union, epoll_data, u64),

    SIZE(, cpu_set_t), FIELD(, cpu_set_t, __bits),

    /* What RtNetlink.java has. */
    CONSTANT(NETLINK_ROUTE), CONSTANT(NLMSG_ERROR), CONSTANT(NLMSG_DONE),
    CONSTANT(NLM_F_REQUEST), CONSTANT(NLM_F_DUMP), CONSTANT(RTM_NEWROUTE), CONSTANT(RTM_GETROUTE), CONSTANT(RTA_DST),
    CONSTANT(RTA_OIF), CONSTANT(RTM_NEWQDISC), CONSTANT(RTM_GETQDISC), CONSTANT(TCA_KIND), CONSTANT(TCA_OPTIONS),
    CONSTANT(TC_H_ROOT), CONSTANT(TC_H_MAJ_MASK), CONSTANT(TCA_ETF_PARMS), CONSTANT(TC_ETF_DEADLINE_MODE_ON),
    CONSTANT(TC_ETF_OFFLOAD_ON),
    VALUE(NLMSGHDR_BYTES, sizeof(struct nlmsghdr)),
    VALUE(NLMSGHDR_TYPE, offsetof(struct nlmsghdr, nlmsg_type)),
    VALUE(NLMSGHDR_FLAGS, offsetof(struct nlmsghdr, nlmsg_flags)),
    VALUE(NLMSGHDR_SEQ, offsetof(struct nlmsghdr, nlmsg_seq)),
    VALUE(RTMSG_BYTES, sizeof(struct rtmsg)),
    VALUE(RTMSG_DST_LEN, offsetof(struct rtmsg, rtm_dst_len)),
    VALUE(RTATTR_BYTES, sizeof(struct rtattr)),
    VALUE(TCMSG_BYTES, sizeof(struct tcmsg)),
    VALUE(TCMSG_IFINDEX, offsetof(struct tcmsg, tcm_ifindex)),
    VALUE(TCMSG_HANDLE, offsetof(struct tcmsg, tcm_handle)),
    VALUE(TCMSG_PARENT, offsetof(struct tcmsg, tcm_parent)),
    VALUE(TC_ETF_QOPT_BYTES, sizeof(struct tc_etf_qopt)),
    VALUE(TC_ETF_QOPT_FLAGS, offsetof(struct tc_etf_qopt, flags)),

/* One CONSTANT(...) for each constant of jextract/filter.args; written by CMake. */
#include "abi_constants.inc"
};

EXPORTED const int64_t venturi_abi_count = sizeof venturi_abi / sizeof venturi_abi[0];
