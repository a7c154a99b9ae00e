package io.venturi.ffi.linux;

/**
 * What a query for queueing disciplines over a netlink socket needs: numbers, and sizes and offsets, in bytes. Written
 * by hand after linux/netlink.h and linux/rtnetlink.h; {@code native-src/abi-host.c} holds the same from C.
 */
public final class RouteStructs {
    public static final int NETLINK_ROUTE = 0;
    public static final int RTM_NEWQDISC = 36;
    public static final int RTM_GETQDISC = 38;
    public static final int NLM_F_REQUEST = 1;
    public static final int NLM_F_DUMP = 0x300;
    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;
    public static final int TCA_KIND = 1;
    public static final int TC_H_ROOT = -1;

    /** {@code struct nlmsghdr}. */
    public static final int NLMSGHDR = 16;
    public static final int NLMSGHDR_NLMSG_LEN = 0;
    public static final int NLMSGHDR_NLMSG_TYPE = 4;
    public static final int NLMSGHDR_NLMSG_FLAGS = 6;
    public static final int NLMSGHDR_NLMSG_SEQ = 8;

    /** {@code struct tcmsg}. */
    public static final int TCMSG = 20;
    public static final int TCMSG_TCM_IFINDEX = 4;
    public static final int TCMSG_TCM_HANDLE = 8;
    public static final int TCMSG_TCM_PARENT = 12;

    /** {@code struct rtattr}. */
    public static final int RTATTR = 4;
    public static final int RTATTR_RTA_LEN = 0;
    public static final int RTATTR_RTA_TYPE = 2;

    private RouteStructs() {
    }
}
