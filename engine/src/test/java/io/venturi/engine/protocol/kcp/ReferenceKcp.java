package io.venturi.engine.protocol.kcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.function.Consumer;
import kcp.Kcp;

/** An independent implementation, made compatible with kcp-go by its authors. */
final class ReferenceKcp implements KcpPeer {
    private static final int MOST_WAITING = 256;

    static {
        System.setProperty("io.netty.noUnsafe", "true"); // its Netty reaches for what this build forbids
    }

    private final Kcp kcp;

    ReferenceKcp(KcpOptions options, Consumer<byte[]> network) {
        kcp = new Kcp(KcpPair.CONVERSATION, (datagram, _) -> {
            byte[] bytes = ByteBufUtil.getBytes(datagram);
            datagram.release();
            network.accept(bytes);
        });
        kcp.setByteBufAllocator(UnpooledByteBufAllocator.DEFAULT);
        kcp.setStream(true);
        kcp.setMtu(options.mtuBytes());
        kcp.setSndWnd(options.sendWindow());
        kcp.setRcvWnd(options.receiveWindow());
        kcp.nodelay(options.noDelay(), options.intervalMs(), options.fastResend(), !options.congestionWindow());
    }

    @Override
    public int write(byte[] from, int at, int bytes) {
        if (kcp.waitSnd() >= MOST_WAITING) {
            return 0;
        }
        int taken = Math.min(bytes, 1000);
        ByteBuf data = Unpooled.copiedBuffer(from, at, taken);
        if (kcp.send(data) < 0) {
            throw new IllegalStateException("the reference refused " + taken + " bytes");
        }
        return taken;
    }

    @Override
    public byte[] read() {
        ByteBuf all = Unpooled.buffer();
        while (kcp.canRecv()) {
            ByteBuf one = kcp.mergeRecv();
            all.writeBytes(one);
            one.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    @Override
    public void input(byte[] datagram, long nowNs) {
        kcp.input(Unpooled.copiedBuffer(datagram), true, nowNs / 1_000_000);
    }

    @Override
    public void advance(long nowNs) {
        kcp.update(nowNs / 1_000_000);
    }

    @Override
    public long dueNs(long nowNs) {
        long nowMs = nowNs / 1_000_000;
        return (nowMs + Math.max(1, kcp.check(nowMs))) * 1_000_000;
    }

    @Override
    public boolean isDrained() {
        return kcp.waitSnd() == 0;
    }
}
