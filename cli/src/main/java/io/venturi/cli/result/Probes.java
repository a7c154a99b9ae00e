package io.venturi.cli.result;

import io.venturi.cli.result.DelaySeries.Fate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Columns of the probes of a file, filled while the file is read: a test may have millions. */
final class Probes {
    private static final int USER = 0;
    private static final int KERNEL = 1;
    private static final int HARDWARE = 2;
    private static final String[] STAMPS = {"user", "kernel", "hardware"};

    private long firstNs;
    private long[] sentNs = new long[1024];
    private double[][] delayNs = new double[STAMPS.length][1024];
    private Fate[] fates = new Fate[1024];
    private int size;

    /** A member of {@code roundTrips} of this program. */
    void own(Json row) {
        String fate = row.need("fate").text();
        if (fate.equals("missedLaunch")) {
            return; // never on the path
        }
        boolean answered = fate.equals("answered");
        Json sent = row.get("sentUserNs").present() ? row.get("sentUserNs") : row.get("intendedNs");
        add(sent.integer(), answered ? Fate.ANSWERED : fate.equals("notRecorded") ? Fate.UNOBSERVED : Fate.LOST,
                answered && !row.get("stalled").flag() ? row.get("roundTripUserNs").number() : Double.NaN,
                row.get("roundTripKernelNs").number(), row.get("roundTripHardwareNs").number());
    }

    /** A member of {@code round_trips} of irtt. */
    void irtt(Json row) {
        String lost = row.need("lost").text();
        boolean answered = lost.equals("false");
        Json send = row.at("timestamps", "client", "send");
        long sent = (send.get("monotonic").present() ? send.get("monotonic") : send.get("wall")).integer();
        add(sent, answered ? Fate.ANSWERED : Fate.LOST, row.at("delay", "rtt").number(), Double.NaN, Double.NaN);
    }

    private void add(long sent, Fate fate, double user, double kernel, double hardware) {
        if (size == fates.length) {
            sentNs = Arrays.copyOf(sentNs, size * 2);
            fates = Arrays.copyOf(fates, size * 2);
            for (int i = 0; i < STAMPS.length; i++) {
                delayNs[i] = Arrays.copyOf(delayNs[i], size * 2);
            }
        }
        if (size == 0) {
            firstNs = sent;
        }
        // A probe that was not recorded has no time of its own; it stands where the one before it does.
        sentNs[size] = sent == 0 && size > 0 ? sentNs[size - 1] : sent;
        fates[size] = fate;
        delayNs[USER][size] = user;
        delayNs[KERNEL][size] = kernel;
        delayNs[HARDWARE][size] = hardware;
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** One series for each kind of stamp of which there is a value, those of the given kind first. */
    List<DelaySeries> series(String leading) {
        double[] seconds = new double[size];
        for (int i = 0; i < size; i++) {
            seconds[i] = (sentNs[i] - firstNs) / 1e9;
        }
        List<DelaySeries> all = new ArrayList<>();
        for (int kind = 0; kind < STAMPS.length; kind++) {
            double[] values = Arrays.copyOf(delayNs[kind], size);
            if (Arrays.stream(values).anyMatch(value -> !Double.isNaN(value))) {
                DelaySeries series = new DelaySeries("round trip (" + STAMPS[kind] + ")", seconds, values,
                        Arrays.copyOf(fates, size));
                all.add(STAMPS[kind].equals(leading) ? 0 : all.size(), series);
            }
        }
        if (all.isEmpty() && size > 0) { // nothing came back, which is worth a picture too
            all.add(new DelaySeries("round trip", seconds, Arrays.copyOf(delayNs[USER], size),
                    Arrays.copyOf(fates, size)));
        }
        return all;
    }
}
