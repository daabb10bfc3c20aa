package pipeline.dispatch.hosts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.hosts.HostHealth.Action;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobBatch;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.table.ActiveDrains;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.remote.TransportException;

/**
 * Which hosts get no jobs for now, and the jobs that wait for them: a host that fails again and again is set aside, asked
 * now and then, and used again when it answers; one that somebody drained is left alone. {@link HostHealth} decides; this does it,
 * but for what the loop takes: {@link #takeReleased()} and {@link #takeProbes()}. Confined to the dispatcher's loop.
 */
public final class HostHealthMonitor {

    /** Takes a host that gets no jobs for now. */
    @FunctionalInterface
    public interface AwayTaker {
        /**
         * Takes it.
         *
         * @param parked how many jobs wait for it
         */
        void take(String host, boolean isDrained, String reason, int parked);
    }

    private final JobsInRun jobs;
    private final Hosts hosts;
    private final OutcomeRecorder recorder;
    private final EventLoop events;
    private final HostMonitoring monitoring;
    private final Logger logger;
    private final MonitoredHosts monitored;
    private final ParkTimeouts timeouts;
    private final ParkedJobsWriter parked;
    private final HostFailureNotices notices;
    private List<QueuedJob> released = new ArrayList<>();
    private List<HostSlots> probes = new ArrayList<>();

    /** Makes it: all hosts are healthy. */
    public HostHealthMonitor(
            JobsInRun jobs,
            Hosts hosts,
            OutcomeRecorder recorder,
            JobTableWriter writer,
            EventLoop events,
            HostMonitoring monitoring) {
        this.jobs = jobs;
        this.hosts = hosts;
        this.recorder = recorder;
        this.events = events;
        this.monitoring = monitoring;
        this.logger = monitoring.logger();
        this.monitored = new MonitoredHosts(hosts, monitoring);
        this.timeouts = new ParkTimeouts(monitoring.policy().parkWait(), events.scheduler());
        this.parked = new ParkedJobsWriter(recorder, writer, events);
        this.notices = new HostFailureNotices(events, logger);
    }

    /** Returns and forgets the jobs that may wait for their turns again. */
    public List<QueuedJob> takeReleased() {
        List<QueuedJob> taken = released;
        released = new ArrayList<>();
        return taken;
    }

    /** Returns and forgets the hosts that are to be asked for a slot. */
    public List<HostSlots> takeProbes() {
        List<HostSlots> taken = probes;
        probes = new ArrayList<>();
        return taken;
    }

    /** Takes a job if its host gets none for now, or the one that it needs besides. */
    public boolean takes(QueuedJob job) {
        return takes(job, List.of(job));
    }

    /** Takes a job, and all others of its gang, if its host gets none for now, or the one that it needs besides. */
    public boolean takes(QueuedJob job, List<QueuedJob> gang) {
        for (String name : job.hosts()) {
            HeldJobs host = monitored.at(hosts.slots(name));
            if (host.health().state() != HostHealth.State.HEALTHY) {
                keep(host, gang);
                return true;
            }
        }
        return false;
    }

    /** Gives back the reservations of jobs that are kept until their hosts are judged. */
    public void giveBackStale(Consumer<QueuedJob> giver) {
        monitored.stale(events.scheduler().nanos()).forEach(giver);
    }

    /** Returns whether jobs are kept from any host. */
    public boolean keepsJobs() {
        return !released.isEmpty() || monitored.keepJobs();
    }

    /** Takes out all jobs that are kept. */
    public List<QueuedJob> takeAll() {
        List<QueuedJob> all = takeReleased();
        monitored.all().forEach(host -> all.addAll(take(host, host.health().isParking())));
        return all;
    }

    /** A job ran on a host as it should, well or not. */
    public void proven(HostSlots slots) {
        handle(slots, new HostHealth.Event.JobRan());
    }

