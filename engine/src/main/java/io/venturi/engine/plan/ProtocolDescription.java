package io.venturi.engine.plan;

import io.venturi.engine.metric.ProtocolFigure;
import java.util.List;
import java.util.stream.Stream;

/**
 * A throughput protocol as users see it.
 *
 * @param name       in lower case with hyphens, such as {@code kcp}
 * @param summary    a sentence
 * @param options    what it can be told
 * @param figures    what it tells of each end of a stream
 * @param numbered   it numbers datagrams and tells the engine of each, so that losses are counted
 * @param roundTrips it measures round trips and tells the engine of each
 */
public record ProtocolDescription(String name, String summary, List<ProtocolOption> options,
                                  List<ProtocolFigure> figures, boolean numbered, boolean roundTrips) {
    /** Option of every protocol: is what arrives what was sent? */
    public static final ProtocolOption VERIFY = ProtocolOption.flag("verify", false,
            "Compare every payload byte that arrives with the one that was sent.");
    private static final List<String> TAKEN = List.of("tcp", "udp", "sctp", "other");

    /** One that tells the engine of payload only. */
    public ProtocolDescription(String name, String summary, List<ProtocolOption> options,
            List<ProtocolFigure> figures) {
        this(name, summary, options, figures, false, false);
    }

    /** The same of one that numbers its datagrams. */
    public ProtocolDescription numbering() {
        return new ProtocolDescription(name, summary, options, figures, true, roundTrips);
    }

    /** The same of one that measures round trips. */
    public ProtocolDescription timing() {
        return new ProtocolDescription(name, summary, options, figures, numbered, true);
    }

    public ProtocolDescription {
        options = List.copyOf(options);
        figures = List.copyOf(figures);
        if (!name.matches("[a-z][a-z0-9-]{0,31}") || TAKEN.contains(name)) {
            throw new IllegalArgumentException("a protocol cannot be called '" + name
                    + "': lower case letters, digits and hyphens, at most 32, and not " + String.join(", ", TAKEN));
        }
        if (Stream.concat(options.stream(), Stream.of(VERIFY)).map(ProtocolOption::name).distinct().count()
                != options.size() + 1) {
            throw new IllegalArgumentException("protocol " + name + " declares an option twice, or one called "
                    + VERIFY.name());
        }
        if (figures.stream().map(ProtocolFigure::name).distinct().count() != figures.size()) {
            throw new IllegalArgumentException("protocol " + name + " declares a figure twice");
        }
    }

    /** All options: its own and those of every protocol. */
    public List<ProtocolOption> allOptions() {
        return Stream.concat(options.stream(), Stream.of(VERIFY)).toList();
    }
}
