package io.venturi.engine.host;

import java.util.Arrays;
import java.util.Optional;

/** What a driver can be told of an interface, by the words of ethtool(8). */
public enum NicSetting {
    RX_USECS("-C", "rx-usecs", false),
    ADAPTIVE_RX("-C", "adaptive-rx", true),
    RX_RING("-G", "rx", false),
    TX_RING("-G", "tx", false);

    private final String flag;
    private final String word;
    private final boolean onOff;

    NicSetting(String flag, String word, boolean onOff) {
        this.flag = flag;
        this.word = word;
        this.onOff = onOff;
    }

    String flag() {
        return flag;
    }

    String word() {
        return word;
    }

    String show(long value) {
        return onOff ? value == 0 ? "off" : "on" : Long.toString(value);
    }

    Optional<Long> parse(String text) {
        if (onOff) {
            return text.equals("on") ? Optional.of(1L) : text.equals("off") ? Optional.of(0L) : Optional.empty();
        }
        return text.matches("\\d{1,9}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }

    static Optional<NicSetting> of(String flag, String word) {
        return Arrays.stream(values()).filter(one -> one.flag.equals(flag) && one.word.equals(word)).findFirst();
    }
}
