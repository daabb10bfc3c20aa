package pipeline.remote.connect;

import java.io.IOException;
import java.net.InetSocketAddress;

/** What leads to one host that is not connected to directly: a port on loopback. */
interface IndirectRoute extends AutoCloseable {

    /** Returns where to connect to. */
    InetSocketAddress entrance();

    @Override
    void close() throws IOException;
}
