package pipeline.remote.local;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import pipeline.remote.Door;
import pipeline.remote.RemoteHost;

/** The door that leads nowhere: every host is this machine, and no SSH is needed. Thread-safe. */
public final class LocalDoor implements Door {

    private static final String THIS_MACHINE = "localhost";

    private final Duration startLimit;
    private final ConcurrentHashMap<String, LocalHost> hosts = new ConcurrentHashMap<>();

    /**
     * Opens the door.
     *
     * @param startLimit how long a shell may take to start
     */
    public LocalDoor(Duration startLimit) {
        this.startLimit = startLimit;
    }

    @Override
    public void check(Collection<String> names) {
        // Every name is this machine.
    }

    @Override
    public RemoteHost host(String name) {
        return hosts.computeIfAbsent(name, key -> new LocalHost(key, startLimit));
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
