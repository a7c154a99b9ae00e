package io.venturi.cli.config;

import java.util.Collection;
import java.util.Comparator;

/** What someone probably meant. */
final class Suggestion {
    private static final int MOST_EDITS = 3;

    private Suggestion() {
    }

    /** A sentence with the name nearest to {@code wrong}, or with all if none is near; empty if there are none. */
    static String of(String wrong, Collection<String> names) {
        int most = Math.min(MOST_EDITS, wrong.length() / 2);
        return names.stream().filter(name -> edits(wrong, name) <= most)
                .min(Comparator.comparingInt(name -> edits(wrong, name)))
                .map(name -> " Did you mean " + name + "?")
                .orElse(names.isEmpty() ? "" : " There are: " + String.join(", ", names) + ".");
    }

    /** Letters to insert, delete, replace or swap with their neighbours to make one word of the other. */
    static int edits(String one, String other) {
        int[][] table = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : least(one, other, table, i, j);
            }
        }
        return table[one.length()][other.length()];
    }

    private static int least(String one, String other, int[][] table, int i, int j) {
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int edits = Math.min(table[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(edits, table[i - 2][j - 2] + 1) : edits;
    }
}
