/* What the C compiler says of EthtoolStructs.java and RouteStructs.java. HostAbiTest compares, by name. */
#include <linux/ethtool.h>
#include <linux/netlink.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

#include <stddef.h>
#include <stdint.h>

/* Read over the foreign memory API: name at 0, value at 8, stride 16. */
struct host_abi_entry {
    const char *name;
    int64_t value;
};

_Static_assert(sizeof(struct host_abi_entry) == 16, "HostAbiTest reads 64-bit entries");

#define EXPORTED __attribute__((visibility("default")))

EXPORTED const struct host_abi_entry venturi_host_abi[] = {
    {"ETHTOOL_GCOALESCE", ETHTOOL_GCOALESCE},
    {"ETHTOOL_SCOALESCE", ETHTOOL_SCOALESCE},
    {"ETHTOOL_GRINGPARAM", ETHTOOL_GRINGPARAM},
    {"ETHTOOL_SRINGPARAM", ETHTOOL_SRINGPARAM},
    {"ETHTOOL_GTSO", ETHTOOL_GTSO},
    {"ETHTOOL_GGSO", ETHTOOL_GGSO},
    {"ETHTOOL_GFLAGS", ETHTOOL_GFLAGS},
    {"ETHTOOL_GGRO", ETHTOOL_GGRO},
    {"ETHTOOL_GDRVINFO", ETHTOOL_GDRVINFO},
    {"ETH_FLAG_LRO", ETH_FLAG_LRO},
    {"ETHTOOL_RINGPARAM", sizeof(struct ethtool_ringparam)},
    {"ETHTOOL_RINGPARAM_RX_MAX_PENDING", offsetof(struct ethtool_ringparam, rx_max_pending)},
    {"ETHTOOL_RINGPARAM_TX_MAX_PENDING", offsetof(struct ethtool_ringparam, tx_max_pending)},
    {"ETHTOOL_RINGPARAM_RX_PENDING", offsetof(struct ethtool_ringparam, rx_pending)},
    {"ETHTOOL_RINGPARAM_TX_PENDING", offsetof(struct ethtool_ringparam, tx_pending)},
    {"ETHTOOL_COALESCE", sizeof(struct ethtool_coalesce)},
    {"ETHTOOL_COALESCE_RX_COALESCE_USECS", offsetof(struct ethtool_coalesce, rx_coalesce_usecs)},
    {"ETHTOOL_COALESCE_USE_ADAPTIVE_RX_COALESCE", offsetof(struct ethtool_coalesce, use_adaptive_rx_coalesce)},
    {"ETHTOOL_COALESCE_RX_COALESCE_USECS_HIGH", offsetof(struct ethtool_coalesce, rx_coalesce_usecs_high)},
    {"ETHTOOL_VALUE", sizeof(struct ethtool_value)},
    {"ETHTOOL_VALUE_DATA", offsetof(struct ethtool_value, data)},
    {"ETHTOOL_DRVINFO", sizeof(struct ethtool_drvinfo)},
    {"ETHTOOL_DRVINFO_DRIVER", offsetof(struct ethtool_drvinfo, driver)},
    {"NETLINK_ROUTE", NETLINK_ROUTE},
    {"RTM_NEWQDISC", RTM_NEWQDISC},
    {"RTM_GETQDISC", RTM_GETQDISC},
    {"NLM_F_REQUEST", NLM_F_REQUEST},
    {"NLM_F_DUMP", NLM_F_DUMP},
    {"NLMSG_ERROR", NLMSG_ERROR},
    {"NLMSG_DONE", NLMSG_DONE},
    {"TCA_KIND", TCA_KIND},
    {"TC_H_ROOT", (int32_t)TC_H_ROOT},
    {"NLMSGHDR", sizeof(struct nlmsghdr)},
    {"NLMSGHDR_NLMSG_LEN", offsetof(struct nlmsghdr, nlmsg_len)},
    {"NLMSGHDR_NLMSG_TYPE", offsetof(struct nlmsghdr, nlmsg_type)},
    {"NLMSGHDR_NLMSG_FLAGS", offsetof(struct nlmsghdr, nlmsg_flags)},
    {"NLMSGHDR_NLMSG_SEQ", offsetof(struct nlmsghdr, nlmsg_seq)},
    {"TCMSG", sizeof(struct tcmsg)},
    {"TCMSG_TCM_IFINDEX", offsetof(struct tcmsg, tcm_ifindex)},
    {"TCMSG_TCM_HANDLE", offsetof(struct tcmsg, tcm_handle)},
    {"TCMSG_TCM_PARENT", offsetof(struct tcmsg, tcm_parent)},
    {"RTATTR", sizeof(struct rtattr)},
    {"RTATTR_RTA_LEN", offsetof(struct rtattr, rta_len)},
    {"RTATTR_RTA_TYPE", offsetof(struct rtattr, rta_type)},
};

EXPORTED const int64_t venturi_host_abi_count = sizeof venturi_host_abi / sizeof venturi_host_abi[0];
