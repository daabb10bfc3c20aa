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
import pipeline.job.JobEvent;
import pipeline.job.JobStatus;
import pipeline.store.AttemptRow;
import pipeline.store.Batch;
import pipeline.store.Change;
import pipeline.store.Claim;
import pipeline.store.Drain;
import pipeline.store.Enrolled;
import pipeline.store.Exchange;
import pipeline.store.Finish;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.NotedFingerprint;
import pipeline.store.ProcessMark;
import pipeline.store.Progress;
import pipeline.store.Pulse;
import pipeline.store.Retention;
import pipeline.store.StartedJob;
import pipeline.store.StepName;
import pipeline.store.query.Condition;
import pipeline.store.query.Field;
import tools.jackson.databind.node.ObjectNode;

/** The job table in a database. */
final class SqlJobTable implements JobTable {

    private final Database database;
    private final Clock clock;
    private final Members members;
    private final Orphans orphans;
    private final Enrolment enrolment;
    private final Reservations reservations;
    private final Changes changes;
    private final Space space;
    private final JobReader reader;
    private final Records records;
    private final Drains drains;
    private final FingerprintNotes fingerprints;
    private final StartedJobs startedJobs;

    /**
     * Makes it; the database has its tables already.
     *
     * @param keepsCompleted whether successes keep more than key and status
     */
    SqlJobTable(Database database, boolean keepsCompleted) {
        Dialect dialect = database.dialect();
        ConditionSql conditions = ConditionSql.job(dialect);
        this.database = database;
        this.clock = new Clock(dialect);
        this.orphans = new Orphans(database, ProcessMark.ofThisProcess());
        this.members = new Members(database, orphans);
        this.enrolment = new Enrolment(database, clock);
        this.reservations = new Reservations(database, members, new Endings(database, keepsCompleted), conditions);
        Portions portions = new Portions(database);
        this.space = new Space(database, portions);
        this.changes = new Changes(database, conditions, portions, space);
        this.reader = new JobReader(database, conditions);
        this.records = new Records(database);
        this.drains = new Drains(database);
        this.fingerprints = new FingerprintNotes(database);
        this.startedJobs = new StartedJobs(database);
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
    public Pulse beat(long member) {
        return members.beat(member);
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
    public Enrolled enroll(Batch batch) {
        return enrolment.enroll(batch);
    }

    @Override
    public List<Optional<JobRow>> find(Batch batch) {
        return enrolment.look(batch);
    }

    @Override
    public Exchange exchange(long member, List<Finish> endings, List<Long> wanted) {
        return reservations.exchange(member, endings, wanted);
    }

    @Override
    public List<Claim> claim(long member, Condition within, int most) {
        return reservations.claim(member, within, most);
    }

    @Override
    public void note(Collection<NotedFingerprint> noted) {
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
    public Change change(JobEvent event, Condition within, String reason) {
        return changes.change(event, within, reason);
    }

    @Override
    public Change changeAllOrNone(JobEvent event, Condition within, String reason) {
        return changes.changeAllOrNone(event, within, reason);
    }

    @Override
    public long setPriority(int priority, Condition within) {
        return changes.setPriority(priority, within);
    }

    @Override
    public long drop(StepName step, Set<String> wanted, Duration staleAfter, Condition within) {
        return changes.drop(step, wanted, staleAfter, within);
    }

    @Override
    public long prune(Retention retention) {
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
    public List<Duration> successDurations(String recipe, String program, int most) {
        return reader.successDurations(recipe, program, most);
    }

    @Override
    public List<Progress> progress(Condition within) {
        return reader.progress(within);
    }

    @Override
    public Map<JobStatus, Long> count(Condition within) {
        return reader.count(within);
    }

    @Override
    public void query(Condition where, List<Field> keys, @Nullable Long most, Consumer<ObjectNode> sink) {
        records.jobs(where, keys, most, sink);
    }

    @Override
    public List<ObjectNode> connections(Condition where, Field order, boolean descending, Duration silentAfter) {
        return records.members(where, order, descending, silentAfter);
    }

    @Override
    public long drain(Collection<String> hosts, String jobName, ProcessMark who, String reason) {
        return drains.drain(hosts, jobName, who, reason);
    }

    @Override
    public long undrain(Collection<String> hosts, String jobName) {
        return drains.undrain(hosts, jobName);
    }

    @Override
    public List<Drain> drains() {
        return drains.list();
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
