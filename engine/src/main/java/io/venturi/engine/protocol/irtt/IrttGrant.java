package io.venturi.engine.protocol.irtt;

import io.venturi.engine.protocol.irtt.wire.Fill;
import io.venturi.engine.protocol.irtt.wire.IrttCloseAck;
import io.venturi.engine.protocol.irtt.wire.IrttLayout;
import io.venturi.engine.protocol.irtt.wire.IrttMessage;
import io.venturi.engine.protocol.irtt.wire.IrttParams;
import io.venturi.engine.protocol.irtt.wire.StampAt;
import io.venturi.engine.protocol.irtt.wire.StampClock;

import java.util.Optional;

/**
 * What a server makes of what a client asked for. The version is always answered with 1: the client judges.
 *
 * @param params       the parameters of the reply, which is never longer than
 *                     {@value IrttMessage#MAX_OPEN_REPLY_BYTES} bytes
 * @param layout       of the echoes
 * @param packetBytes  length of the echoes, bytes
 * @param fill         payload of the replies
 * @param fillUnknown  true if the client's fill was allowed but is none that we have
 */
record IrttGrant(IrttParams params, IrttLayout layout, int packetBytes, Fill fill, boolean fillUnknown) {

    /**
     * Restrict what was asked for.
     *
     * @param maxBytes     longest packet that the address family and the buffers can carry, bytes
     * @param kernelStamps true if receive stamps of this client's packets are the kernel's
     * @param clock        what this host says of its clock, and in which extensions it is granted
     * @param ownFill      the server's own fill, shared by all sessions that have none of their own
     */
    static IrttGrant of(IrttParams asked, IrttServerOptions options, int maxBytes, boolean kernelStamps,
                        PeerClock clock, Fill ownFill) {
        boolean keyed = options.key().isPresent();
        IrttParams params = restrict(asked, options, maxBytes, kernelStamps, clock);
        if (IrttMessage.openReplyBytes(keyed, params) > IrttMessage.MAX_OPEN_REPLY_BYTES) {
            params = params.withServerFill(Fill.DEFAULT_PATTERN);
        }
        if (IrttMessage.openReplyBytes(keyed, params) > IrttMessage.MAX_OPEN_REPLY_BYTES) {
            params = params.withoutGrandmaster(); // all else together always fits
        }
        String wanted = params.serverFill();
        Optional<Fill> fill = wanted.isEmpty() || wanted.equals(Fill.DEFAULT_PATTERN)
                ? Optional.of(ownFill) : Fill.parse(wanted);
        IrttLayout layout = IrttLayout.of(params, keyed);
        return new IrttGrant(fill.isPresent() ? params : params.withServerFill(Fill.DEFAULT_PATTERN), layout,
                layout.packetBytes(params.length()), fill.orElse(ownFill), fill.isEmpty());
    }

    private static IrttParams restrict(IrttParams asked, IrttServerOptions options, int maxBytes,
                                       boolean kernelStamps, PeerClock clock) {
        StampAt stampAt = asked.clock() == StampClock.UNSET
                ? StampAt.NONE // nothing to stamp with
                : options.allowedStamps().restrict(asked.stampAt());
        int length = (int) Math.clamp(asked.length(), 0, lengthLimit(options, maxBytes));
        boolean keyed = options.key().isPresent();
        int packetBytes = IrttLayout.of(asked.stats(), stampAt, asked.clock(), keyed).packetBytes(length);
        String fill = asked.serverFill().isEmpty() || options.allowsFill(asked.serverFill())
                ? asked.serverFill() : Fill.DEFAULT_PATTERN;
        long extensions = extensions(asked.extensions(), kernelStamps, clock, packetBytes, keyed);
        return new IrttParams(IrttParams.VERSION, duration(asked, options), interval(asked, options), length,
                asked.stats(), stampAt, asked.clock(), options.dscpAllowed() ? asked.trafficClass() & 0xff : 0, fill,
                extensions, (extensions & IrttParams.GRANDMASTER) == 0 ? 0 : clock.grandmaster());
    }

    private static int lengthLimit(IrttServerOptions options, int maxBytes) {
        return options.maxLengthBytes() == 0 ? maxBytes : Math.min(options.maxLengthBytes(), maxBytes);
    }

    private static long duration(IrttParams asked, IrttServerOptions options) {
        return options.maxDurationNs() == 0
                ? asked.durationNs() : Math.min(asked.durationNs(), options.maxDurationNs());
    }

    /** The timeout has the last word: a client must be heard of several times before it is forgotten. */
    private static long interval(IrttParams asked, IrttServerOptions options) {
        long intervalNs = Math.max(asked.intervalNs(), options.minIntervalNs());
        return options.timeoutNs() == 0 ? intervalNs : Math.min(intervalNs, options.timeoutNs() / 4);
    }

    /** A close must not be taken for the last echo reply, which has the same flags: their lengths must differ. */
    private static long extensions(long asked, boolean kernelStamps, PeerClock clock, int packetBytes,
                                   boolean keyed) {
        long granted = (kernelStamps ? IrttParams.KERNEL_RECEIVE : 0)
                | (packetBytes == IrttCloseAck.bytes(keyed) ? 0 : IrttParams.CLOSE_ACK)
                | (clock.grandmaster() == 0 ? 0 : IrttParams.GRANDMASTER);
        return asked & granted | ((asked & IrttParams.CLOCK_STATEMENT) != 0 ? clock.statement() : 0);
    }
}
