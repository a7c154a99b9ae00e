package io.venturi.engine.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One direction of a network in virtual time: a delay, and troubles that each datagram meets in the order in which they
 * were added.
 */
public final class SimulatedPath {

    /**
     * A datagram on its way.
     *
     * @param delayNs   until it arrives
     * @param truncated longer than the receiver's buffer
     */
    public record Transit(byte[] datagram, long delayNs, boolean truncated) {

        /** The same, later by this much. */
        public Transit later(long ns) {
            return new Transit(datagram, delayNs + ns, truncated);
        }
    }

    /** What a path does to a datagram: hands on none, one or more. */
    public interface Trouble {
        void meet(Transit transit, Consumer<Transit> onward);
    }

    private final List<Trouble> troubles = new ArrayList<>();
    private long delayNs;

    public SimulatedPath(long delayNs) {
        this.delayNs = delayNs;
    }

    /** From now on it takes this long. */
    public SimulatedPath delay(long ns) {
        delayNs = ns;
        return this;
    }

    public SimulatedPath with(Trouble trouble) {
        troubles.add(trouble);
        return this;
    }

    /** Drop those that the rule names. */
    public SimulatedPath losing(Predicate<byte[]> rule) {
        return with((transit, onward) -> {
            if (!rule.test(transit.datagram())) {
                onward.accept(transit);
            }
        });
    }

    /** Deliver those that the rule names twice, the copy later by this much. */
    public SimulatedPath doubling(Predicate<byte[]> rule, long laterNs) {
        return with((transit, onward) -> {
            onward.accept(transit);
            if (rule.test(transit.datagram())) {
                onward.accept(transit.later(laterNs));
            }
        });
    }

    /** Hold those that the rule names back by this much. */
    public SimulatedPath holding(Predicate<byte[]> rule, long laterNs) {
        return with((transit, onward) ->
                onward.accept(rule.test(transit.datagram()) ? transit.later(laterNs) : transit));
    }

    /** Add up to this much to each delay, so that datagrams overtake each other. */
    public SimulatedPath jitter(Random random, long mostNs) {
        return with((transit, onward) -> onward.accept(transit.later(random.nextLong(mostNs + 1))));
    }

    /** Change one bit of those that the rule names. */
    public SimulatedPath corrupting(Predicate<byte[]> rule, Random random) {
        return with((transit, onward) -> {
            byte[] bytes = transit.datagram().clone();
            if (rule.test(bytes)) {
                int bit = random.nextInt(bytes.length * 8);
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
            onward.accept(new Transit(bytes, transit.delayNs(), transit.truncated()));
        });
    }

    /** Deliver only the first bytes of those that the rule names; the receiver is told if {@code telling}. */
    public SimulatedPath cutting(Predicate<byte[]> rule, int bytes, boolean telling) {
        return with((transit, onward) -> onward.accept(rule.test(transit.datagram())
                ? new Transit(Arrays.copyOf(transit.datagram(), bytes), transit.delayNs(), telling)
                : transit));
    }

    /** What arrives of this datagram, and when. */
    public List<Transit> carry(byte[] datagram) {
        List<Transit> now = List.of(new Transit(datagram, delayNs, false));
        for (Trouble trouble : troubles) {
            List<Transit> next = new ArrayList<>();
            now.forEach(transit -> trouble.meet(transit, next::add));
            now = next;
        }
        return now;
    }
}
