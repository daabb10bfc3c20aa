package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.HealthPolicy;
import pipeline.dispatch.table.ActiveDrains;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.remote.TransportException;

/**
 * Which hosts get no jobs for now, and the jobs that wait for them: a host that fails again and again is set aside, asked
 * now and then, and used again when it answers; one that somebody drained is left alone. Confined to the dispatcher's loop.
 */
public final class HostHealthMonitor {

    private final Hosts hosts;
    private final OutcomeRecorder recorder;
    private final EventLoop events;
    private final Logger logger;
    private final HealthPolicy rules;
    private final Consumer<HostSlots> prober;
    private final Consumer<QueuedJob> enqueue;
    private final Map<HostSlots, HostHealth> hostHealth = new HashMap<>();
    private final ParkTimeouts parkTimeouts;

    private final ParkedJobsWriter notes;
    private final HostFailureNotices notices;
    private ActiveDrains drains = ActiveDrains.NONE;

    /**
     * Makes it: all hosts are sound.
     *
     * @param prober asks a host for a slot; what comes of it is told by {@link #answered} or {@link #cutOff}
     * @param enqueue takes jobs back that are to wait for their turn
     */
    public HostHealthMonitor(
            Hosts hosts,
            OutcomeRecorder recorder,
            JobTableWriter ledger,
            EventLoop events,
            Surveillance surveillance,
            Consumer<HostSlots> prober,
            Consumer<QueuedJob> enqueue) {
        this.hosts = hosts;
        this.recorder = recorder;
        this.events = events;
        this.logger = surveillance.logger();
        this.rules = surveillance.rules();
        this.prober = prober;
        this.enqueue = enqueue;
        this.parkTimeouts = new ParkTimeouts(rules.parkWait(), events, logger, this::giveUp);
        this.notes = new ParkedJobsWriter(recorder, ledger, events, parkTimeouts, enqueue);
        this.notices = new HostFailureNotices(events, logger);
    }

    /** What hosts are watched by. */
    public record Surveillance(HealthPolicy rules, Logger logger) {}

    private HostHealth health(HostSlots slots) {
        return hostHealth.computeIfAbsent(slots, key -> {
            HostHealth made = new HostHealth(key);
            String drained = drains.of(key.host().name(), hosts);
            if (drained != null) {
                made.enter(HostHealth.State.DRAINED, drained);
            }
            return made;
        });
    }

    /** Takes a job if its host gets none for now. */
    public boolean takes(QueuedJob job) {
        HostHealth health = health(hosts.slots(job.host()));
        if (health.state() == HostHealth.State.SOUND) {
            return false;
        }
        keep(health, List.of(job));
        return true;
    }

    /** Gives back reservations of jobs that are kept until it is known what is to become of their hosts. */
    public void giveBack(UnaryOperator<QueuedJob> giver) {
        hostHealth.values().stream()
                .filter(health -> !health.isParking())
                .forEach(health -> health.held().replaceAll(job -> job.isStale() ? giver.apply(job) : job));
    }

    /** Tells whether jobs are kept from any host. */
    public boolean keepsJobs() {
        return hostHealth.values().stream().anyMatch(health -> !health.held().isEmpty());
    }

    /** Takes out all jobs that are kept. */
    public List<QueuedJob> takeAll() {
        List<QueuedJob> all = new ArrayList<>();
        hostHealth.values().forEach(health -> all.addAll(take(health)));
        return all;
    }

    /** A job ran on a host as it should, well or not. */
    public void proven(HostSlots slots) {
        health(slots).proven();
    }

    public boolean isAside(HostSlots slots) {
        return health(slots).state() == HostHealth.State.ASIDE;
    }

    public boolean isOnTrial(HostSlots slots) {
        return health(slots).isOnTrial();
    }

    /** Tells whether nobody knows yet what is to become of the jobs that are kept from a host. */
    public boolean isUndecided(HostSlots slots) {
        HostHealth health = health(slots);
        return health.state() == HostHealth.State.DOUBTFUL && !health.held().isEmpty();
    }

    /** No way leads to a host. */
    public void cutOff(HostSlots slots, String reason, @Nullable TransportException transport) {
        HostHealth health = health(slots);
        keep(health, hosts.machine(slots.host().name()).drain(slots));
        if (health.held().isEmpty()) {
            leave(health);
            return;
        }
        switch (health.state()) {
            case SOUND, DOUBTFUL -> {
                boolean isForPeople = transport != null && isForPeople(transport.cause());
                if (health.failed(rules.transportFailures()) || isSlowToTell(transport) || isForPeople) {
                    setAside(slots, reason, isForPeople, 0);
                } else {
                    doubt(slots, reason);
                    logger.info("{}; trying again", reason);
                    in(health, health.retryPause(), () -> release(health));
                }
            }
            case ASIDE -> probeLater(health);
            case DRAINED -> {
                // Somebody will undrain it.
            }
        }
    }

    /** Asking again soon is of no use where only people can put right what is wrong. */
    private static boolean isForPeople(TransportException.Cause cause) {
        return switch (cause) {
            case UNKNOWN_HOST, HOST_KEY, AUTHENTICATION -> true;
            case UNREACHABLE, SILENT, REFUSED, HANDSHAKE, CHANNEL, LOST, SHELL_ENDED, FORWARD, NODE_FILES -> false;
        };
    }

