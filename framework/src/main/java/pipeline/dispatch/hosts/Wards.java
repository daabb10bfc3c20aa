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
import pipeline.dispatch.ledger.DrainNotice;
import pipeline.dispatch.ledger.Ledger;
import pipeline.dispatch.ledger.Settlement;
import pipeline.dispatch.queue.Call;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.Fleet;
import pipeline.dispatch.queue.HostSlots;
import pipeline.dispatch.queue.PlacedJob;
import pipeline.dispatch.rules.HostRules;
import pipeline.remote.TransportException;

/**
 * Which hosts get no jobs for now, and the jobs that wait for them: a host that fails again and again is set aside, asked
 * now and then, and used again when it answers; one that somebody drained is left alone. Confined to the dispatcher's loop.
 */
public final class Wards {

    private final Fleet fleet;
    private final Settlement settlement;
    private final EventLoop events;
    private final Logger logger;
    private final HostRules rules;
    private final Consumer<HostSlots> prober;
    private final Consumer<PlacedJob> enqueue;
    private final Map<HostSlots, Ward> wards = new HashMap<>();
    private final Vigils vigils;

    private final ParkNotes notes;
    private final AsideNotices notices;
    private DrainNotice drains = DrainNotice.NONE;

    /**
     * Makes it: all hosts are sound.
     *
     * @param prober asks a host for a slot; what comes of it is told by {@link #answered} or {@link #cutOff}
     * @param enqueue takes jobs back that are to wait for their turn
     */
    public Wards(
            Fleet fleet,
            Settlement settlement,
            Ledger ledger,
            EventLoop events,
            Surveillance surveillance,
            Consumer<HostSlots> prober,
            Consumer<PlacedJob> enqueue) {
        this.fleet = fleet;
        this.settlement = settlement;
        this.events = events;
        this.logger = surveillance.logger();
        this.rules = surveillance.rules();
        this.prober = prober;
        this.enqueue = enqueue;
        this.vigils = new Vigils(rules.parkWait(), events, logger, this::giveUp);
        this.notes = new ParkNotes(settlement, ledger, events, vigils, enqueue);
        this.notices = new AsideNotices(events, logger);
    }

    /** What hosts are watched by. */
    public record Surveillance(HostRules rules, Logger logger) {}

    private Ward ward(HostSlots slots) {
        return wards.computeIfAbsent(slots, key -> {
            Ward made = new Ward(key);
            String drained = drains.of(key.host().name(), fleet);
            if (drained != null) {
                made.enter(Ward.State.DRAINED, drained);
            }
            return made;
        });
    }

    /** Takes a job if its host gets none for now. */
    public boolean takes(PlacedJob job) {
        Ward ward = ward(fleet.slots(job.host()));
        if (ward.state() == Ward.State.SOUND) {
            return false;
        }
        keep(ward, List.of(job));
        return true;
    }

    /** Gives back reservations of jobs that are kept until it is known what is to become of their hosts. */
    public void giveBack(UnaryOperator<PlacedJob> giver) {
        wards.values().stream()
                .filter(ward -> !ward.isParking())
                .forEach(ward -> ward.held().replaceAll(job -> job.isStale() ? giver.apply(job) : job));
    }

    /** Tells whether jobs are kept from any host. */
    public boolean keepsJobs() {
        return wards.values().stream().anyMatch(ward -> !ward.held().isEmpty());
    }

    /** Takes out all jobs that are kept. */
    public List<PlacedJob> takeAll() {
        List<PlacedJob> all = new ArrayList<>();
        wards.values().forEach(ward -> all.addAll(take(ward)));
        return all;
    }

    /** A job ran on a host as it should, well or not. */
    public void proven(HostSlots slots) {
        ward(slots).proven();
    }

    public boolean isAside(HostSlots slots) {
        return ward(slots).state() == Ward.State.ASIDE;
    }

    public boolean isOnTrial(HostSlots slots) {
        return ward(slots).isOnTrial();
    }

    /** Tells whether nobody knows yet what is to become of the jobs that are kept from a host. */
    public boolean isUndecided(HostSlots slots) {
        Ward ward = ward(slots);
        return ward.state() == Ward.State.DOUBTFUL && !ward.held().isEmpty();
    }

