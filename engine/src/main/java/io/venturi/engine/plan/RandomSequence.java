package io.venturi.engine.plan;

/**
 * Random numbers that can be asked for in any order, the same for the same seed on every machine: SplitMix64 (Steele,
 * Lea, Flood: Fast splittable pseudorandom number generators, 2014). Not for secrets.
 */
public final class RandomSequence {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private RandomSequence() {
    }

    /** 64 random bits, number {@code index} of those of {@code seed}. */
    public static long at(long seed, long index) {
        long z = seed + (index + 1) * GAMMA;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    /** Uniform in (0, 1], number {@code index} of those of {@code seed}. */
    public static double unit(long seed, long index) {
        return ((at(seed, index) >>> 11) + 1) * 0x1p-53;
    }
}
