package pipeline.store.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pipeline.job.lifecycle.JobEvent;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.AttemptSummary;
import pipeline.store.ChangeResult;
import pipeline.store.ClaimedJob;
import pipeline.store.DrainedHost;
import pipeline.store.FingerprintUpdate;
import pipeline.store.Finish;
import pipeline.store.FinishAndReserveResult;
import pipeline.store.HeartbeatReply;
import pipeline.store.HostProgress;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Progress;
import pipeline.store.RetentionLimits;
import pipeline.store.StartedJob;
import pipeline.store.StepName;
import pipeline.store.StepRecord;
import pipeline.store.Submission;
import pipeline.store.SubmittedJobs;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.QueryField;
import pipeline.store.sql.change.DiskSpace;
import pipeline.store.sql.change.DrainedHosts;
import pipeline.store.sql.change.FingerprintWriter;
import pipeline.store.sql.change.JobChangeStatements;
import pipeline.store.sql.change.StepStatements;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.DatabaseClock;
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.sql.insert.JobInserter;
import pipeline.store.sql.query.AttemptQueries;
import pipeline.store.sql.query.HostProgressReader;
import pipeline.store.sql.query.JobReader;
import pipeline.store.sql.query.RecordQueries;
import pipeline.store.sql.query.StartedJobReader;
import pipeline.store.sql.reserve.FinishStatements;
import pipeline.store.sql.reserve.MemberStatements;
import pipeline.store.sql.reserve.OrphanRecovery;
import pipeline.store.sql.reserve.Reservations;
import pipeline.store.sql.statement.ChunkedTransactions;
import pipeline.store.sql.statement.ConditionSql;
import tools.jackson.databind.node.ObjectNode;

/** The job table in a database. */
final class SqlJobTable implements JobTable {

    private final Database database;
    private final DatabaseClock clock;
    private final MemberStatements members;
    private final OrphanRecovery orphans;
    private final JobInserter inserter;
    private final Reservations reservations;
    private final JobChangeStatements changes;
    private final DiskSpace space;
    private final JobReader reader;
    private final HostProgressReader hosts;
    private final RecordQueries records;
    private final AttemptQueries attempts;
    private final DrainedHosts drains;
    private final FingerprintWriter fingerprints;
    private final StepStatements steps;
    private final StartedJobReader startedJobs;

    /**
     * Makes it; the database has its tables already.
     *
     * @param keepsCompleted whether successes keep more than key and status
     */
    SqlJobTable(Database database, boolean keepsCompleted) {
        Dialect dialect = database.dialect();
        ConditionSql conditions = ConditionSql.job(dialect);
        this.database = database;
        this.clock = new DatabaseClock(dialect);
        this.orphans = new OrphanRecovery(database, ProcessIdentity.ofThisProcess());
        this.members = new MemberStatements(database, orphans);
        this.inserter = new JobInserter(database, clock);
        this.reservations =
                new Reservations(database, members, new FinishStatements(database, keepsCompleted), conditions);
        ChunkedTransactions chunked = new ChunkedTransactions(database);
        this.space = new DiskSpace(database, chunked);
        this.changes = new JobChangeStatements(database, conditions, chunked, space);
        this.reader = new JobReader(database, conditions);
        this.hosts = new HostProgressReader(database, conditions);
        this.records = new RecordQueries(database);
        this.attempts = new AttemptQueries(database, conditions);
        this.drains = new DrainedHosts(database);
        this.steps = new StepStatements(database);
        this.fingerprints = new FingerprintWriter(database);
        this.startedJobs = new StartedJobReader(database);
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(database.read((handle, isRepeated) -> clock.millis(handle)));
    }

    @Override
    public String describe() {
        return database.describe();
    }

    @Override
    public boolean isForOneOnly() {
        return database.isForOneOnly();
    }

    @Override
    public long enter(NewMember member, Duration orphanAfter) throws JobNameInUseException {
        return members.enter(member, orphanAfter);
    }

    @Override
    public HeartbeatReply heartbeat(long member) {
        return members.heartbeat(member);
    }

    @Override
    public void leave(long member) {
        members.leave(member);
    }

    @Override
    public List<MemberRow> members(boolean withEnded) {
        return members.list(withEnded);
    }

    @Override
    public long askToEnd(Collection<Long> asked) {
        return members.askToEnd(asked);
    }

