package io.venturi.engine.stream;

import io.venturi.engine.annotation.HotPath;
import io.venturi.engine.socket.Packet;
import io.venturi.engine.socket.PtpEvent;

/**
 * Lets an endpoint see what stands behind the head of a {@link PtpEvent}, and answer behind the same head. Other
 * packets reach it as they are.
 */
public final class PtpEventEndpoint implements Endpoint {
    private final Endpoint inner;

    public PtpEventEndpoint(Endpoint inner) {
        this.inner = inner;
    }

    @HotPath
    @Override
    public int onPacket(Packet packet) {
        if (!packet.enterPtpEvent()) {
            return inner.onPacket(packet);
        }
        int reply = inner.onPacket(packet);
        packet.leavePtpEvent();
        return reply > 0 ? reply + PtpEvent.HEADER_BYTES : reply;
    }

    @Override
    public int advance(long nowNs) {
        return inner.advance(nowNs);
    }

    @Override
    public long dueNs() {
        return inner.dueNs();
    }

    @Override
    public void onTransmitStamp(long id, long kernelNs) {
        inner.onTransmitStamp(id, kernelNs);
    }

    @Override
    public void onNicTransmitStamp(long id, long nicNs) {
        inner.onNicTransmitStamp(id, nicNs);
    }

    @Override
    public void onReplied(long id) {
        inner.onReplied(id);
    }

    @Override
    public void onError(int errno) {
        inner.onError(errno);
    }
}
