package io.venturi.engine.protocol.stamp;

import io.venturi.engine.error.ConfigException;
import io.venturi.engine.plan.StampExtensions;
import io.venturi.engine.protocol.stamp.wire.StampKey;
import io.venturi.engine.protocol.stamp.wire.TimestampFormat;

/**
 * How a sender speaks; immutable and checked.
 *
 * @param form          which packets
 * @param key           secret shared with the reflector; present means authenticated mode
 * @param ssid          session identifier 1..65535, 0 for none (RFC 8972 3)
 * @param format        of this end's time stamps
 * @param clock         what is told of this host's clock
 * @param peerFormat    how to read the reflector's time stamps
 * @param reflector     what its sequence numbers mean
 * @param extensions    TLVs of every probe
 * @param randomPadding padding of random bytes, the same in every probe, instead of zeros
 */
public record StampSenderOptions(Form form, StampKey key, int ssid, TimestampFormat format, ClockQuality clock,
                                 PeerFormat peerFormat, Reflector reflector, StampExtensions extensions,
                                 boolean randomPadding) {

    /** Which packets are sent. */
    public enum Form {
        /** RFC 8762 and 8972. */
        STAMP,
        /** RFC 5357, unauthenticated: what follows the error estimate is padding. */
        TWAMP_LIGHT
    }

    /** How the reflector's time stamps are read. */
    public enum PeerFormat {
        /** By the Z bit of its error estimate, unless only the other format gives a credible time. */
        BY_Z,
        /** NTP, whatever Z says. */
        NTP,
        /** PTP, whatever Z says. */
        PTP
    }

    /** What the reflector's sequence numbers mean. */
    public enum Reflector {
        /** Stateful from the moment they differ from ours; until then loss has no direction. */
        AUTO,
        /** It counts its replies. */
        STATEFUL,
        /** It copies ours. */
        STATELESS
    }

    public StampSenderOptions {
        if (ssid < 0 || ssid > 0xffff) {
            throw new ConfigException("An SSID is 1 to 65535, or 0 for none, not " + ssid + ".");
        }
        if (form == Form.TWAMP_LIGHT && (key.isPresent() || ssid != 0 || extensions.any())) {
            throw new ConfigException("TWAMP Light packets have no key, SSID or extensions here.");
        }
    }

    /** The defaults, to be changed one by one. */
    public static Builder builder() {
        return new Builder();
    }

    /** Options on their way; every setter takes the range of the component it is named after. */
    public static final class Builder {
        private Form form = Form.STAMP;
        private StampKey key = StampKey.NONE;
        private int ssid;
        private TimestampFormat format = TimestampFormat.NTP;
        private ClockQuality clock = ClockQuality.UNKNOWN;
        private PeerFormat peerFormat = PeerFormat.BY_Z;
        private Reflector reflector = Reflector.AUTO;
        private StampExtensions extensions = StampExtensions.NONE;
        private boolean randomPadding;

        private Builder() {
        }

        public Builder form(Form value) {
            form = value;
            return this;
        }

        public Builder key(StampKey value) {
            key = value;
            return this;
        }

        public Builder ssid(int value) {
            ssid = value;
            return this;
        }

        public Builder format(TimestampFormat value) {
            format = value;
            return this;
        }

        public Builder clock(ClockQuality value) {
            clock = value;
            return this;
        }

        public Builder peerFormat(PeerFormat value) {
            peerFormat = value;
            return this;
        }

        public Builder reflector(Reflector value) {
            reflector = value;
            return this;
        }

        public Builder extensions(StampExtensions value) {
            extensions = value;
            return this;
        }

        public Builder randomPadding(boolean value) {
            randomPadding = value;
            return this;
        }

        /**
         * The finished options.
         *
         * @throws ConfigException if they are out of range or contradict each other
         */
        public StampSenderOptions build() {
            return new StampSenderOptions(form, key, ssid, format, clock, peerFormat, reflector, extensions,
                    randomPadding);
        }
    }
}
