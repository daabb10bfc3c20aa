package pipeline.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.PendingReservation;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.rules.StopReason;
import pipeline.job.GangSeat;
import pipeline.store.Reservation;

/**
 * Reserves the jobs of a gang that have their places, and starts all or none. The control program is reserved first: of several
 * masters the one that has it gets the others. Confined to the dispatcher's loop.
 */
final class GangStarter {

    private final Hosts hosts;
    private final RunLimits limits;
    private final PendingJobs pendingJobs;
    private final RunningAttempts attempts;
    private final Map<PendingReservation, GangReservation> asked = new HashMap<>();

    GangStarter(RunState state, PendingJobs pendingJobs, RunningAttempts attempts) {
        this.hosts = state.hosts();
        this.limits = state.limits();
        this.pendingJobs = pendingJobs;
        this.attempts = attempts;
    }

    /** The jobs of one gang: those that are not asked for yet, those that were reserved so far, and how many answers are still to come. */
    private static final class GangReservation {
        private final List<MachineQueue.Start> reserved = new ArrayList<>();
        private List<MachineQueue.Start> others;
        private int open;
        private boolean isRefused;

        GangReservation(List<MachineQueue.Start> others) {
            this.others = others;
        }
    }

    /**
     * Begins to start a gang.
     *
     * @param starts by their ranks
     * @return what the table is to be asked for; each answer is for {@link #answered}
     */
    List<PendingReservation> start(List<MachineQueue.Start> starts) {
        StopReason stopReason = limits.stopReasonOfGang(
                starts.stream().filter(start -> !start.job().counted()).count());
        if (stopReason != null) {
            starts.forEach(start -> {
                release(start);
                pendingJobs.leave(start.job(), stopReason);
            });
            return List.of();
        }
        return List.of(request(starts.get(0), new GangReservation(starts.subList(1, starts.size()))));
    }

    /** Returns whether a reservation was asked for to start a gang. */
    boolean isAsked(PendingReservation request) {
        return asked.containsKey(request);
    }

    /**
     * Takes the answer to a request, and starts the gang if it was the last.
     *
     * @param start how the job starts; null if it does not
     * @return what the table is to be asked for next
     */
    List<PendingReservation> answered(PendingReservation request, MachineQueue.@Nullable Start start) {
        GangReservation gang = asked.remove(request);
        if (gang == null) {
            throw new IllegalArgumentException("job %d was not asked for as one of a gang"
                    .formatted(request.job().number()));
        }
        gang.open--;
        if (start == null) {
            gang.isRefused = true;
        } else {
            gang.reserved.add(start);
        }
        if (gang.open > 0) {
            return List.of();
        }
        List<MachineQueue.Start> others = gang.others;
        gang.others = List.of();
        if (others.isEmpty()) {
            startIfWhole(gang);
            return List.of();
        }
        if (gang.isRefused) {
            others.forEach(this::giveBack);
            return List.of();
        }
        return others.stream().map(other -> request(other, gang)).toList();
    }

    private PendingReservation request(MachineQueue.Start start, GangReservation gang) {
        MachineQueue machine = hosts.machine(start.job().host());
        PendingReservation request = new PendingReservation(machine, start.host(), start.job(), start.slot());
        gang.open++;
        asked.put(request, gang);
        return request;
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
