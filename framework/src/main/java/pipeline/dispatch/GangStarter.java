package pipeline.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.StopReason;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.job.GangSeat;
import pipeline.store.Reservation;

/**
 * Reserves the jobs of a gang that have their places, and starts all or none. The control program is reserved first: of several
 * masters the one that has it gets the others. Confined to the dispatcher's loop.
 */
final class GangStarter {

    private final Hosts hosts;
    private final RunLimits limits;
    private final EventLoop events;
    private final PendingJobs pendingJobs;
    private final ReservationRequests reservations;
    private final RunningAttempts attempts;

    GangStarter(RunState state, PendingJobs pendingJobs, ReservationRequests reservations, RunningAttempts attempts) {
        this.hosts = state.hosts();
        this.limits = state.limits();
        this.events = state.events();
        this.pendingJobs = pendingJobs;
        this.reservations = reservations;
        this.attempts = attempts;
    }

    /** The jobs of one gang that were reserved so far, and how many answers are still to come. */
    private static final class GangReservation {
        private final List<MachineQueue.Start> reserved = new ArrayList<>();
        private int open;
        private boolean isRefused;
    }

    /**
     * Starts a gang.
     *
     * @param starts by their ranks
     * @param isInDoubt returns whether nothing may start until more is known
     * @param tableLost is called with why the table cannot be used
     */
    void start(List<MachineQueue.Start> starts, BooleanSupplier isInDoubt, EndOfTable tableLost) {
        StopReason stopReason = limits.stopReasonOfGang(
                starts.stream().filter(start -> !start.job().counted()).count());
        if (stopReason != null) {
            starts.forEach(start -> {
                release(start);
                pendingJobs.leave(start.job(), stopReason);
            });
            return;
        }
        GangReservation gang = new GangReservation();
        List<MachineQueue.Start> others = starts.subList(1, starts.size());
        ask(starts.get(0), gang, isInDoubt, tableLost, () -> {
            if (gang.isRefused) {
                others.forEach(this::giveBack);
            } else {
                others.forEach(start -> ask(start, gang, isInDoubt, tableLost, () -> startIfWhole(gang)));
            }
        });
    }

    /** Takes the fault of a table that cannot be used. */
    interface EndOfTable {
        void with(@Nullable Throwable fault);
    }

    private void ask(
            MachineQueue.Start start,
            GangReservation gang,
            BooleanSupplier isInDoubt,
            EndOfTable tableLost,
            Runnable whenAllAnswered) {
        MachineQueue machine = hosts.machine(start.job().host());
        PendingReservation request = new PendingReservation(machine, start.host(), start.job(), start.slot());
        gang.open++;
        reservations
                .ask(request)
                .whenComplete((answer, fault) -> events.post(() -> {
                    answered(request, answer, fault, gang, isInDoubt, tableLost);
                    if (gang.open == 0) {
                        whenAllAnswered.run();
                    }
                }));
    }

    private void answered(
            PendingReservation request,
            JobTableWriter.@Nullable Answer answer,
            @Nullable Throwable fault,
            GangReservation gang,
            BooleanSupplier isInDoubt,
            EndOfTable tableLost) {
        gang.open--;
        if (answer == null) {
            tableLost.with(fault);
        }
        MachineQueue.Start start = reservations.answered(
                request, answer, isInDoubt.getAsBoolean(), events.scheduler().nanos());
        if (start == null) {
            gang.isRefused = true;
        } else {
            gang.reserved.add(start);
        }
    }

    private void startIfWhole(GangReservation gang) {
        boolean isWhole = !gang.isRefused
                && gang.reserved.stream().allMatch(start -> start.slot().isOpen())
                && gang.reserved.stream().allMatch(start -> limits.stopReason(start.job()) == null);
        if (!isWhole) {
            gang.reserved.forEach(this::giveBack);
            return;
        }
        GangSeat seat = gang.reserved.get(0).job().job().gang().orElseThrow();
        RunningGang running = new RunningGang(seat.gang(), seat.size());
        for (MachineQueue.Start start : gang.reserved) {
            Reservation reservation = start.job().reservation();
            if (reservation == null) {
                throw new IllegalStateException("a job of a gang is not reserved");
            }
            attempts.start(hosts.machine(start.job().host()), start, reservation, running);
        }
    }

    /** Lets a job that has a place, and may have its reservation, wait for another turn. */
    private void giveBack(MachineQueue.Start start) {
        release(start);
        QueuedJob job = pendingJobs.giveBack(start.job());
        StopReason stopReason = limits.stopReason(job);
        if (stopReason == null) {
            pendingJobs.enqueue(job);
        } else {
            pendingJobs.leave(job, stopReason);
        }
    }

    private void release(MachineQueue.Start start) {
        MachineQueue machine = hosts.machine(start.job().host());
        machine.release(start.host(), start.slot(), start.job());
        machine.requestTurn();
    }
}
