package pipeline.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.Outcome;
import pipeline.remote.Door;
import pipeline.remote.Slot;
import pipeline.remote.TransportException;

/**
 * The one thread that decides which job starts next. All state here is confined to it; everything else, whatever the
 * thread, posts an event, so there is no lock and no wake-up is lost.
 */
final class DispatchLoop implements AutoCloseable {

    private static final String RUN_ENDED = "the run has ended";

    private final JobRunner runner;
    private final DispatchSettings settings;
    private final Door door;
    private final Logger logger;
    private final Patience patience;
    private final Publisher publisher = new Publisher();
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();

    private final Map<String, MachineQueue> machines = new HashMap<>();
    private final Map<String, HostSlots> hosts = new HashMap<>();

    /** What has been started and has no outcome yet. */
    private final Set<JobRun> running = new HashSet<>();

    private @Nullable String stopped;
    private boolean closing;
    private final EventLoop events;

    DispatchLoop(JobRunner runner, DispatchSettings settings, Door door, Logger logger, Patience patience) {
        this.runner = runner;
        this.settings = settings;
        this.door = door;
        this.logger = logger;
        this.patience = patience;
        this.events = new EventLoop("dispatcher", this::broken);
    }

    void submit(Call call, List<ComputeJob> jobs, long firstNumber) {
        List<PlacedJob> placed = new ArrayList<>(jobs.size());
        for (int i = 0; i < jobs.size(); i++) {
            placed.add(new PlacedJob(call, i, firstNumber + i, jobs.get(i)));
        }
        if (!events.post(() -> add(placed))) {
            placed.forEach(job -> publisher.ended(job, Outcome.notStarted(job.job(), RUN_ENDED)));
        }
    }

    private void add(List<PlacedJob> jobs) {
        if (stopped == null) {
            try {
                jobs.forEach(job -> slots(job.host()));
            } catch (RuntimeException e) {
                broken(e);
            }
        }
        if (stopped != null) {
            notStarted(jobs, stopped);
            return;
        }
        Set<MachineQueue> busy = new LinkedHashSet<>();
        Set<HostSlots> named = new HashSet<>();
        for (PlacedJob job : jobs) {
            MachineQueue machine = machine(job.host());
            HostSlots slots = slots(job.host());
            machine.add(slots, job);
            busy.add(machine);
            named.add(slots);
        }
        named.forEach(HostSlots::reset);
        busy.forEach(this::pump);
    }

    void stop(String reason) {
        events.post(() -> halt(reason));
    }

    @Override
    public void close() {
        boolean isFirst = events.post(() -> {
            halt(RUN_ENDED);
            closing = true;
            checkAllEnded();
        });
        if (isFirst) {
            allEnded.completeOnTimeout(null, patience.close().toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            events.post(() -> {
                List.copyOf(running).forEach(run -> settled(run, runner.givenUp(run), null));
                hosts.values().forEach(HostSlots::closeIdle);
            });
        }
        events.close();
        publisher.close();
    }

    private MachineQueue machine(String host) {
        return machines.computeIfAbsent(door.machine(settings.machine(host)), name -> new MachineQueue());
    }

    private HostSlots slots(String host) {
        machine(host);
        return hosts.computeIfAbsent(host, name -> new HostSlots(door.host(name)));
    }

    /** Starts what may start on a machine. */
    private void pump(MachineQueue machine) {
        for (MachineQueue.Start start = machine.next(this::open); start != null; start = machine.next(this::open)) {
            start(machine, start);
        }
    }

    private void open(HostSlots slots) {
        slots.host().openSlot().whenComplete((slot, failure) -> {
            if (!events.post(() -> slotArrived(slots, slot, failure)) && slot != null) {
                slot.close();
            }
        });
    }

    private void slotArrived(HostSlots slots, @Nullable Slot slot, @Nullable Throwable failure) {
        MachineQueue machine = machine(slots.host().name());
        if (slot != null && slot.isOpen()) {
            machine.opened(slots, slot);
        } else {
            boolean isNews = machine.failed(slots);
            String reason = reason(slots, failure);
            if (slots.isCutOff()) {
                park(machine, slots, reason);
            } else if (isNews) {
                logger.info("{}; jobs there go on with fewer slots", reason);
            }
        }
        pump(machine);
    }

    private static String reason(HostSlots slots, @Nullable Throwable failure) {
        if (failure == null) {
            return slots.host().name() + ": its shell ended as soon as it had started; try to log in by hand";
        }
        TransportException transport = TransportException.in(failure);
        return String.valueOf(transport != null ? transport.getMessage() : failure);
    }

    /** Sets all jobs of a host that cannot be reached aside, and tells it once. */
    private void park(MachineQueue machine, HostSlots slots, String reason) {
        List<PlacedJob> parked = machine.drain(slots);
        if (!parked.isEmpty()) {
            logger.error("{}; jobs parked: {}", reason, parked.size());
        }
        parked.forEach(job -> publisher.ended(job, Outcome.parked(job.job(), reason)));
    }

    private void start(MachineQueue machine, MachineQueue.Start start) {
        PlacedJob job = start.job();
        HostSlots slots = start.host();
        logger.debug(
                "Dispatching command to {} with {}: job {}, {}",
                job.host(),
                door.method(),
                job.number(),
                job.job().program());
        publisher.started(job);
        JobRun run = new JobRun(job, start.slot());
        running.add(run);
        run.outcome().whenComplete((outcome, failure) -> events.post(() -> settled(run, outcome, failure)));
        runner.start(run, slots.host())
                .whenComplete((ended, failure) -> events.post(() -> {
                    // The job's process has ended: its place and its slot are free, though its last records may be on
                    // their way.
                    machine.release(slots, run.slot());
                    pump(machine);
                }));
    }

    private void settled(JobRun run, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (running.remove(run)) {
            publisher.ended(run.job(), runner.certain(run, outcome, failure));
            checkAllEnded();
        }
    }

    private void halt(String reason) {
        if (stopped != null) {
            return;
        }
        stopped = reason;
        machines.values().forEach(machine -> notStarted(machine.drain(), reason));
        long unfinished =
                running.stream().filter(run -> !run.exitCode().isDone()).count();
        if (unfinished > 0) {
            logger.warn("{}: ending {} running jobs", reason, unfinished);
        }
        List.copyOf(running).forEach(run -> run.cancel(reason, patience));
    }

    private void notStarted(List<PlacedJob> jobs, String reason) {
        jobs.forEach(job -> publisher.ended(job, Outcome.notStarted(job.job(), reason)));
    }

    private void checkAllEnded() {
        if (closing && running.isEmpty()) {
            allEnded.complete(null);
        }
    }

    /** After a fault of ours nothing more is started, so that no call waits for a job that was lost from sight. */
    private void broken(Throwable fault) {
        logger.error("internal error in the dispatcher; please report it", fault);
        halt("internal error in the dispatcher: " + fault);
    }
}
