package pipeline.dispatch.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import pipeline.remote.RemoteHost;
import pipeline.remote.Slot;
import pipeline.remote.SlotOwner;
import pipeline.remote.TransportException;

/**
 * One host name: the jobs that wait for it, in the order of their turns, its slots that are idle, and how many are open and on
 * their way. Where jobs are quick, the next ones are reserved before their turn, so that no slot waits for the job table. Confined to
 * the dispatcher's loop.
 */
public final class HostSlots {

    /** Jobs are quick that take no longer: the next one's turn comes as soon. */
    private static final Duration QUICK = Duration.ofMillis(100);

    /** After so many jobs in a row that were quick the next ones are taken for quick, too. */
    private static final int QUICK_IN_A_ROW = 16;

    /** So many jobs for each slot are reserved before their turn. */
    private static final int EARLY_PER_SLOT = 2;

    private final RemoteHost host;
    private final PriorityQueue<QueuedJob> free = new PriorityQueue<>(Comparator.comparing(QueuedJob::position));
    private final PriorityQueue<QueuedJob> reserved = new PriorityQueue<>(Comparator.comparing(QueuedJob::position));

    /** How many jobs are being reserved before their turn. */
    private int asked;

    /** How many jobs of gangs wait for it. */
    private int gangJobs;

    private int quickInARow;

    private final Deque<Slot> idle = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> leaving = new ArrayList<>();
    private boolean hasLost;
    private boolean keeps;
    private int open;
    private int opening;
    private int most = Integer.MAX_VALUE;

    HostSlots(RemoteHost host) {
        this.host = host;
    }

    public RemoteHost host() {
        return host;
    }

    void add(QueuedJob job) {
        (job.reservation() == null ? free : reserved).add(job);
    }

    private int size() {
        return free.size() + reserved.size();
    }

    /** Returns whether none waits, nor is being reserved before its turn. */
    boolean hasNoJobs() {
        return size() + asked + gangJobs == 0;
    }

    /** Returns the job whose turn is next; null if none waits. */
    @Nullable
    public QueuedJob first() {
        return next().peek();
    }

    void removeFirst() {
        next().remove();
    }

    private PriorityQueue<QueuedJob> next() {
        QueuedJob unreserved = free.peek();
        QueuedJob ours = reserved.peek();
        return ours != null && (unreserved == null || ours.position().compareTo(unreserved.position()) < 0)
                ? reserved
                : free;
    }

    /** Takes out all. */
    List<QueuedJob> drain() {
        List<QueuedJob> drained = new ArrayList<>(free);
        drained.addAll(reserved);
        drained.sort(Comparator.comparing(QueuedJob::position));
        free.clear();
        reserved.clear();
        return drained;
    }

    /** Takes out the next job that should be reserved before its turn; null if that is of no use. */
    @Nullable
    QueuedJob takeEarly() {
        if (quickInARow < QUICK_IN_A_ROW || reserved.size() + asked >= open * EARLY_PER_SLOT) {
            return null;
        }
        QueuedJob job = free.poll();
        if (job != null) {
            asked++;
        }
        return job;
    }

    /** A job that was to be reserved before its turn is, or cannot be. */
    void earlyAnswered() {
        asked--;
    }

    /** Takes out jobs that were reserved before their turn, which did not come soon: jobs are quick no longer. */
    List<QueuedJob> takeStale(long now) {
        List<QueuedJob> stale =
                reserved.stream().filter(job -> job.isStale(now)).toList();
        reserved.removeAll(stale);
        quickInARow = stale.isEmpty() ? quickInARow : 0;
        return stale;
    }

    /** Notes how long a job had its slot. */
    public void took(Duration time) {
        quickInARow = time.compareTo(QUICK) <= 0 ? quickInARow + 1 : 0;
    }

    /** Returns an idle slot that is still open; null if there is none. */
    @Nullable
    Slot takeIdle() {
        for (Slot slot = idle.poll(); slot != null; slot = idle.poll()) {
            if (slot.isOpen()) {
                return slot;
            }
            lost();
        }
        return null;
    }

    /** Returns whether one more slot is of use: a job would take it, and the host has not yet refused so many. */
    boolean wantsSlot(int places) {
        return opening < Math.min(size(), places) && open + opening < most;
    }

    /** Notes that so many more jobs of gangs wait for the host. */
    void waitsFor(int more) {
        gangJobs += more;
    }

    /** Returns whether one more slot is of use for so many jobs of a gang, and the host has not yet refused so many. */
    boolean lacks(int jobs) {
        return idle.stream().filter(Slot::isOpen).count() + opening < jobs && open + opening < most;
    }

    /** Returns how many slots the host has allowed at most, as far as is known. */
    int allowsAtMost() {
        return opening > 0 ? Integer.MAX_VALUE : most;
    }

    boolean isOpening() {
        return opening > 0;
    }

    /** Returns whether the first slots are on their way, and may never come. */
    public boolean isFirstOpening() {
        return open == 0 && opening > 0;
    }

    /** A slot was asked for. */
    public void opening() {
        opening++;
    }

    /** A slot that was asked for has opened. */
    void opened(Slot slot) {
        opening--;
        open++;
        idle.add(slot);
    }

    /**
     * A slot that was asked for does not come: no more than there are now will be asked for, until one is lost.
     *
     * @return whether that is news
     */
    boolean failed() {
        opening--;
        boolean isNews = most == Integer.MAX_VALUE;
        most = Math.max(1, open + opening);
        return isNews;
    }

    /** Says why a slot that was asked for is of no use; null is the failure of one that opened and is gone again. */
    public String whyNone(@Nullable Throwable failure) {
        if (failure == null) {
            return host.name() + ": its shell ended as soon as it had started; try to log in by hand";
        }
        TransportException transport = TransportException.in(failure);
        return String.valueOf(transport != null ? transport.getMessage() : failure);
    }

    /** Returns whether nothing leads to the host: no slot is open and none is on its way. */
    public boolean isCutOff() {
        return open == 0 && opening == 0;
    }

    /** Takes back a slot whose job has ended; one that is gone makes room for another. */
    void release(Slot slot) {
        if (slot.isOpen()) {
            idle.add(slot);
        } else {
            lost();
            most = Integer.MAX_VALUE;
        }
    }

    private void lost() {
        open--;
        hasLost = true;
    }

    /** Notes that the host has to keep what became of a job, since the table does not know it. */
    public void keep() {
        keeps = true;
    }

    /** Forgets what was learned about how many slots the host allows. */
    public void reset() {
        most = Integer.MAX_VALUE;
    }

    /** Lets the idle slots go. */
    void leaveIdle() {
        open -= idle.size();
        leaving.removeIf(CompletableFuture::isDone);
        idle.forEach(slot -> leaving.add(slot.leave()));
        idle.clear();
    }

    boolean keeps() {
        return keeps;
    }

    /**
     * Lets all go; completes when the host keeps nothing of slots that are settled.
     *
     * @param owner of which the host is to forget all; null if something of it must be kept
     */
    CompletableFuture<Void> leave(@Nullable SlotOwner owner) {
        leaveIdle();
        CompletableFuture<Void> left = CompletableFuture.allOf(leaving.toArray(CompletableFuture<?>[]::new));
        return hasLost && owner != null ? left.thenCompose(ok -> host.forget(owner, false)) : left;
    }
}
