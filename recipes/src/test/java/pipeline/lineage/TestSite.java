package pipeline.lineage;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.config.Configuration;
import pipeline.dispatch.Dispatcher;
import pipeline.dispatch.JobRunner;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.RunRules.Repeat;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.table.Membership;
import pipeline.log.LogLevel;
import pipeline.log.server.LogServer;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.recipe.Recipe;
import pipeline.recipe.run.RecipeRun;
import pipeline.recipe.spi.RecipeContext;
import pipeline.recipe.spi.RecipeControl;
import pipeline.remote.Transport;
import pipeline.remote.settings.RemoteSettings;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;
import pipeline.testing.Masters;
import pipeline.time.Scheduler;

/** A place with hosts and a job table where recipes run one after the other under one job name. */
final class TestSite {

    static final String JOB_NAME = "resume-contract";

    private static final RunRules PLAIN = RunRules.DEFAULT;

    private final Path directory;
    private final boolean isHere;
    private String remote;
    private String console = "";
    private int runs;

    /**
     * Makes a site.
     *
     * @param remote the keys of {@code [remote]} that say how the hosts are reached
     * @param isHere whether all hosts are this machine, without SSH
     */
    TestSite(Path directory, String remote, boolean isHere) {
        this.directory = directory;
        this.remote = remote;
        this.isHere = isHere;
    }

    /** Changes the configuration of the runs that follow. */
    void configure(String text) {
        remote = text;
    }

    /** Returns what the last run said on the console. */
    String console() {
        return console;
    }

    Path table() {
        return directory.resolve("jobs.sqlite");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** Runs a recipe to its end. */
    void run(Recipe recipe) throws Exception {
        run(recipe, PLAIN);
    }

    /** Runs a recipe that keeps what was done before, even if it would do something else now. */
    void runAccepting(Recipe recipe) throws Exception {
        run(
                recipe,
                new RunRules(
                        new Repeat(false, false, true),
                        PLAIN.limit(),
                        PLAIN.attempts(),
                        PLAIN.defaultPriority(),
                        PLAIN.presence()));
    }

    private void run(Recipe recipe, RunRules rules) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (MasterLogging logging = MasterLogging.start(LoggingSettings.defaults(), LogLevel.WARNING, "steps", said);
                Open open = open(rules, logging)) {
            execute(recipe, open.dispatcher());
        } finally {
            console = said.toString(StandardCharsets.UTF_8);
        }
    }

    /** Begins to run a recipe, and leaves all that runs as it is when so many jobs have ended. */
    void runUntil(Recipe recipe, int ends) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (MasterLogging logging = MasterLogging.start(LoggingSettings.defaults(), LogLevel.WARNING, "steps", said);
                Open open = open(PLAIN, logging)) {
            EndCount count = new EndCount(ends, () -> open.dispatcher().stop(StopMode.LEAVE, "left"));
            execute(
                    recipe,
                    (step, jobs, most, listener, provenance) ->
                            open.dispatcher().run(step, jobs, most, count.before(listener), provenance));
        } finally {
            console = said.toString(StandardCharsets.UTF_8);
        }
    }

    private void execute(Recipe recipe, JobRunner runner) throws Exception {
        RecipeControl.of(recipe).accept(Map.of());
        new RecipeRun(
                        recipe,
                        new RecipeContext(
                                new RecipeContext.Naming(JOB_NAME, Instant.now()),
                                new RecipeContext.RecipeDirectories(directory, directory, Optional.empty()),
                                List.of(directory.resolve("in.mapfile").toString()),
                                new RecipeContext.Scheduling(runner, 4, Optional.empty()),
                                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
                .execute();
    }

    private record Open(
            JobTable table, Transport transport, LogServer logServer, Membership membership, Dispatcher dispatcher)
            implements AutoCloseable {
        @Override
        public void close() {
            dispatcher.close();
            membership.close();
            transport.close();
            logServer.close();
            table.close();
        }
    }

    private Open open(RunRules rules, MasterLogging logging) throws Exception {
        runs++;
        Path file = directory.resolve("pipeline.cfg");
        Files.writeString(file, "[remote]\nnode_directory = %s\n%s\n".formatted(directory.resolve("node"), remote));
        Configuration configuration = Configuration.read(file, Map.of(), Map.of());
        DispatchSettings settings = DispatchSettings.from(configuration);
        RemoteSettings transports = RemoteSettings.from(configuration, Map.of());
        configuration.check();
        JobTable table = JobTables.inFile(table());
        LogServer logServer = LogServer.start(settings.logTransport().bind(), logging.sink());
        Transport transport = transports.open(Scheduler.system());
        Membership membership = Masters.enter(table, "steps", JOB_NAME, rules);
        Dispatcher dispatcher = new Dispatcher(
                new RunIdentity("steps", JOB_NAME, logs().resolve(String.valueOf(runs))),
                isHere ? settings.onThisMachine() : settings,
                transport,
                logServer,
                membership);
        return new Open(table, transport, logServer, membership, dispatcher);
    }
}
