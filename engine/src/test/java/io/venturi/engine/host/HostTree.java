package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import io.venturi.engine.metric.SyncState;
import io.venturi.engine.metric.SyncState.Source;
import io.venturi.engine.socket.StampAbility;
import io.venturi.ffi.linux.gen.Linux;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A host written down as a resource: files of procfs and sysfs after a line {@code == PATH} each, and what is asked of
 * the kernel by other ways after {@code == asked}.
 */
final class HostTree {
    private final Path root;
    private final Map<String, String> asked = new LinkedHashMap<>();

    private HostTree(Path root) {
        this.root = root;
    }

    /** Unpack {@code name.tree} below {@code root}. */
    static HostTree unpack(String name, Path root) {
        HostTree tree = new HostTree(root);
        for (String section : resource(name + ".tree").split("(?m)^== ")) {
            if (!section.isEmpty()) {
                int end = section.indexOf('\n');
                tree.section(section.substring(0, end), section.substring(end + 1));
            }
        }
        return tree;
    }

    static String resource(String name) {
        try (InputStream in = HostTree.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void section(String path, String content) {
        if (path.equals("asked")) {
            content.lines().filter(line -> line.contains(" ")).forEach(line ->
                    asked.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
            return;
        }
        try {
            Path file = root.resolve(path.substring(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HostFiles files() {
        return new HostFiles(root);
    }

    Host host() {
        return host(Target.parse(asked.get("target")), List.of());
    }

    Host host(Target target, List<Measurement> measurements) {
        Reading<Nic> nic = asked.containsKey("nic") ? Reading.of(new WrittenNic(asked.get("nic")))
                : Reading.missing("no interface here");
        return new Host(files(), nic, sync(asked.get("sync").split(" ")), target, measurements);
    }

    private static SyncState sync(String[] words) {
        return words.length == 1
                ? new SyncState(Source.FREE_RUNNING, false, SyncState.UNBOUNDED, "nobody keeps the clock", "")
                : new SyncState(Source.CHRONY, true, Long.parseLong(words[1]), words[0] + " keeps the clock", "");
    }

    /** What the tree says of its interface; settings can be changed for as long as it lives. */
    final class WrittenNic implements Nic {
        private final String name;

        WrittenNic(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Reading<String> driver() {
            return Reading.of("written");
        }

        @Override
        public Reading<StampAbility> stamping() {
            return words("stamping", words -> {
                int flags = (words.contains("txSoftware") ? Linux.SOF_TIMESTAMPING_TX_SOFTWARE() : 0)
                        | (words.contains("rxSoftware") ? Linux.SOF_TIMESTAMPING_RX_SOFTWARE() : 0)
                        | (words.contains("txHardware") ? Linux.SOF_TIMESTAMPING_TX_HARDWARE()
                                | Linux.SOF_TIMESTAMPING_RAW_HARDWARE() : 0);
                int filters = (words.contains("rxAll") ? 1 << Linux.HWTSTAMP_FILTER_ALL() : 0)
                        | (words.contains("rxPtp") ? 1 << Linux.HWTSTAMP_FILTER_PTP_V2_EVENT() : 0);
                return new StampAbility(flags, Integer.parseInt(words.getLast().substring("phc=".length())),
                        1 << Linux.HWTSTAMP_TX_ON(), filters);
            });
        }

        @Override
        public Reading<Coalescing> coalescing() {
            return words("coalescing", words -> new Coalescing(number(words, 0),
                    words.get(1).equals("adaptive"), number(words, 2)));
        }

        @Override
        public Reading<Rings> rings() {
            return words("rings", words -> new Rings(number(words, 0), number(words, 1), number(words, 2),
                    number(words, 3)));
        }

        @Override
        public Reading<Offloads> offloads() {
            return words("offloads", words -> new Offloads(words.contains("tso"), words.contains("gso"),
                    words.contains("gro"), words.contains("lro")));
        }

        @Override
        public Reading<String> qdisc() {
            return words("qdisc", words -> String.join(" ", words));
        }

        @Override
        public int set(NicSetting setting, long value) {
            asked.put(setting.name(), Long.toString(value));
            return 0;
        }

        @Override
        public Reading<Long> get(NicSetting setting) {
            return words(setting.name(), words -> number(words, 0));
        }

        private <T> Reading<T> words(String what, java.util.function.Function<List<String>, T> read) {
            String text = asked.getOrDefault(what, "! not written");
            return text.startsWith("! ") ? Reading.missing(text.substring(2))
                    : Reading.of(read.apply(Arrays.asList(text.split(" "))));
        }

        private static long number(List<String> words, int index) {
            return Long.parseLong(words.get(index));
        }
    }
}