    /** No way leads to a host. */
    public void cutOff(HostSlots slots, String reason, @Nullable TransportException transport) {
        Ward ward = ward(slots);
        keep(ward, fleet.machine(slots.host().name()).drain(slots));
        if (ward.held().isEmpty()) {
            leave(ward);
            return;
        }
        switch (ward.state()) {
            case SOUND, DOUBTFUL -> {
                boolean isForPeople = transport != null && isForPeople(transport.cause());
                if (ward.failed(rules.transportFailures()) || isSlowToTell(transport) || isForPeople) {
                    setAside(slots, reason, isForPeople, 0);
                } else {
                    doubt(slots, reason);
                    logger.info("{}; trying again", reason);
                    in(ward, ward.retryPause(), () -> release(ward));
                }
            }
            case ASIDE -> probeLater(ward);
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
        Ward ward = ward(slots);
        ward.connected();
        if (ward.state() == Ward.State.ASIDE) {
            tell();
            logger.warn(
                    "{}: the host answers again; jobs that come back: {}",
                    slots.host().name(),
                    ward.held().size());
            ward.trial();
            release(ward);
        }
    }

    /** A host answered, but took a job no further than to its transport; gives how long the job waits before its next turn. */
    public Duration stumbled(HostSlots slots, String reason) {
        Ward ward = ward(slots);
        if (ward.state() == Ward.State.SOUND && ward.stumbled(rules.transportFailures())) {
            setAside(slots, reason, false, 1);
        }
        return ward.isParking() ? Duration.ZERO : ward.retryPause();
    }

    /** Starts nothing on a host until it is known what is wrong. */
    public void doubt(HostSlots slots, String reason) {
        Ward ward = ward(slots);
        if (ward.state() == Ward.State.SOUND) {
            ward.enter(Ward.State.DOUBTFUL, reason);
            keep(ward, fleet.machine(slots.host().name()).drain(slots));
        }
    }

    /** Uses a host again of which it was not known what is wrong. */
    public void trust(HostSlots slots) {
        Ward ward = ward(slots);
        if (ward.state() == Ward.State.DOUBTFUL) {
            release(ward);
        }
    }

    /**
     * Parks the jobs of a host until it answers.
     *
     * @param others so many jobs of the host will come in a moment
     */
    public void setAside(HostSlots slots, String reason, boolean isForPeople, int others) {
        Ward ward = ward(slots);
        if (ward.isParking()) {
            return;
        }
        List<PlacedJob> jobs = new ArrayList<>(take(ward));
        jobs.addAll(fleet.machine(slots.host().name()).drain(slots));
        notices.add(slots.host().name(), reason, jobs.size() + others);
        ward.enter(Ward.State.ASIDE, reason);
        ward.slowly(isForPeople);
        keep(ward, jobs);
        probeLater(ward);
    }

    private void probeLater(Ward ward) {
        in(ward, ward.probePause(), () -> {
            if (ward.held().isEmpty()) {
                leave(ward);
            } else {
                prober.accept(ward.slots());
            }
        });
    }

    /** Does something later, unless the ward has changed by then. */
    private void in(Ward ward, Duration pause, Runnable task) {
        long epoch = ward.epoch();
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> events.post(() -> {
                    if (ward.epoch() == epoch) {
                        task.run();
                    }
                }));
    }

    private void keep(Ward ward, List<PlacedJob> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        jobs.forEach(ward::hold);
        if (ward.isParking()) {
            jobs.forEach(job -> vigils.count(job.call(), 1));
            notes.add(ward, jobs);
        }
    }

    private List<PlacedJob> take(Ward ward) {
        List<PlacedJob> jobs = ward.takeHeld();
        if (ward.isParking()) {
            jobs.forEach(job -> vigils.count(job.call(), -1));
        }
        return jobs;
    }

    /** Lets the jobs of a host wait for their turns again. */
    private void release(Ward ward) {
        boolean wasParked = ward.isParking();
        List<PlacedJob> jobs = take(ward);
        ward.enter(Ward.State.SOUND, "");
        ward.slots().reset();
        if (wasParked) {
            notes.mark(jobs.stream().map(PlacedJob::number).toList(), "");
        }
        jobs.forEach(enqueue);
    }

    /** Leaves a host as it is until the next job comes, which is its trial. */
    private static void leave(Ward ward) {
        if (ward.state() == Ward.State.ASIDE) {
            ward.trial();
            ward.enter(Ward.State.SOUND, "");
        }
    }

    /** Tells the log now which hosts are set aside. */
    public void tell() {
        notices.tell();
    }

    /** Tells a call that its jobs are parked. */
    private void giveUp(Call call) {
        tell();
        for (Ward ward : List.copyOf(wards.values())) {
            if (!ward.isParking()) {
                continue;
            }
            List<PlacedJob> jobs =
                    ward.held().stream().filter(job -> job.call() == call).toList();
            ward.held().removeIf(job -> job.call() == call);
            vigils.count(call, -jobs.size());
            settlement.park(jobs, ward.reason());
            if (ward.held().isEmpty()) {
                leave(ward);
            }
        }
    }

    /** Somebody drained or undrained hosts. */
    public void drained(DrainNotice notice) {
        drains = notice;
        for (Ward ward : List.copyOf(wards.values())) {
            String name = ward.slots().host().name();
            String reason = notice.of(name, fleet);
            if (reason != null && ward.state() != Ward.State.DRAINED) {
                List<PlacedJob> jobs = new ArrayList<>(take(ward));
                jobs.addAll(fleet.machine(name).drain(ward.slots()));
                logger.warn("{}: {}; jobs parked: {}", name, reason, jobs.size());
                ward.enter(Ward.State.DRAINED, reason);
                keep(ward, jobs);
            } else if (reason == null && ward.state() == Ward.State.DRAINED) {
                logger.warn(
                        "{}: undrained; jobs that come back: {}",
                        name,
                        ward.held().size());
                release(ward);
            }
        }
    }
}
