package io.venturi.cli.irtt;

import io.venturi.engine.error.VenturiException;
import io.venturi.engine.plan.ServePlan;
import java.io.PrintStream;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;

/** {@code irtt server}: answer until told to stop, a log line for each event. */
final class ServerCommand {
    private final PrintStream out;

    private ServerCommand(PrintStream out) {
        this.out = out;
    }

    static int run(ServePlan plan, Engine engine, StopSignals signals, PrintStream out, PrintStream err) {
        return new ServerCommand(out).run(plan, engine, signals, err);
    }

    private int run(ServePlan plan, Engine engine, StopSignals signals, PrintStream err) {
        CountDownLatch stopped = new CountDownLatch(1);
        log(null, "ServerStart", "starting IRTT server version " + Version.IRTT);
        try (Engine.Responder server = engine.serve(plan, this::log)) {
            for (InetSocketAddress address : server.addresses()) {
                String family = address.getAddress() instanceof Inet6Address ? "IPv6" : "IPv4";
                log(null, "ListenerStart", "starting " + family + " listener on " + Addresses.text(address));
            }
            signals.onStop(name -> {
                out.println(name);
                out.flush();
                stopped.countDown();
            });
            stopped.await();
            for (InetSocketAddress address : server.addresses()) {
                log(null, "ListenerStop", "stopped listener on " + Addresses.text(address));
            }
        } catch (VenturiException e) {
            err.println("Error: " + e.getMessage());
            return Refusal.FAILED;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // as good as a signal
        }
        log(null, "ServerStop", "stopped IRTT server");
        return 0;
    }

    private void log(InetSocketAddress peer, String code, String text) {
        out.println((peer == null ? "" : "[" + Addresses.text(peer) + "] ") + "[" + code + "] " + text);
        out.flush();
    }
}
