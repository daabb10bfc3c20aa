package pipeline.dispatch.attempt;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.table.LostAttempt;
import pipeline.remote.RemoteHost;
import pipeline.remote.SlotOwner;
import pipeline.remote.SlotTrace;

/**
 * What former masters and workers left on the hosts: before a job of theirs is run again, its host is asked.
 * Thread-safe.
 */
final class AttemptRecovery {

    /**
     * Where a lost attempt is to be read.
     *
     * @param isSameWork whether it does what the job would do now
     */
    record Found(String id, SlotTrace trace, boolean isSameWork) {}

    private final FormerSlots slots;

    AttemptRecovery(FormerSlots slots) {
        this.slots = slots;
    }

    /**
     * Asks a host for lost attempts, the youngest first.
     *
     * @return where the first one is to be read that was started there; null if none was
     */
    CompletableFuture<@Nullable Found> find(RemoteHost host, String nodeDirectory, List<LostAttempt> lost) {
        if (lost.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        LostAttempt first = lost.get(0);
        return slots.take(host, new SlotOwner(first.owner(), nodeDirectory), first.isOwnerGone())
                .thenCompose(traces -> {
                    SlotTrace trace = traces.get(first.id());
                    return trace != null
                            ? CompletableFuture.completedFuture(new Found(first.id(), trace, first.isSameWork()))
                            : find(host, nodeDirectory, lost.subList(1, lost.size()));
                });
    }
}
