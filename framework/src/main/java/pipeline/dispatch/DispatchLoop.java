package pipeline.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
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

    /** How long processes may take to end after TERM. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** How long the loop waits on close for what runs: the grace, and time for the way there and back. */
    private static final Duration CLOSE_LIMIT = GRACE.plusSeconds(10);

    private final JobRunner runner;
    private final DispatchSettings settings;
    private final Door door;
    private final Logger logger;
    private final Publisher publisher = new Publisher();
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::loop, "dispatcher");
    private final CompletableFuture<Void> allEnded = new CompletableFuture<>();

    private final Map<String, MachineQueue> machines = new HashMap<>();
    private final Map<String, HostSlots> hosts = new HashMap<>();
    private final Set<JobRun> running = new HashSet<>();
    private @Nullable String stopped;
    private boolean closing;

    DispatchLoop(JobRunner runner, DispatchSettings settings, Door door, Logger logger) {
        this.runner = runner;
        this.settings = settings;
        this.door = door;
        this.logger = logger;
        thread.setDaemon(true);
        thread.start();
    }

    void submit(Call call, List<ComputeJob> jobs, long firstNumber) {
        events.add(() -> {
            Set<String> named = new HashSet<>();
            for (int i = 0; i < jobs.size(); i++) {
                PlacedJob job = new PlacedJob(call, i, firstNumber + i, jobs.get(i));
                if (stopped != null) {
                    publisher.ended(job, Outcome.notStarted(job.job(), stopped));
                } else {
                    machine(job.host()).add(job);
                    named.add(job.host());
                }
            }
            named.forEach(host -> slots(host).reset());
            named.stream().map(this::machine).distinct().forEach(this::pump);
        });
    }

    void stop(String reason) {
        events.add(() -> halt(reason));
    }

    @Override
    public void close() {
        events.add(() -> {
            halt("the run has ended");
            closing = true;
            checkAllEnded();
        });
        allEnded.completeOnTimeout(null, CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        CompletableFuture<Void> slotsClosed = new CompletableFuture<>();
        events.add(() -> {
            hosts.values().forEach(HostSlots::close);
            slotsClosed.complete(null);
        });
        slotsClosed.join();
        thread.interrupt();
        publisher.close();
    }

    private void loop() {
        while (true) {
            Runnable event;
            try {
                event = events.take();
            } catch (InterruptedException e) {
                return; // only close() interrupts, after the last event
            }
            try {
                event.run();
            } catch (RuntimeException e) {
                logger.error("internal error in the dispatcher; please report it", e);
            }
        }
    }

    private String machineName(String host) {
        return door.machine(settings.machine(host));
    }

    private MachineQueue machine(String host) {
        return machines.computeIfAbsent(machineName(host), name -> new MachineQueue());
    }

    private HostSlots slots(String host) {
        return hosts.computeIfAbsent(host, name -> new HostSlots(door.host(name)));
    }

    /** Starts what may start on a machine. */
    private void pump(MachineQueue machine) {
        for (PlacedJob job = machine.next(); job != null && stopped == null; job = machine.next()) {
            HostSlots slots = slots(job.host());
            Slot idle = slots.takeIdle();
            if (idle == null && !slots.hasRoom()) {
                return;
            }
            machine.take();
            if (idle != null) {
                start(job, idle, slots);
            } else {
                slots.openFor(job);
                slots.host()
                        .openSlot()
                        .whenComplete((slot, failure) -> events.add(() -> slotArrived(slots, slot, failure)));
            }
        }
    }

    private void slotArrived(HostSlots slots, @Nullable Slot slot, @Nullable Throwable failure) {
        MachineQueue machine = machine(slots.host().name());
        if (slot != null) {
            PlacedJob job = slots.opened();
            if (job != null) {
                start(job, slot, slots);
            } else {
                slots.keep(slot);
            }
        } else {
            slots.failed();
            String reason = reason(failure);
            if (slots.isCutOff()) {
                park(machine, slots, reason);
            } else {
                logger.info("no further slot: {}", reason);
            }
        }
        for (PlacedJob job = slots.withoutSlot(); job != null; job = slots.withoutSlot()) {
            machine.putBack(job);
        }
        pump(machine);
    }

    private static String reason(@Nullable Throwable failure) {
        TransportException transport = TransportException.in(failure);
        return String.valueOf(transport != null ? transport.getMessage() : failure);
    }

    /** Sets all jobs of a host that cannot be reached aside, and tells it once. */
    private void park(MachineQueue machine, HostSlots slots, String reason) {
        for (PlacedJob job = slots.withoutSlot(); job != null; job = slots.withoutSlot()) {
            machine.putBack(job);
        }
        String host = slots.host().name();
        List<PlacedJob> parked = machine.drain(host);
        if (stopped == null && !parked.isEmpty()) {
            logger.error("{}; {} jobs of {} are parked", reason, parked.size(), host);
        }
        parked.forEach(job -> publisher.ended(
                job, stopped == null ? Outcome.parked(job.job(), reason) : Outcome.notStarted(job.job(), stopped)));
    }

    private void start(PlacedJob job, Slot slot, HostSlots slots) {
        if (stopped != null) {
            machine(job.host()).release();
            slots.release(slot);
            publisher.ended(job, Outcome.notStarted(job.job(), stopped));
            return;
        }
        logger.debug("Dispatching {} to {}", job.job().program(), job.host());
        publisher.started(job);
        JobRun run = new JobRun(job, slot);
        running.add(run);
        runner.start(run, slots.host()).whenComplete((ended, failure) -> events.add(() -> free(run, slots)));
        run.outcome().whenComplete((outcome, failure) -> publisher.ended(job, runner.certain(run, outcome, failure)));
    }

    /** The job's process has ended: its place and its slot are free, though its last records may be on their way. */
    private void free(JobRun run, HostSlots slots) {
        running.remove(run);
        slots.release(run.slot());
        MachineQueue machine = machine(run.job().host());
        machine.release();
        pump(machine);
        checkAllEnded();
    }

    private void halt(String reason) {
        if (stopped != null) {
            return;
        }
        stopped = reason;
        for (MachineQueue machine : machines.values()) {
            machine.drain().forEach(job -> publisher.ended(job, Outcome.notStarted(job.job(), reason)));
        }
        if (!running.isEmpty()) {
            logger.warn("{}: ending {} running jobs", reason, running.size());
        }
        for (JobRun run : running) {
            run.cancel(reason, GRACE);
        }
    }

    private void checkAllEnded() {
        if (closing && running.isEmpty()) {
            allEnded.complete(null);
        }
    }
}
