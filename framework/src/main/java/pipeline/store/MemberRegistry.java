package pipeline.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import tools.jackson.databind.node.ObjectNode;

/** The masters and workers of the table: who lives, who is dead, who was asked to end. */
public interface MemberRegistry extends StoreClock {

    /** The number of no member. */
    long NOBODY = 0;

    /**
     * Enters a process into the table, after it has looked for the dead as {@link #freeOrphans} does.
     *
     * @return its number, from 1
     * @throws JobNameInUseException if it is a master, another master of its job name lives, and not both of them share
     */
    long enter(NewMember member, Duration orphanAfter) throws JobNameInUseException;

    /** Notes that a member lives; long writes do not delay it: on a server it has its own connection, on SQLite fair turns. */
    HeartbeatReply heartbeat(long member);

    /** Takes a member out; what it has reserved is pending again. */
    void leave(long member);

    /** Returns members in the order in which they came, those that have ended only if asked for. */
    List<MemberRow> members(boolean withEnded);

    /** Returns records of members, in the order of a field, and of their numbers where it is the same. */
    List<ObjectNode> connections(QueryCondition where, QueryField order, boolean descending, Duration silentAfter);

    /** Asks members to end at their next heartbeat; returns how many of them live and had not been asked before. */
    long askToEnd(Collection<Long> members);

    /**
     * Takes reservations back whose owner is dead: a process of this machine and boot that is gone, or one of another machine
     * that is silent for longer than {@code orphanAfter}. A process of this machine that is there is not dead, however long
     * it was silent. Priority, times of creation and attempts stay. Costs only a look if nobody is dead.
     *
     * @param caller the member that asks, which is not dead; {@link #NOBODY} if it is none
     * @param orphanAfter zero: only those of this machine whose process is gone
     * @return how many jobs were freed
     */
    long freeOrphans(long caller, Duration orphanAfter);

    /** Takes reservations back for a caller that is no member. */
    default long freeOrphans(Duration orphanAfter) {
        return freeOrphans(NOBODY, orphanAfter);
    }
}
