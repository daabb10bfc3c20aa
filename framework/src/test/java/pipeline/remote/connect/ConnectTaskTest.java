package pipeline.remote.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.TransportException;
import pipeline.remote.TransportException.Cause;
import pipeline.remote.connect.ConnectAttemptException.Retry;
import pipeline.remote.sshconfig.SshConfig;
import pipeline.remote.sshconfig.TestSettings;
import pipeline.testing.Seed;
import pipeline.time.VirtualTime;

/** Attempts to connect in virtual time, against servers that do what the test says. */
class ConnectTaskTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    @TempDir
    Path home;

    private final VirtualTime time = new VirtualTime();
    private final HandshakePacer pacer = new HandshakePacer(6, 64, Runnable::run);
    private final List<Duration> attempts = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final DirectExecutor workers = new DirectExecutor();
    private final long seed = Seed.of(ConnectTaskTest.class);
    private Retry[] failures = {};
    private ConnectPlan plan;

    @BeforeEach
    void plan() throws Exception {
        Path config = Files.writeString(home.resolve("config"), "Host a\n  HostName 127.0.0.1\n");
        SshConfig ssh = SshConfig.read(
                TestSettings.in(home).sshConfig(config).timeout(TIMEOUT).build());
        plan = ConnectPlanner.plan(
                ssh.route("a"), new AlgorithmProposer(), time.wallClock().instant());
    }

    @AfterEach
    void end() {
        workers.shutdownNow();
    }

    @Test
    void a_server_that_sheds_load_is_asked_later_and_later_and_the_pacer_hears_of_it() {
        failures = new Retry[] {Retry.BACK_OFF, Retry.BACK_OFF, Retry.BACK_OFF};
        CompletableFuture<ClientSession> session = start();
        assertThat(attempts).containsExactly(Duration.ZERO);
        assertThat(pacer.limit()).isEqualTo(32);

        for (int middle : new int[] {250, 500, 1000}) {
            assertThat(session).isNotDone();
            Duration pause = time.untilNext();
            assertThat(pause)
                    .as("seed %d", seed)
                    .isBetween(Duration.ofMillis(middle / 2), Duration.ofMillis(middle * 3L / 2));
            time.advance(pause);
        }

        assertThat(session).isCompleted();
        assertThat(attempts).hasSize(4);
        assertThat(pacer.limit())
                .as("halved three times, and one more for a success")
                .isEqualTo(9);
    }

    @Test
    void a_server_that_sheds_load_for_longer_than_the_limit_is_given_up() {
        failures = repeated(Retry.BACK_OFF, 20);
        CompletableFuture<ClientSession> session = start();
        time.advance(Duration.ofHours(1));
        assertThat(cause(session)).isEqualTo(Cause.HANDSHAKE);
        assertThat(attempts.get(attempts.size() - 1)).as("seed %d", seed).isLessThanOrEqualTo(TIMEOUT);
        assertThat(attempts).as("seed %d", seed).hasSizeBetween(4, 8);
    }

    @Test
    void a_host_that_cannot_be_reached_is_tried_once_more_after_a_second() {
        failures = repeated(Retry.ONCE, 20);
        CompletableFuture<ClientSession> session = start();
        time.advance(Duration.ofHours(1));
        assertThat(cause(session)).isEqualTo(Cause.HANDSHAKE);
        assertThat(attempts).containsExactly(Duration.ZERO, Duration.ofSeconds(1));
    }

    @Test
    void what_was_waited_for_is_tried_at_the_other_addresses_only_and_at_once() throws Exception {
        InetSocketAddress other = new InetSocketAddress(InetAddress.getByName("127.0.0.9"), 22);
        plan = new ConnectPlan(
                plan.route(), List.of(plan.address(0), other), plan.identities(), plan.hostKeyFiles(), plan.proposal());
        failures = repeated(Retry.OTHER_ADDRESS, 20);
        CompletableFuture<ClientSession> session = start();
        time.advance(Duration.ofHours(1));
        assertThat(cause(session)).isEqualTo(Cause.HANDSHAKE);
        assertThat(attempts).containsExactly(Duration.ZERO, Duration.ZERO);
        assertThat(addresses).containsExactly(plan.address(0), other);
    }

    @Test
    void what_would_happen_again_is_not_tried_again() {
        failures = repeated(Retry.NEVER, 20);
        assertThat(cause(start())).isEqualTo(Cause.HANDSHAKE);
        assertThat(time.waiting()).isZero();
    }

    private CompletableFuture<ClientSession> start() {
        SshConnector.Parts parts =
                new SshConnector.Parts(this::handshake, time, workers, pacer, new ConnectRetryPolicy(new Random(seed)));
        return new ConnectTask(parts, plan, null).start();
    }

    private CompletableFuture<ClientSession> handshake(ConnectPlan of, int attempt, InetSocketAddress address) {
        attempts.add(Duration.ofNanos(time.nanos()));
        addresses.add(address);
        return attempt < failures.length
                ? CompletableFuture.failedFuture(new ConnectAttemptException(
                        failures[attempt], new TransportException(Cause.HANDSHAKE, "a", "no")))
                : CompletableFuture.completedFuture(session());
    }

    /** Makes a session that nobody uses. */
    private static ClientSession session() {
        return (ClientSession) Proxy.newProxyInstance(
                ConnectTaskTest.class.getClassLoader(),
                new Class<?>[] {ClientSession.class},
                (proxy, method, values) -> null);
    }

    private static Retry[] repeated(Retry retry, int times) {
        Retry[] all = new Retry[times];
        Arrays.fill(all, retry);
        return all;
    }

    private static Cause cause(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return TransportException.in(future.handle((ok, failure) -> failure).join())
                .cause();
    }

    /** Runs everything at once, on the calling thread. */
    private static final class DirectExecutor extends AbstractExecutorService {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() {
            // nothing to end
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
