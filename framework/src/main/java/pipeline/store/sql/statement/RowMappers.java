package pipeline.store.sql.statement;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.FailureKind;
import pipeline.job.JobKey;
import pipeline.job.identity.Fingerprint;
import pipeline.job.lifecycle.JobStatus;
import pipeline.job.wire.JobJson;
import pipeline.store.AttemptRow;
import pipeline.store.AttemptSummary;
import pipeline.store.JobRow;
import pipeline.store.MemberRow;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.StepName;

/** Turns rows of the tables into records. */
public final class RowMappers {

    /** Leaves out the jobs of a batch that is not complete yet. */
    public static final String VISIBLE = "job.batch NOT IN (SELECT batch_id FROM open_batch)";

    /** What a pending job does not keep of a reservation that it had. */
    public static final String UNRESERVED =
            "owner = NULL, reserved_time = NULL, user_name = '', pid = 0, connection_id = 0, version = ''";

    private RowMappers() {}

    /** Reads a row of {@code job} with all its columns. */
    public static JobRow job(ResultSet row) throws SQLException {
        ComputeJob job =
                JobJson.read(row.getString("host"), row.getString("work")).priority(row.getInt("priority"));
        String label = row.getString("label");
        StepName step = new StepName(row.getString("recipe"), row.getString("job_name"), row.getString("step"));
        return job(row, step, label == null ? job : job.label(label));
    }

    /** Reads a row of {@code job} whose step and work are known. */
    public static JobRow job(ResultSet row, StepName step, ComputeJob job) throws SQLException {
        JobStatus status = status(row.getString("status"));
        // what people left out had not ended, or had failed
        boolean isSkipped = status == JobStatus.IGNORE
                && row.getString("failure_kind") == null
                && time(row, "completed_time") != null;
        boolean isOver = status == JobStatus.SUCCESS || status == JobStatus.ERROR || isSkipped;
        return new JobRow(
                row.getLong("job_id"),
                step,
                row.getInt("position"),
                new JobKey(row.getString("job_key")),
                job,
                row.getInt("priority"),
                row.getInt("attempts"),
                new JobRow.State(
                        status,
                        Instant.ofEpochMilli(row.getLong("created_time")),
                        Instant.ofEpochMilli(row.getLong("scheduled_time")),
                        time(row, "reserved_time"),
                        time(row, "completed_time"),
                        time(row, "resubmitted_time"),
                        row.getString("reason")),
                isOver ? end(row) : null,
                row.getObject("owner") == null ? null : reserved(row),
                fingerprint(row));
    }

    private static JobRow.End end(ResultSet row) throws SQLException {
        return new JobRow.End(
                real(row, "duration"),
                row.getString("result"),
                kind(row.getString("failure_kind")),
                integer(row, "exit_code"),
                row.getString("error_message"),
                row.getString("error_stack"),
                row.getString("outputs"));
    }

    private static @Nullable Fingerprint fingerprint(ResultSet row) throws SQLException {
        String json = row.getString("fingerprint");
        return json == null ? null : new Fingerprint(json);
    }

    private static JobRow.Reserved reserved(ResultSet row) throws SQLException {
        return new JobRow.Reserved(
                row.getLong("reservation"),
                row.getLong("owner"),
                row.getString("user_name"),
                row.getLong("pid"),
                row.getLong("connection_id"),
                row.getString("version"));
    }

    public static AttemptRow attempt(ResultSet row) throws SQLException {
        String ending = row.getString("ending");
        return new AttemptRow(
                row.getLong("job_id"),
                row.getInt("number"),
                row.getString("host"),
                new AttemptRow.Owner(
                        row.getLong("member_id"),
                        row.getString("user_name"),
                        row.getString("machine"),
                        row.getLong("pid"),
                        row.getLong("connection_id"),
                        row.getString("version")),
                Instant.ofEpochMilli(row.getLong("reserved_time")),
                time(row, "started_time"),
                time(row, "completed_time"),
                real(row, "duration"),
                ending == null ? null : AttemptRow.AttemptEnd.valueOf(ending.toUpperCase(Locale.ROOT)),
                kind(row.getString("failure_kind")),
                integer(row, "exit_code"),
                row.getString("error_message"),
                row.getString("error_stack"),
                path(row.getString("stdout_path")),
                path(row.getString("stderr_path")),
                row.getString("result"),
                fingerprint(row));
    }

    /** Reads a row of {@code attempt} with the columns that a summary has. */
    public static AttemptSummary attemptSummary(ResultSet row) throws SQLException {
        String ending = row.getString("ending");
        return new AttemptSummary(
                row.getLong("job_id"),
                row.getInt("number"),
                row.getLong("member_id"),
                Instant.ofEpochMilli(row.getLong("reserved_time")),
                time(row, "started_time"),
                time(row, "completed_time"),
                real(row, "duration"),
                ending == null ? null : AttemptRow.AttemptEnd.valueOf(ending.toUpperCase(Locale.ROOT)),
                kind(row.getString("failure_kind")),
                integer(row, "exit_code"),
                row.getString("error_message"));
    }

    public static MemberRow member(ResultSet row) throws SQLException {
        return new MemberRow(
                row.getLong("member_id"),
                row.getString("uuid"),
                new NewMember(
                        NewMember.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("recipe"),
                        row.getString("job_name"),
                        row.getString("command"),
                        row.getInt("shares") != 0,
                        row.getString("version"),
                        new ProcessIdentity(
                                row.getString("user_name"),
                                row.getString("machine"),
                                row.getString("boot_id"),
                                row.getLong("pid"),
                                row.getLong("process_started")),
                        Objects.requireNonNullElse(row.getString("output_directory"), "")),
                row.getLong("connection_id"),
                Instant.ofEpochMilli(row.getLong("started_time")),
                Instant.ofEpochMilli(row.getLong("heartbeat_time")),
                time(row, "ended_time"),
                time(row, "asked_time"));
    }

    public static JobStatus status(String word) {
        return JobStatus.of(word)
                .orElseThrow(() -> new IllegalStateException("the job table has a status that is none: " + word));
    }

    /** Returns a constant as it stands in the tables. */
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable FailureKind kind(@Nullable String word) {
        return word == null ? null : FailureKind.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Double real(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }
}
