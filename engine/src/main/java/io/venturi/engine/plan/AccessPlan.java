package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whose addresses a server lets in. Whoever is denied stays out; if anything is allowed, so does everybody else who is
 * not. The order and the length of prefixes do not matter.
 *
 * @param allow let in; empty for everybody
 * @param deny  not let in, even if allowed
 * @param own   what counts for one protocol besides; these have nothing of the kind themselves
 */
public record AccessPlan(List<AddressPrefix> allow, List<AddressPrefix> deny, Map<Served, AccessPlan> own) {
    /** What a server answers; in a file by this name in small letters. */
    public enum Served { IRTT, STAMP, UDPST, IPERF3 }

    /** Everybody. */
    public static final AccessPlan OPEN = new AccessPlan(List.of(), List.of());

    private static final String ALLOW = "allow";

    private static final Pattern SECTION = Pattern.compile("\\[\\s*(\\w+)\\s*]");

    public AccessPlan {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        own = Map.copyOf(own);
        List<AddressPrefix> denied = deny;
        if (!allow.isEmpty() && allow.stream().allMatch(each -> covering(each, denied) != null)) {
            throw nobody(allow.getFirst(), covering(allow.getFirst(), deny));
        }
        for (AccessPlan each : own.values()) {
            joined(allow, deny, each);
        }
    }

    /** The same for every protocol. */
    public AccessPlan(List<AddressPrefix> allow, List<AddressPrefix> deny) {
        this(allow, deny, Map.of());
    }

    private static ConfigException nobody(AddressPrefix allowed, AddressPrefix denied) {
        return new ConfigException("Nobody would be let in: what is denied stays out even if it is allowed, and deny "
                + denied + " takes in allow " + allowed + ". To let in some only, allow these and deny nothing: whoever"
                + " is not allowed stays out anyway.");
    }

    private static AddressPrefix covering(AddressPrefix allowed, List<AddressPrefix> deny) {
        return deny.stream().filter(denied -> denied.contains(allowed)).findFirst().orElse(null);
    }

    /** @throws ConfigException if one is no prefix */
    public static AccessPlan of(List<String> allow, List<String> deny) {
        return new AccessPlan(allow.stream().map(AddressPrefix::parse).toList(),
                deny.stream().map(AddressPrefix::parse).toList());
    }

    /**
     * From the lines of a file: {@code allow PREFIX} or {@code deny PREFIX}; {@code #} begins a comment, and a line such as
     * {@code [irtt]} what counts for that protocol besides.
     *
     * @param name of the file, for messages
     * @throws ConfigException if a line is none of these, with its number
     */
    public static AccessPlan parse(String name, String text) {
        Map<Served, Lines> sections = new EnumMap<>(Served.class);
        Lines all = new Lines(new ArrayList<>(), new ArrayList<>());
        Lines current = all;
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            String place = name + ":" + (i + 1) + ": ";
            Matcher section = SECTION.matcher(line);
            if (section.matches()) {
                current = sections.computeIfAbsent(protocol(place, section.group(1)),
                        _ -> new Lines(new ArrayList<>(), new ArrayList<>()));
                continue;
            }
            String[] words = line.split("\\s+");
            if (words.length != 2 || !words[0].equals(ALLOW) && !words[0].equals("deny")) {
                throw new ConfigException(place + "a line is 'allow PREFIX', 'deny PREFIX' or a protocol such as [irtt], not '"
                        + line + "'.");
            }
            try {
                (words[0].equals(ALLOW) ? current.allow : current.deny).add(AddressPrefix.parse(words[1]));
            } catch (ConfigException e) {
                throw new ConfigException(place + e.getMessage(), e);
            }
        }
        try {
            Map<Served, AccessPlan> own = new EnumMap<>(Served.class);
            sections.forEach((protocol, rules) -> own.put(protocol, new AccessPlan(rules.allow, rules.deny)));
            return new AccessPlan(all.allow, all.deny, own);
        } catch (ConfigException e) {
            throw new ConfigException(name + ": " + e.getMessage(), e);
        }
    }

    private record Lines(List<AddressPrefix> allow, List<AddressPrefix> deny) { }

    private static Served protocol(String place, String name) {
        return Stream.of(Served.values()).filter(each -> each.name().equalsIgnoreCase(name)).findFirst()
                .orElseThrow(() -> new ConfigException(place + "there is no protocol " + name
                        + "; there are irtt, stamp, udpst and iperf3."));
    }

    /** What counts for this protocol, all told. */
    public AccessPlan of(Served protocol) {
        return joined(allow, deny, own.getOrDefault(protocol, OPEN));
    }

    private static AccessPlan joined(List<AddressPrefix> allow, List<AddressPrefix> deny, AccessPlan other) {
        return new AccessPlan(Stream.concat(allow.stream(), other.allow.stream()).distinct().toList(),
                Stream.concat(deny.stream(), other.deny.stream()).distinct().toList());
    }

    /** What both say. */
    public AccessPlan and(AccessPlan other) {
        AccessPlan both = joined(allow, deny, other);
        Map<Served, AccessPlan> rules = new HashMap<>(own);
        other.own.forEach((protocol, plan) -> rules.merge(protocol, plan, AccessPlan::and));
        return new AccessPlan(both.allow, both.deny, rules);
    }

    /** What is allowed in vain, a sentence each. */
    public List<String> notices() {
        return allow.stream().filter(each -> covering(each, deny) != null).map(each -> "allow " + each
                + " lets nobody in: deny " + covering(each, deny) + " counts more.").toList();
    }

    public boolean isOpen() {
        return allow.isEmpty() && deny.isEmpty() && own.isEmpty();
    }
}
