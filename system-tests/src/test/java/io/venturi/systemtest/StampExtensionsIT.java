package io.venturi.systemtest;

import io.venturi.systemtest.Needs.What;
import io.venturi.systemtest.NetworkNamespaces.Families;
import io.venturi.systemtest.Program.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What {@code --ask} finds out about a path that translates addresses and changes marks. */
@Needs({What.NAMESPACES, What.NFT})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StampExtensionsIT {
    private static final String TARGET = NetworkNamespaces.FAR_4;
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String CHANGING_PATH = """
            table ip path {
                chain addresses {
                    type nat hook postrouting priority 100;
                    udp dport 862 snat to 10.77.0.9
                }
                chain marks {
                    type filter hook postrouting priority 0;
                    udp dport 862 ip dscp set cs1
                }
            }
            """;

    private static Outcome run(NetworkNamespaces net, String... words) {
        List<String> all = new ArrayList<>(List.of("rtt", TARGET, "--protocol", "stamp", "-n", "20", "--warm-up", "0",
                "-q"));
        all.addAll(List.of(words));
        return Program.run(net.near().command(Venturi.command(all.toArray(String[]::new))), "", LONGEST);
    }

    private static List<String> findings(Json report) {
        return report.list("run.reflector.findings").stream().map(Json::toString).toList();
    }

    @Test
    void shouldFindOutWhatThePathDoesToProbes() {
        try (NetworkNamespaces net = new NetworkNamespaces(Families.BOTH)) {
            net.near().must("ip", "address", "add", "10.77.0.9/24", "dev", "cable");
            try (Venturi.Serving _ = Venturi.Serving.on(net.far().enter(), ":2112", "--stamp", ":862")) {
                String[] asking = {"--ask", "all", "--dscp", "EF", "--access-report", "unavailable", "--json"};
                Json plain = Json.parse(run(net, asking).out());
                assertEquals(List.of(), findings(plain).stream()
                        .filter(finding -> !finding.equals("unsynchronised")).toList());
                assertEquals(plain.text("run.local"), plain.text("run.reflector.location.source"));
                assertEquals(plain.text("run.remote"), plain.text("run.reflector.location.destination"));
                assertEquals(46, plain.number("run.reflector.marks.dscp"));
                assertEquals(plain.metric("loss").number("received"), plain.number("run.reflector.accessReports"));

                net.near().nft(CHANGING_PATH);
                Json changed = Json.parse(run(net, asking).out());
                assertTrue(findings(changed).containsAll(List.of("addressTranslated", "dscpChanged")),
                        changed.toString());
                assertTrue(changed.text("run.reflector.location.source").startsWith("10.77.0.9:"),
                        changed.toString());
                assertEquals(8, changed.number("run.reflector.marks.dscp"));
                String said = run(net, "--ask", "location,marks", "--dscp", "EF").out().replaceAll("\\s+", " ");
                assertTrue(said.contains("and arrive as 10.77.0.9:")
                        && said.contains("probes leave with DSCP 46 and arrive with 8"), said);
            }
        }
    }

    @Test
    void shouldRefuseItWhereThereIsNoStamp() {
        Outcome refused = Program.run(Venturi.command("rtt", "127.0.0.1", "--ask", "location", "--ssid", "7"), "",
                LONGEST);

        Told.once(refused, 2, "--ask, --ssid go with --protocol stamp only");
    }
}
