package io.venturi.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a result depends on and cannot be compared without. */
final class Machine {

    private Machine() {
    }

    static Map<String, String> describe() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("date", java.time.OffsetDateTime.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
        facts.put("cpu", field("/proc/cpuinfo", "model name") + ", " + Runtime.getRuntime().availableProcessors()
                + " usable" + (field("/proc/cpuinfo", "flags").contains(" hypervisor ") ? ", virtual" : ""));
        facts.put("kernel", System.getProperty("os.version") + " " + System.getProperty("os.arch"));
        facts.put("clocksource", line("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
        facts.put("governor", line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        facts.put("jvm", System.getProperty("java.vm.name") + " " + Runtime.version());
        facts.put("load", load());
        return facts;
    }

    /** Load averages of 1, 5 and 15 minutes. */
    static String load() {
        String[] words = line("/proc/loadavg").split(" ");
        return words.length < 3 ? words[0] : words[0] + " " + words[1] + " " + words[2];
    }

    /** Ticks since start-up: all, and those that the hypervisor gave to others. */
    static long[] ticks() {
        String[] words = line("/proc/stat").trim().split("\\s+");
        long all = 0;
        for (int i = 1; i < Math.min(9, words.length); i++) {
            all += Long.parseLong(words[i]);
        }
        return new long[] {all, words.length > 8 ? Long.parseLong(words[8]) : 0};
    }

    /** The last and the first CPU that this process may use: interrupts prefer the first. */
    static int[] defaultCpus() {
        List<Integer> allowed = new ArrayList<>();
        for (String range : field("/proc/self/status", "Cpus_allowed_list").split(",")) {
            String[] ends = range.split("-");
            if (!ends[0].matches("\\d+")) {
                continue;
            }
            for (int cpu = Integer.parseInt(ends[0]); cpu <= Integer.parseInt(ends[ends.length - 1]); cpu++) {
                allowed.add(cpu);
            }
        }
        return allowed.isEmpty() ? new int[] {-1, -1} : new int[] {allowed.getLast(), allowed.getFirst()};
    }

    private static String line(String file) {
        try {
            return Files.readAllLines(Path.of(file)).getFirst();
        } catch (IOException | RuntimeException e) {
            return "none";
        }
    }

    private static String field(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream().filter(text -> text.startsWith(name))
                    .map(text -> text.substring(text.indexOf(':') + 1).trim()).findFirst().orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
