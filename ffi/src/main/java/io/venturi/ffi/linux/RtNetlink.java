package io.venturi.ffi.linux;

/**
 * Numbers of rtnetlink(7), written by hand: linux/netlink.h, linux/rtnetlink.h, linux/pkt_sched.h. Layouts there hold
 * nothing but integers of natural alignment in host order, so offsets of their fields are named as numbers too.
 */
public final class RtNetlink {
    public static final int NETLINK_ROUTE = 0;

    // struct nlmsghdr: length u32, type u16, flags u16, sequence u32, port u32
    public static final int NLMSGHDR_BYTES = 16;
    public static final int NLMSGHDR_TYPE = 4;
    public static final int NLMSGHDR_FLAGS = 6;
    public static final int NLMSGHDR_SEQ = 8;
    public static final int NLMSG_ERROR = 2;
    public static final int NLMSG_DONE = 3;
    public static final int NLM_F_REQUEST = 1;
    public static final int NLM_F_DUMP = 0x300;

    // struct rtmsg: family u8, destination length u8, ... ; 12 bytes
    public static final int RTM_NEWROUTE = 24;
    public static final int RTM_GETROUTE = 26;
    public static final int RTMSG_BYTES = 12;
    public static final int RTMSG_DST_LEN = 1;
    public static final int RTA_DST = 1;
    public static final int RTA_OIF = 4;

    // struct rtattr: length u16, type u16
    public static final int RTATTR_BYTES = 4;

    // struct tcmsg: family u8, index s32 at 4, handle u32, parent u32, info u32
    public static final int RTM_NEWQDISC = 36;
    public static final int RTM_GETQDISC = 38;
    public static final int TCMSG_BYTES = 20;
    public static final int TCMSG_IFINDEX = 4;
    public static final int TCMSG_HANDLE = 8;
    public static final int TCMSG_PARENT = 12;
    public static final int TCA_KIND = 1;
    public static final int TCA_OPTIONS = 2;
    public static final int TC_H_ROOT = 0xffff_ffff;
    public static final int TC_H_MAJ_MASK = 0xffff_0000;

    // struct tc_etf_qopt: delta s32, clockid s32, flags u32
    public static final int TCA_ETF_PARMS = 1;
    public static final int TC_ETF_QOPT_BYTES = 12;
    public static final int TC_ETF_QOPT_FLAGS = 8;
    public static final int TC_ETF_DEADLINE_MODE_ON = 1;
    public static final int TC_ETF_OFFLOAD_ON = 2;

    private RtNetlink() {
    }
}