    public boolean isAside(HostSlots slots) {
        return monitored.at(slots).health().state() == HostHealth.State.ASIDE;
    }

    public boolean isOnTrial(HostSlots slots) {
        return monitored.at(slots).health().isOnTrial();
    }

    /** Returns whether nobody knows yet what is to become of the jobs that are kept from a host. */
    public boolean isUndecided(HostSlots slots) {
        HeldJobs host = monitored.at(slots);
        return host.health().state() == HostHealth.State.DOUBTFUL && !host.isEmpty();
    }

    /** No way leads to a host. */
    public void cutOff(HostSlots slots, String reason, @Nullable TransportException transport) {
        HeldJobs host = monitored.at(slots);
        keep(host, hosts.drain(slots));
        handle(slots, new HostHealth.Event.Unreachable(reason, transport, !host.isEmpty()));
        if (!host.isEmpty() && host.health().state() == HostHealth.State.DOUBTFUL) {
            logger.info("{}; trying again", reason);
        }
    }

    /** A host was not to be reached that a job of another one needs, which waits for it as its own jobs do. */
    public void cutOffFrom(TransportException transport) {
        HeldJobs host = monitored.at(hosts.slots(transport.host()));
        handle(host, new HostHealth.Event.Unreachable(String.valueOf(transport.getMessage()), transport, true), 1);
    }

    /** A host opened a slot. */
    void answered(HostSlots slots) {
        HeldJobs host = monitored.at(slots);
        if (host.health().state() == HostHealth.State.ASIDE) {
            notices.report();
            logger.warn("{}: the host answers again; jobs that come back: {}", host.host(), host.size());
        }
        handle(slots, new HostHealth.Event.SlotOpened());
    }

    /** A host answered, but refused a job before its start; returns how long the job waits before its next turn. */
    public Duration refused(HostSlots slots, String reason) {
        HeldJobs host = monitored.at(slots);
        handle(host, new HostHealth.Event.JobRefused(reason), 1);
        return RetryPauses.shortened(host.health().pauseAfterRefusal(), monitoring.random());
    }

    /** Starts nothing on a host until it is known what is wrong. */
    public void suspect(HostSlots slots, String reason) {
        handle(slots, new HostHealth.Event.Suspected(reason));
    }

    /** Uses a host again that is not to blame. */
    public void clear(HostSlots slots) {
        handle(slots, new HostHealth.Event.Cleared());
    }

    /**
     * Parks the jobs of a host until it answers.
     *
     * @param others so many jobs of the host come in a moment
     */
    public void blame(HostSlots slots, String reason, int others) {
        handle(monitored.at(slots), new HostHealth.Event.Blamed(reason), others);
    }

    /** Reports each host that gets no jobs for now. */
    public void eachAway(AwayTaker taker) {
        for (HeldJobs host : monitored.all()) {
            HostHealth health = host.health();
            if (health.isParking()) {
                taker.take(host.host(), health.state() == HostHealth.State.DRAINED, health.reason(), host.size());
            }
        }
    }

    /** Logs now which hosts are set aside. */
    public void reportNotices() {
        notices.report();
    }

    /** Somebody drained or undrained hosts. */
    public void drained(ActiveDrains now) {
        monitored.drained(now);
        for (HeldJobs host : monitored.all()) {
            String reason = monitored.whyDrained(host);
            boolean wasDrained = host.health().state() == HostHealth.State.DRAINED;
            if (reason != null && !wasDrained) {
                handle(host, new HostHealth.Event.Drained(reason), 0);
                logger.warn("{}: {}; jobs parked: {}", host.host(), reason, host.size());
            } else if (reason == null && wasDrained) {
                logger.warn("{}: undrained; jobs that come back: {}", host.host(), host.size());
                handle(host, new HostHealth.Event.Undrained(), 0);
            }
        }
    }

    private void handle(HostSlots slots, HostHealth.Event event) {
        handle(monitored.at(slots), event, 0);
    }