    /** Whoever does not answer, or lets nobody come to the end of a handshake, has been waited for already. */
    private static boolean isSlowToTell(@Nullable TransportException transport) {
        return transport != null
                && (transport.cause() == TransportException.Cause.UNREACHABLE
                        || transport.cause() == TransportException.Cause.SILENT
                        || transport.cause() == TransportException.Cause.HANDSHAKE);
    }

    /** A host opened a slot. */
    void answered(HostSlots slots) {
        HostHealth health = health(slots);
        health.connected();
        if (health.state() == HostHealth.State.ASIDE) {
            tell();
            logger.warn(
                    "{}: the host answers again; jobs that come back: {}",
                    slots.host().name(),
                    health.held().size());
            health.trial();
            release(health);
        }
    }

    /** A host answered, but took a job no further than to its transport; gives how long the job waits before its next turn. */
    public Duration stumbled(HostSlots slots, String reason) {
        HostHealth health = health(slots);
        if (health.state() == HostHealth.State.SOUND && health.stumbled(rules.transportFailures())) {
            setAside(slots, reason, false, 1);
        }
        return health.isParking() ? Duration.ZERO : health.retryPause();
    }

    /** Starts nothing on a host until it is known what is wrong. */
    public void doubt(HostSlots slots, String reason) {
        HostHealth health = health(slots);
        if (health.state() == HostHealth.State.SOUND) {
            health.enter(HostHealth.State.DOUBTFUL, reason);
            keep(health, hosts.machine(slots.host().name()).drain(slots));
        }
    }

    /** Uses a host again of which it was not known what is wrong. */
    public void trust(HostSlots slots) {
        HostHealth health = health(slots);
        if (health.state() == HostHealth.State.DOUBTFUL) {
            release(health);
        }
    }

    /**
     * Parks the jobs of a host until it answers.
     *
     * @param others so many jobs of the host will come in a moment
     */
    public void setAside(HostSlots slots, String reason, boolean isForPeople, int others) {
        HostHealth health = health(slots);
        if (health.isParking()) {
            return;
        }
        List<QueuedJob> jobs = new ArrayList<>(take(health));
        jobs.addAll(hosts.machine(slots.host().name()).drain(slots));
        notices.add(slots.host().name(), reason, jobs.size() + others);
        health.enter(HostHealth.State.ASIDE, reason);
        health.slowly(isForPeople);
        keep(health, jobs);
        probeLater(health);
    }

    private void probeLater(HostHealth health) {
        in(health, health.probePause(), () -> {
            if (health.held().isEmpty()) {
                leave(health);
            } else {
                prober.accept(health.slots());
            }
        });
    }

    /** Does something later, unless the ward has changed by then. */
    private void in(HostHealth health, Duration pause, Runnable task) {
        long epoch = health.epoch();
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> events.post(() -> {
                    if (health.epoch() == epoch) {
                        task.run();
                    }
                }));
    }

    private void keep(HostHealth health, List<QueuedJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        jobs.forEach(health::hold);
        if (health.isParking()) {
            jobs.forEach(job -> parkTimeouts.count(job.call(), 1));
            notes.add(health, jobs);
        }
    }

    private List<QueuedJob> take(HostHealth health) {
        List<QueuedJob> jobs = health.takeHeld();
        if (health.isParking()) {
            jobs.forEach(job -> parkTimeouts.count(job.call(), -1));
        }
        return jobs;
    }

    /** Lets the jobs of a host wait for their turns again. */
    private void release(HostHealth health) {
        boolean wasParked = health.isParking();
        List<QueuedJob> jobs = take(health);
        health.enter(HostHealth.State.SOUND, "");
        health.slots().reset();
        if (wasParked) {
            notes.mark(jobs.stream().map(QueuedJob::number).toList(), "");
        }
        jobs.forEach(enqueue);
    }

    /** Leaves a host as it is until the next job comes, which is its trial. */
    private static void leave(HostHealth health) {
        if (health.state() == HostHealth.State.ASIDE) {
            health.trial();
            health.enter(HostHealth.State.SOUND, "");
        }
    }

    /** Tells the log now which hosts are set aside. */
    public void tell() {
        notices.tell();
    }

    /** Tells a call that its jobs are parked. */
    private void giveUp(JobBatch call) {
        tell();
        for (HostHealth health : List.copyOf(hostHealth.values())) {
            if (!health.isParking()) {
                continue;
            }
            List<QueuedJob> jobs =
                    health.held().stream().filter(job -> job.call() == call).toList();
            health.held().removeIf(job -> job.call() == call);
            parkTimeouts.count(call, -jobs.size());
            recorder.park(jobs, health.reason());
            if (health.held().isEmpty()) {
                leave(health);
            }
        }
    }

    /** Somebody drained or undrained hosts. */
    public void drained(ActiveDrains notice) {
        drains = notice;
        for (HostHealth health : List.copyOf(hostHealth.values())) {
            String name = health.slots().host().name();
            String reason = notice.of(name, hosts);
            if (reason != null && health.state() != HostHealth.State.DRAINED) {
                List<QueuedJob> jobs = new ArrayList<>(take(health));
                jobs.addAll(hosts.machine(name).drain(health.slots()));
                logger.warn("{}: {}; jobs parked: {}", name, reason, jobs.size());
                health.enter(HostHealth.State.DRAINED, reason);
                keep(health, jobs);
            } else if (reason == null && health.state() == HostHealth.State.DRAINED) {
                logger.warn(
                        "{}: undrained; jobs that come back: {}",
                        name,
                        health.held().size());
                release(health);
            }
        }
    }
}
