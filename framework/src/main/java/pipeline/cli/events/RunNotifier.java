package pipeline.cli.events;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.cli.progress.RunWatcher;
import pipeline.hostset.HostSet;
import pipeline.job.Attempt;
import pipeline.job.ComputeJob;
import pipeline.job.JobLabel;
import pipeline.job.JobListener;
import pipeline.job.Outcome;
import pipeline.text.DurationText;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/**
 * Notifies people of the end of a run, of its first failure, of hosts whose jobs are parked, and of a long time in which no job ended: at
 * twice, four times, … that time again. Thread-safe; nothing blocks but {@link #close}.
 */
public final class RunNotifier implements RunWatcher, AutoCloseable {

    /** Hosts that are set aside within it are reported together. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final RunFacts run;
    private final Duration quietAfter;
    private final Scheduler scheduler;
    private final NotificationSender sender;
    private JobTally jobs = JobTally.NONE;
    private final Set<Long> running = new HashSet<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> fresh = new LinkedHashSet<>();
    private String freshReason = "";
    private long lastEnd;
    private @Nullable ScheduledTask quiet;
    private boolean isOver;

    /**
     * Makes it; the time in which no job ends begins now.
     *
     * @param directory in which commands start
     * @param warnings takes what could not be sent, and why
     */
    public static RunNotifier of(
            RunFacts run,
            NotificationSettings settings,
            Path directory,
            Scheduler scheduler,
            Consumer<String> warnings) {
        HookDelivery delivery = new HookDelivery(directory, settings.timeLimit());
        return new RunNotifier(run, settings, scheduler, delivery::deliver, warnings);
    }

    RunNotifier(
            RunFacts run,
            NotificationSettings settings,
            Scheduler scheduler,
            NotificationSender.Delivery delivery,
            Consumer<String> warnings) {
        this.run = run;
        this.quietAfter = settings.quietAfter();
        this.scheduler = scheduler;
        this.sender = new NotificationSender(settings.hooks(), settings.timeLimit(), delivery, warnings);
        this.lastEnd = scheduler.nanos();
        awaitQuiet(quietAfter);
    }

    @Override
    public synchronized void scheduled(String step, List<ComputeJob> added) {
        jobs = jobs.scheduled(added.size());
    }

    @Override
    public JobListener listener(String step) {
        return RunWatcher.listener(this::begin, this::again, this::end);
    }

    private synchronized void begin(long number) {
        if (running.add(number)) {
            jobs = jobs.started();
        }
    }

    private synchronized void again(long number) {
        if (running.remove(number)) {
            jobs = jobs.stopped();
        }
    }

    private synchronized void end(Outcome outcome) {
        Optional<Attempt> attempt = outcome.attempt();
        if (attempt.isPresent() && running.remove(attempt.get().number())) {
            jobs = jobs.stopped();
            lastEnd = scheduler.nanos();
            awaitQuiet(quietAfter);
        }
        switch (outcome.state()) {
            case SUCCEEDED -> jobs = jobs.succeeded();
            case FAILED -> {
                boolean isFirst = jobs.failed() == 0;
                jobs = jobs.hasFailed();
                if (isFirst) {
                    firstFailure(outcome);
                }
            }
            case PARKED -> {
                jobs = jobs.wasParked();
                parked(outcome);
            }
            case IGNORED, SKIPPED, NOT_STARTED -> jobs = jobs.wasLeft();
        }
    }

    private synchronized void firstFailure(Outcome outcome) {
        String host = outcome.job().host();
        send(
                "failure",
                "%s: the first job failed: %s: %s"
                        .formatted(run.jobName(), JobLabel.described(outcome.job()), outcome.message()),
                List.of(host),
                null);
    }

    private synchronized void parked(Outcome outcome) {
        String host = outcome.job().host();
        if (!known.add(host)) {
            return;
        }
        if (fresh.isEmpty()) {
            freshReason = outcome.message();
            scheduler.after(MOMENT, this::reportHosts);
        }
        fresh.add(host);
    }

    private synchronized void reportHosts() {
        if (fresh.isEmpty()) {
            return;
        }
        List<String> hosts = List.copyOf(fresh);
        fresh.clear();
        send(
                "host",
                "%s: no jobs go to %s for now: %s".formatted(run.jobName(), HostSet.folded(hosts), freshReason),
                hosts,
                null);
    }

    private synchronized void awaitQuiet(Duration delay) {
        if (quiet != null) {
            quiet.cancel();
        }
        quiet = isOver ? null : scheduler.after(delay, this::quiet);
    }

    private synchronized void quiet() {
        if (isOver) {
            return;
        }
        Duration since = Duration.ofNanos(scheduler.nanos() - lastEnd);
        send(
                "quiet",
                "%s: no job has ended for %s, %s".formatted(run.jobName(), DurationText.of(since), jobs.words()),
                List.of(),
                null);
        awaitQuiet(since);
    }

    /** Notifies of the end; nothing more is sent then. */
    public synchronized void ended(int exitCode, String why) {
        reportHosts();
        isOver = true;
        awaitQuiet(quietAfter);
        List<String> parts = new ArrayList<>(List.of(jobs.words()));
        if (!why.isEmpty()) {
            parts.add(why);
        }
        send(
                "end",
                "%s: ended with exit code %d: %s".formatted(run.jobName(), exitCode, String.join(", ", parts)),
                List.of(),
                exitCode);
    }

    private synchronized void send(String event, String message, List<String> hosts, @Nullable Integer exitCode) {
        sender.send(new Notification(
                scheduler.wallClock().instant().truncatedTo(ChronoUnit.MILLIS),
                event,
                run,
                jobs,
                message,
                hosts,
                exitCode));
    }

    /** Waits until all that there was to send is sent, or its time is over. */
    @Override
    public void close() {
        synchronized (this) {
            isOver = true;
            awaitQuiet(quietAfter);
        }
        sender.close();
    }
}
