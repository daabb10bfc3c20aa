package pipeline.cli.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pipeline.store.JobTable;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.Progress;
import pipeline.store.query.JobFields;
import pipeline.store.query.QueryCondition;

/** Reads how far runs are. */
public final class RunOverviews {

    private final JobTable table;
    private final Duration silentAfter;

    /**
     * Makes a reader.
     *
     * @param silentAfter for how long a master of another machine may be silent before it counts as dead
     */
    public RunOverviews(JobTable table, Duration silentAfter) {
        this.table = table;
        this.silentAfter = silentAfter;
    }

    /** Returns all runs, those that somebody works on first, then the youngest first. */
    public List<RunOverview> all() {
        return read(QueryCondition.always()).stream()
                .sorted(Comparator.comparing(RunOverview::state)
                        .thenComparing(RunOverviews::begun, Comparator.reverseOrder())
                        .thenComparing(RunOverview::jobName))
                .toList();
    }

    /** Returns the run of a name; empty if no job has it. */
    public Optional<RunOverview> of(String jobName) {
        return read(QueryCondition.equal(JobFields.JOB_NAME, jobName)).stream().findFirst();
    }

    private static Instant begun(RunOverview run) {
        MemberRow member = run.member();
        return member == null ? Instant.EPOCH : member.started();
    }

    private List<RunOverview> read(QueryCondition which) {
        Map<String, List<Progress>> names = new TreeMap<>();
        table.progress(which)
                .forEach(progress -> names.computeIfAbsent(progress.jobName(), name -> new ArrayList<>())
                        .add(progress));
        Map<String, MemberRow> members = lastMembers();
        Instant now = table.now();
        return names.entrySet().stream()
                .map(entry -> overview(entry.getKey(), entry.getValue(), members.get(entry.getKey()), now))
                .toList();
    }

    private RunOverview overview(String name, List<Progress> parts, @Nullable MemberRow member, Instant now) {
        JobCounts counts = parts.stream()
                .map(part -> new JobCounts(
                        part.success(),
                        part.error(),
                        part.parked(),
                        part.reserved(),
                        part.pending() - part.parked(),
                        part.ignore()))
                .reduce(JobCounts.NONE, JobCounts::plus);
        List<String> recipes = parts.stream().map(Progress::recipe).toList();
        MasterState state = member != null
                ? MasterState.of(member, counts.left() > 0, now, silentAfter)
                : counts.left() > 0 ? MasterState.STOPPED : MasterState.FINISHED;
        return new RunOverview(name, recipes, state, counts, member, endedSince(name, member), now);
    }

    private long endedSince(String name, @Nullable MemberRow member) {
        if (member == null) {
            return 0;
        }
        QueryCondition since = new QueryCondition.Compare(
                JobFields.COMPLETED_TIME, QueryCondition.Relation.GREATER_OR_EQUAL, member.started());
        return table.count(QueryCondition.equal(JobFields.JOB_NAME, name).and(since)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private Map<String, MemberRow> lastMembers() {
        Map<String, MemberRow> last = new HashMap<>();
        for (MemberRow member : table.members(true)) {
            last.merge(member.member().jobName(), member, RunOverviews::better);
        }
        return last;
    }

    /** A master says more of a run than a worker, one that lives more than one that ended, and a later one more than an earlier one. */
    private static MemberRow better(MemberRow one, MemberRow other) {
        Comparator<MemberRow> order = Comparator.<MemberRow, Boolean>comparing(member -> member.ended() == null)
                .thenComparing(member -> member.member().kind() == NewMember.Kind.MASTER)
                .thenComparing(MemberRow::started)
                .thenComparing(MemberRow::id);
        return order.compare(one, other) > 0 ? one : other;
    }
}
