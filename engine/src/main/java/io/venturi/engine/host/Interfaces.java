package io.venturi.engine.host;

import java.util.List;
import java.util.Optional;

/** Interfaces of the network namespace that this process is in. sysfs may show those of another. */
final class Interfaces {
    private static final int HEADINGS = 2;
    private static final String ANY_4 = "00000000";
    private static final String ANY_6 = "0".repeat(32);
    private static final int ROUTE_6_COLUMNS = 10;

    private Interfaces() {
    }

    static List<String> names(HostFiles files) {
        return files.text("/proc/self/net/dev").map(text -> text.lines().skip(HEADINGS)
                .filter(line -> line.contains(":")).map(line -> line.substring(0, line.indexOf(':')).strip()).toList())
                .orElse(List.of());
    }

    static Optional<String> ofDefaultRoute(HostFiles files) {
        return files.text("/proc/self/net/route").flatMap(text -> text.lines().map(line -> line.split("\\s+"))
                        .filter(columns -> columns.length > 2 && columns[1].equals(ANY_4)).map(columns -> columns[0])
                        .findFirst())
                .or(() -> files.text("/proc/self/net/ipv6_route").flatMap(text -> text.lines()
                        .map(line -> line.strip().split("\\s+"))
                        .filter(columns -> columns.length == ROUTE_6_COLUMNS && columns[0].equals(ANY_6)
                                && columns[1].equals("00") && !columns[ROUTE_6_COLUMNS - 1].equals("lo"))
                        .map(columns -> columns[ROUTE_6_COLUMNS - 1]).findFirst()));
    }
}