    private void handle(HeldJobs host, HostHealth.Event event, int others) {
        boolean wasParking = host.health().isParking();
        for (Action action : host.on(event)) {
            if (action instanceof Action.Hold) {
                hold(host, wasParking);
            } else if (action instanceof Action.SetAside aside) {
                int count = hold(host, wasParking);
                notices.add(host.host(), aside.reason(), count + others);
            } else if (action instanceof Action.Release) {
                release(host, wasParking);
            } else if (action instanceof Action.Pause pause) {
                events.after(
                        RetryPauses.shortened(pause.pause(), monitoring.random()),
                        () -> handle(host, new HostHealth.Event.PauseOver(pause.epoch(), !host.isEmpty()), 0));
            } else if (action instanceof Action.Probe) {
                probes.add(host.slots());
            }
        }
    }

    /** Takes the jobs of a host out of their queue and keeps them as its state says; returns how many are kept. */
    private int hold(HeldJobs host, boolean wasParking) {
        List<QueuedJob> all = take(host, wasParking);
        all.addAll(hosts.drain(host.slots()));
        keep(host, all);
        return all.size();
    }

    private void keep(HeldJobs host, List<QueuedJob> kept) {
        boolean isParking = host.health().isParking();
        JobPhase.Event event = isParking ? JobPhase.Event.HOST_SET_ASIDE : JobPhase.Event.HOST_DOUBTED;
        kept.forEach(job -> jobs.note(job, event));
        host.add(kept);
        if (isParking && !kept.isEmpty()) {
            kept.forEach(job -> count(job.batch(), 1));
            if (parked.add(host, kept)) {
                events.post(this::writeParked);
            }
        }
    }

    private List<QueuedJob> take(HeldJobs host, boolean wasParking) {
        List<QueuedJob> taken = host.take(job -> true);
        if (wasParking) {
            taken.forEach(job -> count(job.batch(), -1));
        }
        return taken;
    }

    private void count(JobBatch batch, int change) {
        if (timeouts.count(batch, change)) {
            batch.onEnded(() -> events.post(() -> look(batch)));
        }
    }

    /** Lets the jobs of a host wait for their turns again. */
    private void release(HeldJobs host, boolean wasParking) {
        List<QueuedJob> back = take(host, wasParking);
        host.slots().reset();
        if (wasParking) {
            parked.mark(back.stream().map(QueuedJob::number).toList(), "");
        }
        released.addAll(back);
    }

    private void writeParked() {
        parked.write().forEach((host, reserved) -> {
            String reason = host.health().reason();
            for (QueuedJob job : reserved) {
                host.remove(job);
                count(job.batch(), -1);
                if (job.batch().isPulled()) {
                    recorder.park(List.of(job), reason);
                } else {
                    parked.giveBack(job, reason, () -> released.add(job.release()));
                }
            }
        });
        timeouts.batches().forEach(this::look);
    }

    private void look(JobBatch batch) {
        switch (timeouts.look(batch)) {
            case GO_ON -> {}
            case WAIT -> {
                Duration wait = monitoring.policy().parkWait();
                logger.warn(
                        "only parked jobs remain: {}; waiting {} s for their hosts", batch.open(), wait.toSeconds());
                events.after(wait, () -> look(batch));
            }
            case GIVE_UP -> giveUp(batch);
        }
    }

    /** Notes for a batch that its jobs are parked. */
    private void giveUp(JobBatch batch) {
        notices.report();
        for (HeldJobs host : monitored.all()) {
            if (host.health().isParking()) {
                List<QueuedJob> given = host.take(job -> job.batch() == batch);
                given.forEach(job -> count(batch, -1));
                recorder.park(given, host.health().reason());
                if (host.isEmpty()) {
                    handle(host.slots(), new HostHealth.Event.JobsGone());
                }
            }
        }
    }
}
