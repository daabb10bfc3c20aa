package pipeline.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.AttemptFailures;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.LostAttempt;
import pipeline.job.Failure;
import pipeline.remote.RemoteHost;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;
import pipeline.remote.Transport;
import pipeline.store.AttemptRow;
import pipeline.store.Finish;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.Reservation;
import pipeline.time.Scheduler;

/**
 * Ensures that nothing runs of jobs that were cancelled in the table: the process that runs them is waited for; where it is gone,
 * their hosts are told to end them.
 */
public final class CancelledJobKiller {

    private static final Duration LOOK = Duration.ofMillis(200);

    /** An ending that no reservation allows: it only says of a cancelled attempt that it is over. */
    private static final int NO_RESERVATION = 0;

    private final JobTable table;
    private final DispatchSettings settings;
    private final Transport transport;
    private final Scheduler scheduler;
    private final Map<Long, MemberRow> members;

    /** What the hosts were told to end, by the attempt. */
    private final Map<String, CompletableFuture<Boolean>> asked = new HashMap<>();

    /**
     * Makes it.
     *
     * @param transport stays open
     */
    public CancelledJobKiller(JobTable table, DispatchSettings settings, Transport transport, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.table = table;
        this.settings = settings;
        this.transport = transport;
        this.members = table.members(true).stream().collect(Collectors.toMap(MemberRow::id, row -> row));
    }

    /**
     * Blocks until none of the jobs runs any more, as far as that is to be known within the time that ending them takes.
     *
     * @return the attempts that may still run
     * @throws InterruptedException if the thread is interrupted; what was told to end goes on ending
     */
    public List<AttemptRow> end(Collection<Long> jobs) throws InterruptedException {
        Timeouts timeouts = Timeouts.of(settings);
        long begun = scheduler.nanos();
        Duration limit = timeouts.close().plus(CancellationPoller.PAUSE.multipliedBy(2));
        Set<Long> left = new HashSet<>(jobs);
        while (true) {
            List<AttemptRow> open = open(left);
            left.retainAll(open.stream().map(AttemptRow::job).collect(Collectors.toSet()));
            open.stream().filter(this::isOwnerGone).forEach(attempt -> kill(attempt, timeouts));
            boolean isHopeless = !open.isEmpty() && open.stream().allMatch(this::isRefused);
            if (open.isEmpty() || isHopeless || scheduler.since(begun).compareTo(limit) > 0) {
                return open;
            }
            scheduler.sleep(LOOK);
        }
    }

    /** Returns the attempts at cancelled jobs of which nobody has said yet that they are over. */
    private List<AttemptRow> open(Collection<Long> jobs) {
        return jobs.isEmpty()
                ? List.of()
                : table.lastAttempts(jobs).stream()
                        .filter(attempt -> attempt.ending() == AttemptRow.AttemptEnd.LOST
                                && FailureMeaning.isStopped(attempt.kind()))
                        .toList();
    }

    private boolean isOwnerGone(AttemptRow attempt) {
        MemberRow owner = members.get(attempt.owner().member());
        return owner == null || owner.ended() != null;
    }

    private boolean isRefused(AttemptRow attempt) {
        CompletableFuture<Boolean> answer = asked.get(id(attempt));
        return answer != null && answer.isDone() && !answer.getNow(false);
    }

    private void kill(AttemptRow attempt, Timeouts timeouts) {
        asked.computeIfAbsent(id(attempt), id -> {
            MemberRow owner = members.get(attempt.owner().member());
            if (owner == null) {
                return CompletableFuture.completedFuture(false);
            }
            RemoteHost host = transport.host(attempt.host());
            SlotOwner slots =
                    new SlotOwner(owner.uuid(), settings.node(attempt.host()).nodeDirectory());
            CompletableFuture<Boolean> ended = host.takeOver(slots, true)
                    .thenCompose(traces -> kill(host, traces.get(id), timeouts))
                    .exceptionally(away -> false);
            ended.thenAccept(isCertain -> {
                if (isCertain) {
                    note(attempt);
                }
            });
            return ended;
        });
    }

    private CompletableFuture<Boolean> kill(RemoteHost host, @Nullable SlotTrace trace, Timeouts timeouts) {
        return trace == null
                ? CompletableFuture.completedFuture(true)
                : scheduler.completeOnTimeout(host.kill(trace, timeouts.grace()).copy(), false, timeouts.kill());
    }

    private void note(AttemptRow attempt) {
        Failure failure = AttemptFailures.cancelled(attempt.message());
        Reservation reservation = new Reservation(attempt.job(), NO_RESERVATION, attempt.number());
        List<Finish> over = new ArrayList<>();
        over.add(new Finish(reservation, new Finish.Failed(failure, null), null));
        table.finishAndReserve(attempt.owner().member(), over, List.of());
    }

    private static String id(AttemptRow attempt) {
        return LostAttempt.id(attempt.job(), attempt.number());
    }
}
