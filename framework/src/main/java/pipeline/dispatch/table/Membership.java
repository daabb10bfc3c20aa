package pipeline.dispatch.table;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.RunRules;
import pipeline.store.HeartbeatReply;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.StoreException;
import pipeline.text.Plural;
import pipeline.time.Scheduler;

/**
 * The place of this process in the job table: others see by its heartbeats that it lives, and may ask it to end. Thread-safe;
 * the lock guards who is to hear of the end and why, and nobody is called while it is held.
 */
public final class Membership implements AutoCloseable {

    private final JobTable table;
    private final RunRules rules;
    private final Scheduler scheduler;
    private final long id;
    private final String uuid;
    private final String jobName;
    private final Logger logger;
    private final Heartbeat heartbeat;
    private final OrphanDetectionGuard guard;
    private boolean beatFails; // confined to the heartbeat
    private volatile ActiveDrains drains;
    private volatile @Nullable Consumer<ActiveDrains> onDrains;
    private volatile boolean isDead;
    private @Nullable Consumer<String> stop;
    private @Nullable String end;

    private Membership(JobTable table, RunRules rules, MemberRow self, String recipe, Scheduler scheduler) {
        this.scheduler = scheduler;
        this.table = table;
        this.rules = rules;
        this.id = self.id();
        this.uuid = self.uuid();
        this.logger = LogManager.getLogger(recipe);
        this.drains = ActiveDrains.of(table.drains(), self.member().jobName());
        this.jobName = self.member().jobName();
        this.guard = new OrphanDetectionGuard(self.heartbeat(), rules.presence().orphanAfter());
        this.heartbeat = new Heartbeat(scheduler, rules.presence().heartbeat(), this::live);
    }

    /**
     * Enters this process into the table, and shows from now on that it lives.
     *
     * @param table stays open when this closes
     * @throws JobNameInUseException if it is a master that does not share, and another master of its job name lives
     */
    public static Membership enter(JobTable table, NewMember member, RunRules rules, Scheduler scheduler)
            throws JobNameInUseException {
        long id = table.enter(member, rules.presence().orphanAfter());
        MemberRow self = table.members(true).stream()
                .filter(row -> row.id() == id)
                .findFirst()
                .orElseThrow(() ->
                        new StoreException("the job table has lost this process as soon as it was entered", null));
        Membership membership = new Membership(table, rules, self, member.recipe(), scheduler);
        membership.reportOrphans();
        if (!membership.drains.drains().isEmpty()) {
            membership.logger.warn("{}; jobs there are parked until pipeline undrain", membership.drains.text());
        }
        return membership;
    }

    /** Returns the number of this process in the table. */
    public long id() {
        return id;
    }

    /** Returns the name of this process among all masters and workers that ever were. */
    String uuid() {
        return uuid;
    }

    public JobTable table() {
        return table;
    }

    /** Returns what this process waits by. */
    public Scheduler scheduler() {
        return scheduler;
    }

    public RunRules rules() {
        return rules;
    }

    /**
     * Sets who is called, with the reason, when this process is to end; at once if it is so already.
     *
     * @param stopper ends what runs
     * @param letGo leaves what runs to others, which may have it already
     */
    public void onEnd(Consumer<String> stopper, Consumer<String> letGo) {
        String known;
        synchronized (this) {
            stop = reason -> (isDead ? letGo : stopper).accept(reason);
            known = end;
        }
        if (known != null) {
            (isDead ? letGo : stopper).accept(known);
        }
    }

    /** Returns which hosts get nothing new, as of the last heartbeat. */
    public ActiveDrains drains() {
        return drains;
    }

    /** Sets who is called with the hosts that are drained: now, and at each heartbeat by which that has changed. */
    public void onDrains(Consumer<ActiveDrains> listener) {
        onDrains = listener;
        listener.accept(drains);
    }

    private void lookAtDrains() {
        ActiveDrains now;
        try {
            now = ActiveDrains.of(table.drains(), jobName);
        } catch (RuntimeException e) {
            logger.warn("cannot read which hosts are drained, trying again: {}", e.getMessage());
            return;
        }
        Consumer<ActiveDrains> listener = onDrains;
        if (!now.equals(drains)) {
            drains = now;
            if (listener != null) {
                listener.accept(now);
            }
        }
    }

    /** Shows that this process lives, and only then looks who does not. */
    private boolean live() {
        boolean isLiving = beat();
        if (isLiving && !beatFails) {
            reportOrphans();
        }
        return isLiving;
    }

    private boolean beat() {
        HeartbeatReply reply;
        try {
            reply = table.heartbeat(id);
        } catch (RuntimeException e) {
            if (!beatFails) {
                logger.warn("cannot write the heartbeat to the job table, trying again: {}", e.getMessage());
            }
            beatFails = true;
            return true;
        }
        beatFails = false;
        lookAtDrains();
        return switch (reply) {
            case LIVE -> true;
            case ASKED_TO_END -> {
                report("asked to end by connections kill");
                // Until its jobs have ended, others must not take it for dead.
                yield true;
            }
            case DECLARED_DEAD -> {
                isDead = true;
                report(
                        "taken for dead, since it was silent for longer than the orphan timeout; others may run its jobs");
                yield false;
            }
        };
    }

    private void report(String reason) {
        Consumer<String> stopper;
        synchronized (this) {
            if (end != null) {
                return;
            }
            end = reason;
            stopper = stop;
        }
        if (stopper != null) {
            stopper.accept(reason);
        }
    }

    /**
     * Takes reservations back of members that are dead. While this process itself, or the table, was away a short time ago,
     * the silence of others says nothing of them: then only those of this machine are found that are gone.
     *
     * @return how many jobs were freed
     */
    public long freeOrphans() {
        boolean isSteady = guard.isSteady(table.now());
        return table.freeOrphans(id, isSteady ? rules.presence().orphanAfter() : Duration.ZERO);
    }

    /** Takes reservations back as {@link #freeOrphans} does, and says how many; a failure is only logged. */
    void reportOrphans() {
        try {
            long freed = freeOrphans();
            if (freed > 0) {
                logger.warn("pending again, since the processes that had them are gone: {}", Plural.of(freed, "job"));
            }
        } catch (RuntimeException e) {
            logger.warn("cannot look for jobs of processes that are gone, trying again: {}", e.getMessage());
        }
    }

    /** Leaves the table; what is still reserved is pending again. */
    @Override
    public void close() {
        heartbeat.close();
        try {
            table.leave(id);
        } catch (RuntimeException e) {
            logger.warn(
                    "cannot sign off from the job table; others will find that this process is gone: {}",
                    e.getMessage());
        }
    }
}
