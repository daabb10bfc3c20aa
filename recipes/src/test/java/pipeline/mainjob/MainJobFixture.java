package pipeline.mainjob;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import pipeline.config.Configuration;
import pipeline.dispatch.Dispatcher;
import pipeline.dispatch.attempt.RunIdentity;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.Membership;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.job.identity.Provenance;
import pipeline.log.LogLevel;
import pipeline.log.server.LogServer;
import pipeline.log.server.LoggingSettings;
import pipeline.log.server.MasterLogging;
import pipeline.log.server.NodeRecord;
import pipeline.remote.Transport;
import pipeline.remote.settings.RemoteSettings;
import pipeline.store.JobTable;
import pipeline.store.settings.JobTables;
import pipeline.testing.Masters;
import pipeline.time.Scheduler;

/** A dispatcher with all that is around it but recipe and command line; keeps the nodes' log records. */
final class MainJobFixture implements AutoCloseable {

    /** Marks every process of these tests. */
    static final String JOB_NAME = "main-job-contract";

    private final Queue<NodeRecord> records = new ConcurrentLinkedQueue<>();
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final MasterLogging logging;
    private final LogServer logServer;
    private final Transport transport;
    private final JobTable table = JobTables.inMemory();
    private final Membership membership;
    private final Dispatcher dispatcher;
    private final AtomicInteger calls = new AtomicInteger();

    private MainJobFixture(Configuration configuration, Map<String, String> environment, Path outputDirectory)
            throws Exception {
        DispatchSettings dispatch = DispatchSettings.from(configuration);
        RemoteSettings remote = RemoteSettings.from(configuration, environment);
        configuration.check();
        logging = MasterLogging.start(LoggingSettings.defaults(), LogLevel.INFO, "contract", console);
        logServer = LogServer.start(dispatch.logTransport().bind(), record -> {
            records.add(record);
            logging.sink().accept(record);
        });
        transport = remote.open(Scheduler.system());
        membership = Masters.enter(table, "contract", JOB_NAME, RunRules.DEFAULT);
        dispatcher = new Dispatcher(
                new RunIdentity("contract", JOB_NAME, outputDirectory), dispatch, transport, logServer, membership);
    }

    /** Starts one from the text of a pipeline.cfg. */
    static MainJobFixture start(String configuration, Path directory) throws Exception {
        return start(configuration, Map.of(), directory);
    }

    static MainJobFixture start(String configuration, Map<String, String> environment, Path directory)
            throws Exception {
        Path file = Files.writeString(Files.createTempFile(directory, "pipeline", ".cfg"), configuration);
        Path output = Files.createTempDirectory(directory, "logs");
        return new MainJobFixture(Configuration.read(file, Map.of(), Map.of()), environment, output);
    }

    /** Runs jobs as a step of their own. */
    List<Outcome> run(List<ComputeJob> jobs, int maxPerNode) throws Exception {
        return run(jobs, maxPerNode, JobListener.NONE);
    }

    List<Outcome> run(List<ComputeJob> jobs, int maxPerNode, JobListener listener) throws Exception {
        return dispatcher.run("step " + calls.incrementAndGet(), jobs, maxPerNode, listener, Provenance.NONE);
    }

    Outcome run(ComputeJob job) throws Exception {
        return run(List.of(job), 1).get(0);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Returns the records of one logger, as {@code LEVEL message}, in the order of their arrival. */
    List<String> logged(String logger) {
        return records.stream()
                .filter(record -> record.logger().equals(logger))
                .map(record -> record.level() + " " + record.message())
                .toList();
    }

    Queue<NodeRecord> records() {
        return records;
    }

    /** Returns what the master's console shows. */
    String console() {
        return console.toString(StandardCharsets.UTF_8);
    }

    /** Returns what a job printed; empty if nothing. */
    static byte[] stdout(Outcome outcome) throws Exception {
        Path file = outcome.attempt().orElseThrow().stdout();
        return file == null ? new byte[0] : Files.readAllBytes(file);
    }

    static String text(Outcome outcome) throws Exception {
        return new String(stdout(outcome), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        dispatcher.close();
        membership.close();
        table.close();
        transport.close();
        logServer.close();
        logging.close();
    }
}
