package pipeline.dispatch.queue;

import java.util.Collection;
import pipeline.remote.RemoteHost;
import pipeline.remote.Transport;

/** A local transport through which all names share the same slots, since all of them are one machine. */
public final class SingleMachineTransport implements Transport {

    private static final String NAME = "localhost";

    private final Transport local;

    public SingleMachineTransport(Transport local) {
        this.local = local;
    }

    @Override
    public void check(Collection<String> hosts) {
        // Every name is this machine.
    }

    @Override
    public RemoteHost host(String name) {
        return local.host(NAME);
    }

    @Override
    public String machine(String host) {
        return NAME;
    }

    @Override
    public String method() {
        return local.method();
    }

    @Override
    public void close() {
        local.close();
    }
}
