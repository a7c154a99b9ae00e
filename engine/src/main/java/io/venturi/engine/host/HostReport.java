package io.venturi.engine.host;

import java.util.List;

/**
 * What an examination of this host found.
 *
 * @param target       what it was examined for
 * @param device       the interface, empty if there is none
 * @param driver       of that interface, empty if not known
 * @param findings     those that limit first, the gravest of them first, then the unknown, then the good
 * @param measurements in the order in which they were made
 * @param verdicts     for each target, the finest first
 */
public record HostReport(Target target, String device, String driver, List<Finding> findings,
                         List<Measurement> measurements, List<Figure> figures, List<Verdict> verdicts) {
    public HostReport {
        findings = List.copyOf(findings);
        measurements = List.copyOf(measurements);
        figures = List.copyOf(figures);
        verdicts = List.copyOf(verdicts);
    }

    /** For the target that was asked for. */
    public Verdict verdict() {
        return verdicts.stream().filter(one -> one.target() == target).findFirst().orElseThrow();
    }
}
