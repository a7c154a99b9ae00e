package io.venturi.engine.socket;

/**
 * Stamps that few sockets need.
 *
 * @param card        ask for those of the network card, where those of the kernel are asked for
 * @param cardIndexes interfaces whose card is the one that stamps what is sent, empty for any; never changed
 * @param replies     be ready for {@link Packet#stampReply}
 */
public record StampOptions(boolean card, int[] cardIndexes, boolean replies) {
    private static final int[] ANY = {};

    /** None of them. */
    public static final StampOptions NONE = new StampOptions(false, ANY, false);

    /** Those of the card that these interfaces have. */
    public static StampOptions ofCard(int[] indexes) {
        return new StampOptions(true, indexes.clone(), false);
    }

    /** Those of replies that ask for it. */
    public static StampOptions ofReplies() {
        return new StampOptions(false, ANY, true);
    }
}
