package pipeline.remote.connect;

import java.io.IOException;
import java.net.InetSocketAddress;

/** A port on loopback that leads to a host which is not connected to directly. */
interface IndirectRoute extends AutoCloseable {

    /** Returns where to connect to. */
    InetSocketAddress entrance();

    @Override
    void close() throws IOException;
}
