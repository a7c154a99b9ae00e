package io.venturi.engine.host;

import io.venturi.engine.clock.Reading;
import java.util.BitSet;
import java.util.List;

/** Which CPUs take the card's interrupts. */
final class InterruptsCheck implements HostCheck {
    /** An interrupt and its polling on the CPU that measures. */
    private static final long TYPICAL_NS = 20_000;

    @Override
    public Finding examine(Host host) {
        return Finding.about(Concern.INTERRUPTS, host.ask(nic -> Reading.of(nic.name())), device -> {
            HostFiles files = host.files();
            List<String> numbers = files.list("/sys/class/net/" + device + "/device/msi_irqs", "\\d+");
            BitSet taking = new BitSet();
            numbers.forEach(number -> taking.or(cpus(files, number)));
            if (taking.isEmpty()) {
                return new Finding.Unknown(Concern.INTERRUPTS, numbers.isEmpty()
                        ? device + " has no interrupts of its own that this kernel shows"
                        : "/proc/irq tells nothing of its interrupts: is " + device
                                + " up, and may this process read there?");
            }
            BitSet isolated = CpuList.parse(files.text("/sys/devices/system/cpu/isolated").orElse(""));
            String found = numbers.size() + " on CPUs " + taking;
            isolated.and(taking);
            if (isolated.isEmpty() || !host.limits(TYPICAL_NS)) {
                return new Finding.Good(Concern.INTERRUPTS, found);
            }
            return new Finding.Limits(Concern.INTERRUPTS, found + ", isolated ones among them", "they interrupt the"
                    + " measurement there", TYPICAL_NS, List.of(
                    new Remedy.Command("echo 0 > /proc/irq/N/smp_affinity_list, N from /sys/class/net/" + device
                            + "/device/msi_irqs (and stop irqbalance)"),
                    new Remedy.BootLine("irqaffinity=0 isolcpus=managed_irq,domain," + isolated.nextSetBit(0))));
        });
    }

    private static BitSet cpus(HostFiles files, String number) {
        String folder = "/proc/irq/" + number + "/";
        return CpuList.parse(files.text(folder + "effective_affinity_list").filter(text -> !text.isEmpty())
                .or(() -> files.text(folder + "smp_affinity_list")).orElse(""));
    }
}
