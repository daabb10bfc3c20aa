package pipeline.remote.local;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import pipeline.remote.RemoteHost;
import pipeline.remote.Transport;
import pipeline.time.Scheduler;

/** Runs everything on this machine, for every name of a host, without SSH. Thread-safe. */
public final class LocalTransport implements Transport {

    private static final String THIS_MACHINE = "localhost";

    private final Duration startLimit;
    private final Scheduler scheduler;
    private final ConcurrentHashMap<String, LocalHost> hosts = new ConcurrentHashMap<>();

    /**
     * Makes a transport that has started nothing yet.
     *
     * @param startLimit how long a shell may take to start
     */
    public LocalTransport(Duration startLimit) {
        this(startLimit, Scheduler.system());
    }

    /** Makes a transport that waits by a scheduler. */
    public LocalTransport(Duration startLimit, Scheduler scheduler) {
        this.startLimit = startLimit;
        this.scheduler = scheduler;
    }

    @Override
    public void check(Collection<String> names) {
        // Every name is this machine.
    }

    @Override
    public RemoteHost host(String name) {
        return hosts.computeIfAbsent(name, key -> new LocalHost(key, startLimit, scheduler));
    }

    @Override
    public String machine(String host) {
        return THIS_MACHINE;
    }

    @Override
    public String method() {
        return "local";
    }

    @Override
    public void close() {
        hosts.values().forEach(LocalHost::close);
    }
}
