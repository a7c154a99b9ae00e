/*
 * The kernel and libc headers whose layouts and constants venturi uses. Read by jextract to make the
 * Java side and by abi.c to make the table that the Java side is tested against.
 */
#ifndef VENTURI_H
#define VENTURI_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <time.h>

#include <linux/errqueue.h>
#include <linux/ethtool.h>
#include <linux/if_packet.h>
#include <linux/in6.h>
#include <linux/net_tstamp.h>
#include <linux/ptp_clock.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <linux/version.h>

/* Values that the running kernel may know although the installed headers are older. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define SOF_TIMESTAMPING_OPT_ID_TCP (1 << 16)
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
#define SOF_TIMESTAMPING_OPT_RX_FILTER (1 << 17)
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
#define SOF_TIMESTAMPING_TX_COMPLETION (1 << 18)
#define SCM_TSTAMP_COMPLETION 3
#endif
#ifndef SCM_TS_OPT_ID
#define SCM_TS_OPT_ID 81
#endif

#endif
