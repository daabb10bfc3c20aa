package pipeline.cli.engine;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.report.TableRunSource;
import pipeline.dispatch.table.Membership;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobTable;
import pipeline.store.RetentionLimits;
import pipeline.store.settings.JobTables;
import pipeline.store.settings.JobsSettings;
import pipeline.text.Plural;
import pipeline.time.Scheduler;
import pipeline.web.RunSource;

/** The open job table, and the place of this process in it. */
public final class JobTableSession implements AutoCloseable {

    private final JobTable table;
    private final Membership membership;
    private final JobTableOptions use;
    private final long freed;

    private JobTableSession(JobTable table, Membership membership, JobTableOptions use, long freed) {
        this.table = table;
        this.membership = membership;
        this.use = use;
        this.freed = freed;
    }

    /**
     * Opens the table and enters it.
     *
     * @throws JobNameInUseException if another master has the job name
     * @throws pipeline.store.StoreException if the table cannot be used
     */
    public static JobTableSession take(JobTableOptions use) throws JobNameInUseException {
        JobTable table = JobTables.openForRun(use.settings());
        try {
            if (use.member().shares() && table.isForOneOnly()) {
                throw new UserErrorException(
                        ExitCode.CONFIGURATION,
                        "%s cannot be shared by several masters and workers; set url of [jobs] to a file on a disk of"
                                        .formatted(table.describe())
                                + " this machine, or to a database server");
            }
            long freed = table.freeOrphans(use.settings().timing().orphanTimeout());
            if (freed > 0) {
                LogManager.getLogger(use.member().recipe())
                        .warn("{} of processes that are gone: pending again", Plural.of(freed, "job"));
            }
            return new JobTableSession(
                    table, Membership.enter(table, use.member(), use.rules(), Scheduler.system()), use, freed);
        } catch (JobNameInUseException | RuntimeException e) {
            table.close();
            throw e;
        }
    }

    Membership membership() {
        return membership;
    }

    public Refresher refresher(Refresher.OutputLook outputs) {
        return new Refresher(table, use.settings(), membership.id(), use.member(), freed, outputs);
    }

    RunSource pages() {
        return new TableRunSource(table, use.settings().timing().orphanTimeout());
    }

    /** Leaves the table, and deletes what is beyond the retention: a run that has come to its end need not fail for that. */
    @Override
    public void close() {
        table.hurry();
        membership.close();
        JobsSettings settings = use.settings();
        try (table) {
            if (!settings.retention().equals(RetentionLimits.UNLIMITED)) {
                table.prune(settings.retention());
            }
        } catch (RuntimeException e) {
            Logger logger = LogManager.getLogger(use.member().recipe());
            logger.warn("the job table was not brought down to its retention: {}", e.getMessage());
        }
    }
}
