package io.venturi.engine.protocol.udpst;

import java.util.function.Function;

/** Opens the sockets of tests. Called on the lane of the control port, once per connection. */
public interface TestOpener {

    /**
     * Open a socket on any free port and let the endpoint that {@code test} makes of it run on a lane, until it
     * {@link UdpstServerTest#isOver}.
     *
     * @return the port, or {@code -errno}
     */
    int open(Function<TestSocket, UdpstServerTest> test);
}
