package io.venturi.engine.socket;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.plan.AccessPlan;
import io.venturi.engine.plan.AddressPrefix;
import java.util.Arrays;
import java.util.List;

/** An {@link AccessPlan} made for looking up: sorted ranges and a binary search. Immutable. Hot: allocates nothing. */
final class AccessList {
    private static final long IPV4_MAPPED = 0xffff;

    private final boolean anyoneAllowed;
    private final Ranges allowIpv4;
    private final Ranges allowIpv6;
    private final Ranges denyIpv4;
    private final Ranges denyIpv6;

    AccessList(AccessPlan plan) {
        anyoneAllowed = plan.allow().isEmpty();
        allowIpv4 = new Ranges(plan.allow(), true);
        allowIpv6 = new Ranges(plan.allow(), false);
        denyIpv4 = new Ranges(plan.deny(), true);
        denyIpv6 = new Ranges(plan.deny(), false);
    }

    /** @param low of an IPv4 address {@code ffff:a.b.c.d} */
    @HotPath
    boolean admits(long high, long low) {
        boolean ipv4 = high == 0 && low >>> 32 == IPV4_MAPPED;
        if ((ipv4 ? denyIpv4 : denyIpv6).has(high, low)) {
            return false;
        }
        return anyoneAllowed || (ipv4 ? allowIpv4 : allowIpv6).has(high, low);
    }

    /** Ranges of addresses that do not overlap, ascending. Prefixes contain each other or have nothing in common. */
    private static final class Ranges {
        private final long[] firstHigh;
        private final long[] firstLow;
        private final long[] lastHigh;
        private final long[] lastLow;

        Ranges(List<AddressPrefix> prefixes, boolean ipv4) {
            List<AddressPrefix> of = prefixes.stream().filter(each -> each.isIpv4() == ipv4).sorted().toList();
            long[][] bounds = new long[4][of.size()];
            int size = 0;
            AddressPrefix widest = null;
            for (AddressPrefix each : of) { // the wider comes before those in it
                if (widest == null || !widest.contains(each)) {
                    widest = each;
                    bounds[0][size] = each.high();
                    bounds[1][size] = each.low();
                    bounds[2][size] = each.lastHigh();
                    bounds[3][size++] = each.lastLow();
                }
            }
            firstHigh = Arrays.copyOf(bounds[0], size);
            firstLow = Arrays.copyOf(bounds[1], size);
            lastHigh = Arrays.copyOf(bounds[2], size);
            lastLow = Arrays.copyOf(bounds[3], size);
        }

        @HotPath
        boolean has(long high, long low) {
            int from = 0;
            int to = firstHigh.length - 1;
            while (from <= to) {
                int middle = from + to >>> 1;
                if (isBelow(high, low, firstHigh[middle], firstLow[middle])) {
                    to = middle - 1;
                } else if (isBelow(lastHigh[middle], lastLow[middle], high, low)) {
                    from = middle + 1;
                } else {
                    return true;
                }
            }
            return false;
        }

        @HotPath
        private static boolean isBelow(long high, long low, long otherHigh, long otherLow) {
            return high == otherHigh ? Long.compareUnsigned(low, otherLow) < 0
                    : Long.compareUnsigned(high, otherHigh) < 0;
        }
    }
}
