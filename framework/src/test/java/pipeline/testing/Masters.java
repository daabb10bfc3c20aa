package pipeline.testing;

import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.table.Membership;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.time.Scheduler;

/** Enters this process into job tables, as if it were one of several. */
public final class Masters {

    private Masters() {}

    /** Enters a master that shares its job name. */
    public static Membership enter(JobTable table, String recipe, String jobName, RunRules rules) {
        return enter(table, NewMember.Kind.MASTER, recipe, jobName, rules);
    }

    /** Enters a worker. */
    public static Membership enterWorker(JobTable table, String recipe, String jobName, RunRules rules) {
        return enter(table, NewMember.Kind.WORKER, recipe, jobName, rules);
    }

    private static Membership enter(
            JobTable table, NewMember.Kind kind, String recipe, String jobName, RunRules rules) {
        try {
            return Membership.enter(
                    table,
                    new NewMember(kind, recipe, jobName, "test", true, "", ProcessIdentity.ofThisProcess(), ""),
                    rules,
                    Scheduler.system());
        } catch (JobNameInUseException e) {
            throw new IllegalStateException(e);
        }
    }
}
