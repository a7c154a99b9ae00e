package io.venturi.engine.metric;

import java.util.List;

/**
 * How far off a one-way delay may be as a whole: every value of a sample by the same amount, so that differences
 * between them are not concerned.
 *
 * @param boundNs       sum of the terms: the truth is not further away
 * @param statisticalNs standard deviation of an estimate, 0 if none was made; asymmetry of the path is not in it
 * @param terms         what the bound is made of
 */
public record Uncertainty(double boundNs, double statisticalNs, List<Term> terms) {
    /** Of a value that one clock alone has measured. */
    public static final Uncertainty NONE = new Uncertainty(0, 0, List.of());

    /**
     * One part.
     *
     * @param name what it is of, for people and in the JSON
     */
    public record Term(String name, double ns) {}

    public Uncertainty {
        terms = List.copyOf(terms);
        if (!(boundNs >= 0 && statisticalNs >= 0)) {
            throw new IllegalArgumentException("bound " + boundNs + ", statistical " + statisticalNs);
        }
    }

    /** The sum of these. */
    public static Uncertainty of(double statisticalNs, List<Term> terms) {
        return new Uncertainty(terms.stream().mapToDouble(Term::ns).sum(), statisticalNs, terms);
    }
}
