package io.venturi.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.venturi.engine.error.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangesTest {
    private static final String GOVERNOR = "/sys/devices/system/cpu/cpufreq/policy0/scaling_governor";

    @TempDir
    private Path folder;
    private HostTree tree;
    private Changes changes;
    private Path undo;
    private final List<String> done = new ArrayList<>();

    @BeforeEach
    void unpack() {
        tree = HostTree.unpack("laptop", folder.resolve("host"));
        HostTree.WrittenNic nic = tree.new WrittenNic("eth0");
        nic.set(NicSetting.RX_USECS, 50);
        nic.set(NicSetting.ADAPTIVE_RX, 1);
        nic.set(NicSetting.RX_RING, 256);
        nic.set(NicSetting.TX_RING, 256);
        changes = new Changes(tree.files(), _ -> nic);
        undo = folder.resolve("state/doctor.undo");
    }

    private List<Change> safe() {
        return Changes.safe(HostDoctor.findings(tree.host()));
    }

    @Test
    void shouldReadBackEveryCommandItWrites() {
        List<Change> all = new ArrayList<>(safe());
        for (NicSetting setting : NicSetting.values()) {
            all.add(new Change.Driver("eth0", setting, 1));
            all.add(new Change.Driver("veth.7", setting, 0));
        }

        for (Change change : all) {
            assertEquals(Optional.of(change), Change.parse(change.command()), change.command());
        }
        assertTrue(all.size() > 15, "only " + all.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rm -rf /", "sysctl -w vm.swappiness=0", "sysctl -w net.core.rmem_max=1; reboot",
        "echo 1 > /sys/power/state", "echo x > /sys/devices/system/cpu/cpufreq/policy0/../../../../kernel/x",
        "ethtool -K eth0 tso off", "ethtool -C eth0 rx-usecs on", "ethtool -C eth0 rx-usecs 99999999999", ""})
    void shouldReadNoOtherCommand(String command) {
        assertEquals(Optional.empty(), Change.parse(command));
    }

    @Test
    void shouldPutEverythingBackAsItWas() {
        String before = settings();

        List<String> refused = changes.apply(safe(), undo, done::add);
        String after = settings();
        int applied = done.size();
        List<String> notUndone = changes.undo(undo, done::add);

        assertEquals(List.of(), refused);
        assertEquals(safe().size(), applied);
        assertTrue(after.contains("performance") && !after.equals(before), after);
        assertEquals(List.of(), notUndone);
        assertEquals(before, settings());
        assertFalse(Files.exists(undo), "nothing is left to undo");
    }

    @Test
    void shouldPutBackWhatWasThereBeforeTheFirstOfTwoFixes() {
        String before = settings();

        changes.apply(List.of(new Change.CpuFile(GOVERNOR, "performance")), undo, done::add);
        changes.apply(List.of(new Change.CpuFile(GOVERNOR, "ondemand")), undo, done::add);
        changes.undo(undo, done::add);

        assertEquals(before, settings());
    }

    @Test
    void shouldSayWhatIsRefusedAndKeepNoUndoForIt() {
        Change missing = new Change.Sysctl("kernel.no_such_thing", "1");

        List<String> refused = changes.apply(List.of(missing), undo, done::add);

        assertEquals(List.of(), done);
        assertEquals(1, refused.size());
        assertTrue(refused.getFirst().startsWith("sysctl -w kernel.no_such_thing=1: there is no "), refused + "");
        assertFalse(Files.exists(undo));
    }

    @Test
    void shouldUndoNothingByAListThatHoldsSomethingElse() throws IOException {
        changes.apply(List.of(new Change.CpuFile(GOVERNOR, "performance")), undo, done::add);
        Files.writeString(undo, Files.readString(undo) + "touch /tmp/surprise\n");
        String before = settings();

        HostException refusal = assertThrows(HostException.class, () -> changes.undo(undo, done::add));

        assertTrue(refusal.getMessage().contains("touch /tmp/surprise"), refusal.getMessage());
        assertEquals(before, settings());
    }

    @Test
    void shouldSayThatThereIsNothingToUndo() {
        assertThrows(HostException.class, () -> changes.undo(undo, done::add));
    }

    @Test
    void shouldChangeNothingWithoutAPlaceForTheUndoList() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken"));
        String before = settings();

        assertThrows(HostException.class, () -> changes.apply(safe(), taken, done::add));

        assertEquals(before, settings());
        assertEquals(List.of(), done);
    }

    private String settings() {
        StringBuilder all = new StringBuilder();
        for (String path : List.of(GOVERNOR, GOVERNOR.replace("policy0", "policy1"),
                "/proc/sys/kernel/timer_migration", "/proc/sys/net/core/rmem_max", "/proc/sys/net/core/wmem_max",
                "/sys/devices/system/cpu/cpu0/cpuidle/state2/disable")) {
            all.append(path).append(' ').append(tree.files().text(path).orElse("")).append('\n');
        }
        for (NicSetting setting : NicSetting.values()) {
            all.append(setting).append(' ').append(tree.new WrittenNic("eth0").get(setting)).append('\n');
        }
        return all.toString();
    }
}
