package pipeline.dispatch;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import pipeline.remote.Transport;

/** A transport to hosts that do what the test says, at the moment at which it says so. */
public final class FakeTransport implements Transport {

    private final ConcurrentHashMap<String, FakeHost> hosts = new ConcurrentHashMap<>();

    @Override
    public void check(Collection<String> names) {
        // Every host is known.
    }

    @Override
    public FakeHost host(String name) {
        if (name.equals("broken")) {
            throw new IllegalStateException("this transport is broken");
        }
        return hosts.computeIfAbsent(name, FakeHost::new);
    }

    @Override
    public String machine(String host) {
        return host;
    }

    @Override
    public String method() {
        return "fake";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
