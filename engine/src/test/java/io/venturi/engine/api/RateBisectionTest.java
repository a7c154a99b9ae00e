package io.venturi.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.api.LossSearchListener.Verdict;
import java.util.function.DoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for a rate, against paths of which the truth is known. */
class RateBisectionTest {
    private static final double RESOLUTION = 0.01;
    private int trials;

    private RateBisection search(double start, int repeat, DoubleFunction<Verdict> path) {
        RateBisection search = new RateBisection(start, 10, 1e6, RESOLUTION, repeat);
        for (trials = 0; !search.isOver(); trials++) {
            assertTrue(trials < 200, "it never ends: " + search.rate());
            search.tried(path.apply(search.rate()));
        }
        return search;
    }

    private static DoubleFunction<Verdict> losingAbove(double rate) {
        return asked -> asked > rate ? Verdict.LOST : Verdict.PASSED;
    }

    @ParameterizedTest
    @ValueSource(doubles = {10.5, 11, 999, 1000, 1001, 77_777, 999_999})
    void shouldFindTheRateWithinTheResolutionAndNeverAboveIt(double truth) {
        RateBisection search = search(1_000, 1, losingAbove(truth));

        assertTrue(search.result() <= truth && search.result() * (1 + RESOLUTION) >= truth * 0.9999,
                search.result() + " of " + truth);
        assertEquals(Verdict.LOST, search.ceiling());
    }

    @Test
    void shouldRepeatTheResultAsOftenAsAsked() {
        int[] atResult = {0};
        RateBisection search = search(1_000, 5, rate -> {
            atResult[0] += rate == 1_000 ? 1 : 0;
            return rate > 1_000 ? Verdict.LOST : Verdict.PASSED;
        });

        assertEquals(1_000, search.result());
        assertEquals(5, atResult[0]);
    }

    @Test
    void shouldGoOnBelowWhenARepetitionFails() {
        int[] atTop = {0};
        RateBisection search = search(1_000, 2, rate ->
                rate > 1_000 || rate == 1_000 && ++atTop[0] == 2 ? Verdict.LOST : Verdict.PASSED);

        assertTrue(search.result() < 1_000 && search.result() > 980, "" + search.result());
    }

    @Test
    void shouldHaveNoResultWhenNothingPasses() {
        assertEquals(0, search(1_000, 3, _ -> Verdict.LOST).result());
    }

    @Test
    void shouldEndAtTheMostThatMayBeTried() {
        RateBisection search = search(1_000, 1, _ -> Verdict.PASSED);

        assertEquals(1e6, search.result());
        assertEquals(Verdict.PASSED, search.ceiling());
    }

    @Test
    void shouldSayThatThisHostStoodAboveTheResult() {
        RateBisection search = search(1_000, 1, rate -> rate > 5_000 ? Verdict.LIMITED_HERE : Verdict.PASSED);

        assertEquals(Verdict.LIMITED_HERE, search.ceiling());
        assertEquals(5_000, search.result(), 100);
    }
}
