package pipeline.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import pipeline.config.Configuration;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.attempt.NodeFiles;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.QueuePosition;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.Membership;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.Gang;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.log.server.LogServer;
import pipeline.remote.SlotOwner;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.settings.JobTables;
import pipeline.testing.Masters;
import pipeline.time.VirtualTime;

/**
 * The parts of the loop with a real job table and fake hosts, in virtual time, without the loop: the test says what happens. What waits
 * for the table goes on when {@link #settle} is called.
 */
final class LoopTestBed implements AutoCloseable, JobListener {

    final VirtualTime time = new VirtualTime();
    final FakeTransport transport = new FakeTransport();
    final JobTable table = JobTables.inMemory();
    final AttemptRunner runner;
    final JobTableWriter writer;
    final LoopParts parts;
    final AttemptCompletion completion;

    /** What the listener of all jobs has heard, in order. */
    final List<String> heard = new CopyOnWriteArrayList<>();

    /** The outcomes of all jobs that have one, in the order in which they came. */
    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final Membership membership;
    private final LogServer logServer;
    private int steps;

    LoopTestBed(Path directory, RunRules rules) throws Exception {
        this(directory, rules, Map.of());
    }

    /**
     * Makes the parts.
     *
     * @param settings of the section {@code [remote]} of the configuration
     */
    LoopTestBed(Path directory, RunRules rules, Map<String, String> settings) throws Exception {
        membership = Masters.enter(table, TestRun.RECIPE, TestRun.JOB_NAME, rules);
        logServer = LogServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), record -> {});
        writer = new JobTableWriter(membership, new Random(1));
        runner = new AttemptRunner(
                TestRun.identity(directory),
                settings(directory, settings),
                new NodeFiles(name -> InputStream.nullInputStream()),
                logServer,
                time,
                Timeouts.DEFAULT);
        parts = LoopParts.of(runner, transport, writer, rules);
        completion = new AttemptCompletion(parts.state(), parts.pendingJobs(), parts.recorder(), runner.reporter());
        parts.state().events().start(() -> {}, faults::add);
    }

    private static DispatchSettings settings(Path directory, Map<String, String> remote) throws Exception {
        StringBuilder text = new StringBuilder("[remote]\n");
        remote.forEach(
                (key, value) -> text.append(key).append(" = ").append(value).append('\n'));
        Path file = Files.writeString(directory.resolve("pipeline.cfg"), text);
        return DispatchSettings.from(Configuration.read(file, Map.of(), Map.of()));
    }

    /** Does something on the loop's thread, as an event. */
    void onLoop(Runnable event) {
        Object unused = onLoop(() -> {
            event.run();
            return true;
        });
    }

    /** Asks something on the loop's thread. */
    <T> T onLoop(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        parts.state().events().post(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Lets time pass, and does what becomes due. */
    void pass(Duration duration) {
        time.advance(duration);
        settle();
    }

    /** Waits until the table has all that is on its way to it, and what was waiting for that has been done. */
    void settle() {
        await().until(() -> {
            writer.park(List.of(), "").join();
            return onLoop(() -> parts.recorder().isEmpty());
        });
        onLoop(() -> parts.state().hostHealth().takeReleased().forEach(parts.pendingJobs()::enqueue));
    }

    /** Returns a job that is in the table and was submitted to the loop. */
    QueuedJob job(ComputeJob job) {
        return job(job, new JobBatch(1, 10, this));
    }

    /** Returns a job that was submitted to the loop as the only one of a batch. */
    QueuedJob job(ComputeJob job, JobBatch batch) {
        return job(job, batch, 0);
    }

    /** Returns a job that was submitted to the loop, at its place in its batch. */
    QueuedJob job(ComputeJob job, JobBatch batch, int index) {
        steps++;
        JobRow row = table.submit(Submission.of(
                        new StepName(TestRun.RECIPE, TestRun.JOB_NAME, "s" + steps),
                        membership.id(),
                        Duration.ZERO,
                        5,
                        List.of(job)))
                .rows()
                .get(0);
        QueuedJob queued =
                new QueuedJob(batch, index, row.id(), row.job(), new QueuePosition(5, Instant.EPOCH, row.id()));
        onLoop(() -> parts.state().jobs().add(queued));
        return queued;
    }

    /** Returns the jobs of a gang, the control program first, each on a host of its own. */
    static List<ComputeJob> gang(String... hosts) {
        List<ComputeJob> jobs =
                Stream.of(hosts).map(host -> ComputeJob.command(host, "true")).toList();
        return Gang.of("g", jobs.get(0), jobs.subList(1, jobs.size())).jobs();
    }

    /** Returns a job that waits for its turn on a host. */
    QueuedJob waiting(String host) {
        QueuedJob job = job(ComputeJob.command(host, "true"));
        onLoop(() -> parts.pendingJobs().enqueue(job));
        return job;
    }

    RunningAttempt running(String host) {
        return running(job(ComputeJob.command(host, "true")));
    }

    /** Reserves a job and gives it a slot, in which nothing runs. */
    RunningAttempt running(QueuedJob job) {
        Reservation reservation = reserve(job);
        return onLoop(() -> {
            parts.state().jobs().note(job, JobPhase.Event.ENQUEUED);
            parts.state().jobs().note(job, JobPhase.Event.STARTED);
            job.reserve(reservation, time.nanos());
            return new RunningAttempt(
                    job, transport.host(job.host()).new FakeSlot(), new SlotOwner("owner", ""), reservation, time);
        });
    }

    Reservation reserve(QueuedJob job) {
        Reservation reservation = writer.reserve(job.number()).join().reservation();
        if (reservation == null) {
            throw new AssertionError("job " + job.number() + " is not to be had");
        }
        return reservation;
    }

    /** Another process of this run takes the job of an attempt. */
    void takeAway(RunningAttempt attempt) {
        long job = attempt.job().number();
        Reservation ours = attempt.job().reservation();
        table.finishAndReserve(
                membership.id(), List.of(new Finish(ours, new Finish.Released("another process"), null)), List.of());
        Reservation theirs = table.finishAndReserve(membership.id(), List.of(), List.of(job))
                .reserved()
                .get(0)
                .orElseThrow();
        assertThat(theirs).isNotEqualTo(ours);
    }

    HostSlots slots(String host) {
        return parts.state().hosts().slots(host);
    }

    /** Returns what a listener or the table calls an attempt at a job. */
    static Attempt attempt(QueuedJob job) {
        return new Attempt(job.number(), 1, Instant.EPOCH, Duration.ZERO, null, null);
    }

    JobRow row(QueuedJob job) {
        return table.get(job.number()).orElseThrow();
    }

    @Override
    public void started(ComputeJob job, long number) {
        heard.add("started " + number);
    }

    @Override
    public void waits(ComputeJob job, long number) {
        heard.add("waits " + number);
    }

    @Override
    public void ended(Outcome outcome) {
        heard.add("ended " + outcome.state());
        outcomes.add(outcome);
    }

    /** Returns the only outcome that was told, as soon as it is. */
    Outcome outcome() {
        await().until(() -> !outcomes.isEmpty());
        if (outcomes.size() > 1) {
            throw new AssertionError("there are several outcomes: " + outcomes);
        }
        return outcomes.get(0);
    }

    @Override
    public void close() {
        parts.state().events().close();
        parts.recorder().close();
        writer.close();
        membership.close();
        table.close();
        logServer.close();
        if (!faults.isEmpty()) {
            throw new AssertionError("an event failed", faults.get(0));
        }
    }
}
