package io.venturi.engine.host;

import java.util.BitSet;

/** Lists of CPUs as the kernel writes them: {@code 0-3,8}. */
final class CpuList {

    private CpuList() {
    }

    /** What stands in a list; what is no list is empty. */
    static BitSet parse(String text) {
        BitSet cpus = new BitSet();
        if (!text.matches("\\d{1,5}(-\\d{1,5})?(,\\d{1,5}(-\\d{1,5})?)*")) {
            return cpus;
        }
        for (String range : text.split(",")) {
            String[] ends = range.split("-");
            int from = Integer.parseInt(ends[0]);
            cpus.set(from, Math.max(from, Integer.parseInt(ends[ends.length - 1])) + 1);
        }
        return cpus;
    }
}
