package pipeline.remote.ssh;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.remote.RemoteHost;
import pipeline.remote.Transport;
import pipeline.remote.UnknownHostsException;
import pipeline.remote.connect.SshConnector;
import pipeline.remote.sshconfig.SshSettings;
import pipeline.time.Scheduler;

/** Reaches hosts by SSH. Thread-safe; the number of threads does not grow with the hosts. */
public final class SshTransport implements Transport {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");

    /** For the few calls of MINA that wait for an answer: asking for a forwarded port. */
    private static final int BLOCKING_THREADS = 4;

    /** How long connections may take to close in an orderly way. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final SshConnector connector;
    private final Duration loginLimit;
    private final ConcurrentHashMap<String, SshRemoteHost> hosts = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor blockingCalls;

    public SshTransport(SshSettings settings) {
        this(settings, Scheduler.system());
    }

    /** Makes a transport that waits by a scheduler. */
    public SshTransport(SshSettings settings, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.connector = new SshConnector(settings, scheduler);
        this.loginLimit = settings.connectTimeout().multipliedBy(4);
        AtomicInteger number = new AtomicInteger();
        this.blockingCalls = new ThreadPoolExecutor(
                BLOCKING_THREADS, BLOCKING_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "ssh-setup-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        blockingCalls.allowCoreThreadTimeOut(true);
    }

    @Override
    public void check(Collection<String> names) throws UnknownHostsException {
        connector.check(names);
    }

    @Override
    public RemoteHost host(String name) {
        return hosts.computeIfAbsent(
                name, key -> new SshRemoteHost(key, connector, blockingCalls, loginLimit, scheduler));
    }

    @Override
    public String machine(String host) {
        return host;
    }

    @Override
    public String method() {
        return "ssh";
    }

    @Override
    public void close() {
        List<CompletableFuture<Void>> closing =
                hosts.values().stream().map(SshRemoteHost::close).toList();
        try {
            CompletableFuture.allOf(closing.toArray(CompletableFuture<?>[]::new))
                    .get(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOGGER.debug("not all connections closed in time; the rest are cut");
        } catch (ExecutionException e) {
            LOGGER.debug("a connection did not close as it should", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connector.close();
        blockingCalls.shutdownNow();
    }
}
