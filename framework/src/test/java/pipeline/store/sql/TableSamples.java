package pipeline.store.sql;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.store.Finish;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;

/** Jobs, members and endings for tests of the table. */
public final class TableSamples {

    static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final JobTable table;
    private final StepName step;

    public TableSamples(JobTable table) {
        this(table, new StepName("calibrate", "night", StepName.FIRST));
    }

    TableSamples(JobTable table, StepName step) {
        this.table = table;
        this.step = step;
    }

    StepName step() {
        return step;
    }

    /** Enters a member that shares, as this process. */
    public long member() {
        return member(NewMember.Kind.MASTER, true, ProcessIdentity.ofThisProcess());
    }

    long member(NewMember.Kind kind, boolean shares, ProcessIdentity process) {
        try {
            return table.enter(
                    new NewMember(
                            kind,
                            step.recipe(),
                            step.jobName(),
                            "pipeline calibrate -j night",
                            shares,
                            "v1",
                            process,
                            ""),
                    A_MINUTE);
        } catch (JobNameInUseException e) {
            throw new AssertionError(e);
        }
    }

    static List<ComputeJob> jobs(int count) {
        List<ComputeJob> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(ComputeJob.command("lce%03d".formatted(i % 10), "true", "file " + i)
                    .key(Map.of("file", i)));
        }
        return jobs;
    }

    Submission batch(long submitter, List<ComputeJob> jobs) {
        return Submission.of(step, submitter, Duration.ZERO, 5, jobs);
    }

    /** Brings some jobs into the table. */
    public List<JobRow> submit(long submitter, int count) {
        return table.submit(batch(submitter, jobs(count))).rows();
    }

    public Optional<Reservation> reserve(long member, long job) {
        return table.finishAndReserve(member, List.of(), List.of(job))
                .reserved()
                .get(0);
    }

    public boolean finish(long member, Reservation reservation, Finish.How how) {
        return table.finishAndReserve(member, List.of(new Finish(reservation, how, run())), List.of())
                .accepted()
                .get(0);
    }

    static Finish.Run run() {
        return new Finish.Run(Instant.parse("2026-10-28T14:14:18Z"), Duration.ofMillis(1500), null, null);
    }

    public static Finish.Failed failed(String message) {
        return failed(message, null);
    }

    static Finish.Failed failed(String message, @Nullable String stack) {
        return new Finish.Failed(new Failure(FailureKind.PROGRAM, 3, message), stack);
    }
}
