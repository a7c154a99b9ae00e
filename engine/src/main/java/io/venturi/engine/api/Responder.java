package io.venturi.engine.api;

import io.venturi.engine.plan.RttPlan;
import io.venturi.engine.socket.UdpSocket;
import io.venturi.engine.stream.Endpoint;
import java.util.function.Supplier;

/**
 * One socket of a server with what answers on it.
 *
 * @param totals what it has done so far; for any thread
 */
record Responder(RttPlan.Protocol protocol, UdpSocket socket, Endpoint endpoint, Supplier<ServerTotals> totals) {
}
