package pipeline.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import pipeline.job.ComputeJob;
import pipeline.store.JobNameInUseException;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.settings.JobTables;

/**
 * Fills a job table with a run that has gone by: jobs of all lengths on some hosts, four at a time on each, three kinds of failures,
 * attempts that were repeated, and a host that could not be reached. The same numbers make the same run.
 */
public final class SampleRun {

    private static final int SLOTS = 4;
    private static final int PARKED_HOST = 6;
    private static final Instant BEGIN = Instant.parse("2026-11-28T21:14:05Z");
    private static final String UNREACHABLE = "%s cannot be reached: Connection timed out; its jobs wait for it";
    private static final String[][] FAILURES = {
        {
            "1",
            "exit code 1: OSError: [Errno 28] No space left on device: '%s.tmp'",
            "OSError: [Errno 28] No space left on device: '%s.tmp'"
        },
        {
            "2",
            "exit code 2: soxi: cannot open input file `%s': No such file or directory",
            "soxi FAIL formats: cannot open input file `%s': No such file or directory"
        },
        {"139", "ended by signal 11: Segmentation fault (core dumped)", "Segmentation fault (core dumped)"},
    };

    private final Path file;
    private final Path outputs;
    private final Random random = new Random(15);
    private final long begin = BEGIN.toEpochMilli();

    /**
     * Makes one.
     *
     * @param file of the table
     * @param outputs where what jobs print is kept
     */
    public SampleRun(Path file, Path outputs) {
        this.file = file;
        this.outputs = outputs;
    }

    /** Fills the table with a run called {@code night}. */
    public void fill(int jobs, int hosts) throws Exception {
        List<ComputeJob> batch = IntStream.range(0, jobs)
                .mapToObj(i -> ComputeJob.command(
                                "lce%03d".formatted(1 + i % hosts),
                                "qc.sh",
                                "--level",
                                "2",
                                "/data/2026-11/obs_%05d.wav".formatted(i))
                        .label("/data/2026-11/obs_%05d.wav".formatted(i)))
                .toList();
        fill(batch, hosts);
    }

