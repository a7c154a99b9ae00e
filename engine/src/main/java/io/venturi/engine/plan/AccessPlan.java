package io.venturi.engine.plan;

import io.venturi.engine.error.ConfigException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whose addresses a server lets in. Whoever is denied stays out; if anything is allowed, so does everybody else who is
 * not. The order and the length of prefixes do not matter.
 *
 * @param allow let in; empty for everybody
 * @param deny  not let in, even if allowed
 */
public record AccessPlan(List<AddressPrefix> allow, List<AddressPrefix> deny) {
    /** Everybody. */
    public static final AccessPlan OPEN = new AccessPlan(List.of(), List.of());

    private static final String ALLOW = "allow";

    public AccessPlan {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        List<AddressPrefix> denied = deny;
        if (!allow.isEmpty() && allow.stream().allMatch(each -> covering(each, denied) != null)) {
            throw nobody(allow.getFirst(), covering(allow.getFirst(), deny));
        }
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
     * From the lines of a file: {@code allow PREFIX} or {@code deny PREFIX}; {@code #} begins a comment.
     *
     * @param name of the file, for messages
     * @throws ConfigException if a line is none of these, with its number
     */
    public static AccessPlan parse(String name, String text) {
        List<AddressPrefix> allow = new ArrayList<>();
        List<AddressPrefix> deny = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            String place = name + ":" + (i + 1) + ": ";
            String[] words = line.split("\\s+");
            if (words.length != 2 || !words[0].equals(ALLOW) && !words[0].equals("deny")) {
                throw new ConfigException(place + "a line is 'allow PREFIX' or 'deny PREFIX', not '" + line + "'.");
            }
            try {
                (words[0].equals(ALLOW) ? allow : deny).add(AddressPrefix.parse(words[1]));
            } catch (ConfigException e) {
                throw new ConfigException(place + e.getMessage(), e);
            }
        }
        try {
            return new AccessPlan(allow, deny);
        } catch (ConfigException e) {
            throw new ConfigException(name + ": " + e.getMessage(), e);
        }
    }

    /** What both say. */
    public AccessPlan and(AccessPlan other) {
        return new AccessPlan(Stream.concat(allow.stream(), other.allow.stream()).distinct().toList(),
                Stream.concat(deny.stream(), other.deny.stream()).distinct().toList());
    }

    /** What is allowed in vain, a sentence each. */
    public List<String> notices() {
        return allow.stream().filter(each -> covering(each, deny) != null).map(each -> "allow " + each
                + " lets nobody in: deny " + covering(each, deny) + " counts more.").toList();
    }

    public boolean isOpen() {
        return allow.isEmpty() && deny.isEmpty();
    }
}
