package io.venturi.engine.socket;

import io.venturi.engine.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Collects what a socket's error queue tells. */
final class KernelEvents implements SocketEvents {
    final TreeMap<Long, Long> stamps = new TreeMap<>();
    final TreeMap<Long, Long> nicStamps = new TreeMap<>();
    final List<Long> replies = new ArrayList<>();
    final List<Long> missed = new ArrayList<>();
    final List<Integer> errors = new ArrayList<>();
    int repeatedStamps;

    @Override
    public void onTransmitStamp(long id, long kernelNs) {
        repeatedStamps += stamps.put(id, kernelNs) == null ? 0 : 1;
    }

    @Override
    public void onNicTransmitStamp(long id, long nicNs) {
        repeatedStamps += nicStamps.put(id, nicNs) == null ? 0 : 1;
    }

    @Override
    public void onReplied(long id) {
        replies.add(id);
    }

    @Override
    public void onMissedLaunch(long time) {
        missed.add(time);
    }

    @Override
    public void onError(int errno) {
        errors.add(errno);
    }

    void awaitStamps(UdpSocket socket, int n) {
        Await.until(n + " transmit stamps, now " + stamps.size(), () -> {
            socket.drainErrors(this);
            return stamps.size() >= n;
        });
    }
}