    @Override
    public long freeOrphans(long caller, Duration orphanAfter) {
        return orphans.free(caller, orphanAfter);
    }

    @Override
    public SubmittedJobs submit(Submission batch) {
        return inserter.submit(batch);
    }

    @Override
    public List<Optional<JobRow>> find(Submission batch) {
        return inserter.find(batch);
    }

    @Override
    public FinishAndReserveResult finishAndReserve(long member, List<Finish> endings, List<Long> wanted) {
        return reservations.finishAndReserve(member, endings, wanted);
    }

    @Override
    public List<ClaimedJob> claim(long member, QueryCondition within, int most) {
        return reservations.claim(member, within, most);
    }

    @Override
    public void note(Collection<FingerprintUpdate> noted) {
        fingerprints.note(noted);
    }

    @Override
    public List<StartedJob> startedAfter(StepName step, long member) {
        return startedJobs.after(step, member);
    }

    @Override
    public List<StartedJob> abandoned(StepName step) {
        return startedJobs.abandoned(step);
    }

    @Override
    public long park(Collection<Long> jobs, String reason) {
        return changes.park(jobs, reason);
    }

    @Override
    public ChangeResult change(JobEvent event, QueryCondition within, String reason) {
        return changes.change(event, within, reason);
    }

    @Override
    public ChangeResult changeAllOrNone(JobEvent event, QueryCondition within, String reason) {
        return changes.changeAllOrNone(event, within, reason);
    }

    @Override
    public long setPriority(int priority, QueryCondition within) {
        return changes.setPriority(priority, within);
    }

    @Override
    public long drop(StepName step, Set<String> wanted, Duration staleAfter, QueryCondition within) {
        return changes.drop(step, wanted, staleAfter, within);
    }

    @Override
    public long prune(RetentionLimits retention) {
        return changes.prune(retention);
    }

    @Override
    public List<JobRow> jobs(Collection<Long> ids) {
        return reader.jobs(ids);
    }

    @Override
    public List<AttemptRow> attempts(long job) {
        return reader.attempts(job);
    }

    @Override
    public List<AttemptRow> lastAttempts(Collection<Long> jobs) {
        return reader.lastAttempts(jobs);
    }

    @Override
    public void queryAttempts(QueryCondition jobs, Consumer<AttemptSummary> sink) {
        attempts.each(jobs, sink);
    }

    @Override
    public List<Duration> successDurations(String recipe, String program, int most) {
        return reader.successDurations(recipe, program, most);
    }

    @Override
    public List<Progress> progress(QueryCondition within) {
        return reader.progress(within);
    }

    @Override
    public List<HostProgress> hostProgress(QueryCondition within) {
        return hosts.read(within);
    }

    @Override
    public Map<JobStatus, Long> count(QueryCondition within) {
        return reader.count(within);
    }

    @Override
    public void query(QueryCondition where, List<QueryField> keys, @Nullable Long most, Consumer<ObjectNode> sink) {
        records.jobs(where, keys, most, sink);
    }

    @Override
    public List<ObjectNode> connections(
            QueryCondition where, QueryField order, boolean descending, Duration silentAfter) {
        return records.members(where, order, descending, silentAfter);
    }

    @Override
    public long drain(Collection<String> hosts, String jobName, ProcessIdentity who, String reason) {
        return drains.drain(hosts, jobName, who, reason);
    }

    @Override
    public long undrain(Collection<String> hosts, String jobName) {
        return drains.undrain(hosts, jobName);
    }

    @Override
    public List<DrainedHost> drains() {
        return drains.list();
    }

    @Override
    public List<StepRecord> steps(String recipe, String jobName) {
        return steps.list(recipe, jobName);
    }

    @Override
    public void record(StepName step, String identity) {
        steps.record(step, identity);
    }

    @Override
    public void recordOutputs(StepName step, String outputs) {
        steps.recordOutputs(step, outputs);
    }

    @Override
    public void noteAbsent(Collection<StepName> absent) {
        absent.forEach(steps::noteAbsent);
    }

    @Override
    public long size() {
        return space.size();
    }

    @Override
    public void compact() {
        space.compact();
    }

    @Override
    public void hurry() {
        database.hurry();
    }

    @Override
    public void close() {
        database.close();
    }
}
