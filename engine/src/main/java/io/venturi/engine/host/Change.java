package io.venturi.engine.host;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A setting of this host, changed while it runs and gone with the next boot. {@link #command()} is what a person would
 * type for it, and {@link #parse} reads just these commands back, so that a list of them is a record of what to undo
 * and a script for a shell at once.
 */
public sealed interface Change {

    /** The shell command that does the same. */
    String command();

    /** A file of sysctl, such as {@code net.core.rmem_max}. */
    record Sysctl(String key, String value) implements Change {
        @Override
        public String command() {
            return "sysctl -w " + key + "=" + value;
        }

        String path() {
            return "/proc/sys/" + key.replace('.', '/');
        }
    }

    /** A file below /sys/devices/system/cpu, such as a governor. */
    record CpuFile(String path, String value) implements Change {
        @Override
        public String command() {
            return "echo " + value + " > " + path;
        }
    }

    /** A number the driver keeps for an interface. */
    record Driver(String device, NicSetting setting, long value) implements Change {
        @Override
        public String command() {
            return "ethtool " + setting.flag() + " " + device + " " + setting.word() + " " + setting.show(value);
        }
    }

    Pattern SYSCTL = Pattern.compile("sysctl -w ((?:net\\.core|kernel)\\.[a-z_]+)=(-?\\d{1,12})");
    Pattern CPU_FILE = Pattern.compile("echo (\\w{1,32}) > (/sys/devices/system/cpu/(?:cpufreq/policy\\d+/"
            + "scaling_governor|cpu\\d+/cpufreq/scaling_governor|cpu\\d+/cpuidle/state\\d+/disable))");
    Pattern DRIVER = Pattern.compile("ethtool (-[A-Z]) (\\S{1,15}) (\\S+) (\\w{1,10})");

    /** The change that a command stands for; empty for any other command than those {@link #command()} gives. */
    static Optional<Change> parse(String command) {
        Matcher sysctl = SYSCTL.matcher(command);
        if (sysctl.matches()) {
            return Optional.of(new Sysctl(sysctl.group(1), sysctl.group(2)));
        }
        Matcher file = CPU_FILE.matcher(command);
        if (file.matches()) {
            return Optional.of(new CpuFile(file.group(2), file.group(1)));
        }
        Matcher driver = DRIVER.matcher(command);
        if (!driver.matches()) {
            return Optional.empty();
        }
        return NicSetting.of(driver.group(1), driver.group(3)).flatMap(setting -> setting.parse(driver.group(4))
                .map(value -> new Driver(driver.group(2), setting, value)));
    }
}
