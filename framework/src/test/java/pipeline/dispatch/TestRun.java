package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import pipeline.config.Configuration;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.HaltRule;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.ExitCodes;
import pipeline.job.JobListener;
import pipeline.job.Outcomes;
import pipeline.job.identity.Provenance;
import pipeline.job.lifecycle.AttemptRules;
import pipeline.log.server.LogServer;
import pipeline.store.JobTable;
import pipeline.testing.Masters;

/** One run of a recipe against fake hosts and a real job table. */
public final class TestRun implements AutoCloseable {

    public static final String RECIPE = "recipe";
    public static final String JOB_NAME = "job";

    final FakeTransport transport = new FakeTransport();
    final Membership membership;
    final Dispatcher dispatcher;
    private final LogServer logServer;
    private final PhaseCheck phaseCheck;

    TestRun(JobTable table, Path directory, RunRules rules) throws Exception {
        this(table, directory, rules, Configuration.empty(Map.of(), Map.of()));
    }

    TestRun(JobTable table, Path directory, RunRules rules, Configuration configuration) throws Exception {
        membership = Masters.enter(table, RECIPE, JOB_NAME, rules);
        logServer = LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), record -> {});
        dispatcher = new Dispatcher(
                identity(directory), DispatchSettings.from(configuration), transport, logServer, membership);
        phaseCheck = PhaseCheck.of(dispatcher);
    }

    /** Returns the settings of a run without a configuration. */
    public static DispatchSettings settings() {
        return DispatchSettings.from(Configuration.empty(Map.of(), Map.of()));
    }

    static RunIdentity identity(Path directory) {
        return new RunIdentity(RECIPE, JOB_NAME, directory.resolve("out"));
    }

    public static RunRules repeating(boolean fresh, boolean keepErrors) {
        RunRules plain = RunRules.DEFAULT;
        return new RunRules(
                new RunRules.Repeat(fresh, keepErrors), plain.limit(), plain.attempts(), 5, plain.presence());
    }

    public static RunRules limited(boolean keepGoing, OptionalInt maxPriority, OptionalLong maxCalls) {
        RunRules plain = RunRules.DEFAULT;
        RunRules.Limit limit = new RunRules.Limit(
                keepGoing ? Optional.empty() : Optional.of(HaltRule.FIRST_FAILURE), maxPriority, maxCalls);
        return new RunRules(plain.repeat(), limit, plain.attempts(), 5, plain.presence());
    }

    static RunRules retrying(int retries) {
        return attempting(new AttemptRules(retries, ExitCodes.NONE, Optional.empty()));
    }

    static RunRules attempting(AttemptRules attempts) {
        RunRules plain = RunRules.DEFAULT;
        return new RunRules(plain.repeat(), plain.limit(), attempts, 5, plain.presence());
    }

    static RunRules halting(String rule) {
        RunRules plain = RunRules.DEFAULT;
        RunRules.Limit limit = new RunRules.Limit(HaltRule.parse(rule), OptionalInt.empty(), OptionalLong.empty());
        return new RunRules(plain.repeat(), limit, plain.attempts(), 5, plain.presence());
    }

    Outcomes run(String step, List<ComputeJob> jobs) throws Exception {
        return run(step, jobs, JobListener.NONE);
    }

    /** Runs jobs, two at a time on each host, with somebody who watches. */
    Outcomes run(String step, List<ComputeJob> jobs, JobListener listener) throws Exception {
        return dispatcher.run(step, jobs, 2, listener, Provenance.NONE);
    }

    /** Runs jobs while the test goes on. */
    CompletableFuture<Outcomes> begin(String step, List<ComputeJob> jobs) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return run(step, jobs);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    FakeHost holding(String host) {
        FakeHost made = transport.host(host);
        made.holdsJobs = true;
        return made;
    }

    @Override
    public void close() {
        dispatcher.close();
        membership.close();
        logServer.close();
        assertThat(phaseCheck.faults()).isEmpty();
    }
}