    /** Fills the table with a run of these jobs. */
    public void fill(List<ComputeJob> batch, int hosts) throws Exception {
        Files.createDirectories(outputs);
        List<JobRow> rows;
        long member;
        try (JobTable table = JobTables.inFile(file)) {
            StepName step = new StepName("foreach", "night", StepName.FIRST);
            member = enter(table);
            rows = table.submit(Submission.of(step, member, Duration.ZERO, 5, batch))
                    .rows();
            table.leave(member);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.setAutoCommit(false);
            long end = history(connection, rows, member, hosts);
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE member SET started_time = ?, heartbeat_time = ?, ended_time = ? WHERE member_id = ?")) {
                bind(update, begin - 900, end, end + 40, member);
                update.execute();
            }
            connection.commit();
        }
    }

    private long enter(JobTable table) throws JobNameInUseException {
        return table.enter(
                new NewMember(
                        NewMember.Kind.MASTER,
                        "foreach",
                        "night",
                        "./pipeline foreach -j night -p 4 --retries 1 qc.mapfile -- qc.sh --level 2 {}",
                        false,
                        "1.4.0",
                        new ProcessIdentity("olaf", "head1", "", 4711, 0),
                        outputs.toString()),
                Duration.ofMinutes(1));
    }

    private long history(Connection connection, List<JobRow> rows, long member, int hosts) throws Exception {
        long[][] free = new long[hosts][SLOTS];
        Arrays.stream(free).forEach(slots -> Arrays.setAll(slots, slot -> begin + slot * 35L));
        long last = begin;
        try (PreparedStatement job = connection.prepareStatement(
                        "UPDATE job SET status = ?, reason = ?, created_time = ?, reserved_time = ?, completed_time = ?,"
                                + " duration = ?, failure_kind = ?, exit_code = ?, error_message = ?, attempts = ?, owner = ?"
                                + " WHERE job_id = ?");
                PreparedStatement attempt = connection.prepareStatement(
                        "INSERT INTO attempt (job_id, number, reservation, member_id, host, user_name, machine, pid,"
                                + " connection_id, version, reserved_time, started_time, completed_time, duration, ending,"
                                + " failure_kind, exit_code, error_message, stderr_path)"
                                + " VALUES (?, ?, 1, ?, ?, 'olaf', 'head1', 4711, 0, '1.4.0', ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (JobRow row : rows) {
                int host = hostOf(row, hosts);
                if (host == PARKED_HOST) {
                    String reason = UNREACHABLE.formatted(row.job().host());
                    bind(job, "pending", reason, begin - 200, null, null, null, null, null, "", 0, null, row.id());
                    job.addBatch();
                    continue;
                }
                int slot = IntStream.range(0, SLOTS).reduce(0, (a, b) -> free[host][a] <= free[host][b] ? a : b);
                int number = 1;
                String[] failure = failure(row.position(), host);
                boolean isRepeated = failure != null || random.nextInt(40) == 0;
                if (isRepeated) {
                    free[host][slot] = run(attempt, row, member, free[host][slot], number++, failureOr(failure));
                    free[host][slot] += 1000;
                }
                long reserved = free[host][slot];
                long ended = run(attempt, row, member, reserved, number, failure);
                free[host][slot] = ended;
                last = Math.max(last, ended);
                String status = failure == null ? "success" : "error";
                String message = failure == null ? "" : message(failure[1], row);
                bind(
                        job,
                        status,
                        "",
                        begin - 200,
                        reserved,
                        ended,
                        (ended - reserved - 300) / 1000.0,
                        failure == null ? null : "program",
                        failure == null ? 0 : Integer.parseInt(failure[0]),
                        message,
                        number,
                        null,
                        row.id());
                job.addBatch();
            }
            attempt.executeBatch();
            job.executeBatch();
        }
        return last;
    }

    private static int hostOf(JobRow row, int hosts) {
        return row.position() % hosts;
    }

    private static String[] failureOr(String[] failure) {
        return failure == null ? FAILURES[2] : failure;
    }

    private String[] failure(int position, int host) {
        if (host == 3 && position > 60) {
            return random.nextInt(2) == 0 ? FAILURES[0] : null;
        }
        int dice = random.nextInt(100);
        return dice == 0 ? FAILURES[2] : dice < 3 ? FAILURES[1] : null;
    }

    /** Adds an attempt and returns when it ended. */
    private long run(PreparedStatement statement, JobRow row, long member, long reserved, int number, String[] failure)
            throws SQLException, IOException {
        long started = reserved + 40 + random.nextInt(400);
        double seconds = failure == null ? 8 * Math.exp(random.nextGaussian() * 0.55) : 0.3 + random.nextInt(3);
        long ended = started + Math.round(seconds * 1000) + 15;
        String stderr = failure == null ? null : stderr(row, number, failure);
        bind(
                statement,
                row.id(),
                number,
                member,
                row.job().host(),
                reserved,
                started,
                ended,
                seconds,
                failure == null ? "success" : "error",
                failure == null ? null : "program",
                failure == null ? 0 : Integer.parseInt(failure[0]),
                failure == null ? "" : message(failure[1], row),
                stderr);
        statement.addBatch();
        return ended;
    }

    private String stderr(JobRow row, int number, String[] failure) throws IOException {
        Path printed = outputs.resolve("%d.a%d.qc.sh.err".formatted(row.id(), number));
        if (row.id() < 1000) {
            Files.writeString(
                    printed, "reading header\n" + message(failure[2], row) + "\nqc.sh: giving up, see handbook 4.2\n");
        }
        return printed.toString();
    }

    private static String message(String text, JobRow row) {
        return text.formatted(row.job().label().orElse("")).replace("\0", "");
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
