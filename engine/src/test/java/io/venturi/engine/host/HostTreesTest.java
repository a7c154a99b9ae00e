package io.venturi.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found on hosts that are written down, a finding a line. */
class HostTreesTest {
    @TempDir
    private Path root;

    @ParameterizedTest
    @ValueSource(strings = {"server", "laptop", "vm", "container"})
    void shouldFindWhatIsWrittenBesideTheTree(String name) {
        List<Finding> findings = HostDoctor.findings(HostTree.unpack(name, root).host());

        assertEquals(HostTree.resource(name + ".findings"), text(findings));
    }

    private static String text(List<Finding> findings) {
        return findings.stream().map(HostTreesTest::text).collect(Collectors.joining());
    }

    private static String text(Finding finding) {
        return switch (finding) {
            case Finding.Good(Concern concern, String found) -> "good " + concern.label() + ": " + found + "\n";
            case Finding.Unknown(Concern concern, String why) -> "unknown " + concern.label() + ": " + why + "\n";
            case Finding.Limits limits -> "limits " + limits.concern().label() + ": " + limits.found() + " | "
                    + limits.why() + " | " + limits.errorNs() + " ns\n" + limits.remedies().stream().map(remedy ->
                    "    " + remedy.getClass().getSimpleName() + " " + remedy.text() + "\n")
                    .collect(Collectors.joining());
        };
    }

    @Test
    void shouldFindEverythingExactlyOnceOnEachHostAndForEachTarget() {
        for (String name : List.of("server", "laptop", "vm", "container")) {
            HostTree tree = HostTree.unpack(name, root.resolve(name));
            for (Target target : Target.values()) {
                List<Concern> concerns = HostDoctor.findings(tree.host(target, List.of())).stream()
                        .map(Finding::concern).sorted().toList();

                assertEquals(List.of(Concern.values()), concerns, name + " for " + target);
            }
        }
    }

    @Test
    void shouldBeContentWithMoreForACoarserTarget() {
        for (String name : List.of("server", "laptop", "vm", "container")) {
            HostTree tree = HostTree.unpack(name, root.resolve(name));
            long before = Long.MAX_VALUE;
            for (Target target : Target.values()) {
                long limiting = HostDoctor.findings(tree.host(target, List.of())).stream()
                        .filter(Finding.Limits.class::isInstance).count();

                assertTrue(limiting <= before, name + " for " + target + ": " + limiting + " after " + before);
                before = limiting;
            }
        }
    }
}
