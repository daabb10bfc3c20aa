import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import pipeline.job.ComputeJob;
import pipeline.job.Failure;
import pipeline.job.FailureKind;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.NewMember;
import pipeline.store.OpenMode;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.Submission;
import pipeline.store.TableLocation;
import pipeline.store.settings.JobTables;
import pipeline.store.settings.JobsSettings;

/**
 * Fills a job table on SQLite with a run that is under way: {@code LargeTable FILE JOB_NAME JOBS HOSTS}. Jobs succeed, fail in several
 * ways, some at their second attempt, two of each host run, the last ones wait, and one host is set aside. The calling process
 * counts as the run's master, so the run is live as long as that process lives. The jobs come in and end through the store; then
 * their times, which the store takes from its own clock, are moved to what they would have been on hosts with two slots each.
 */
public final class LargeTable {

    private static final int BATCH = 1000;
    private static final int SLOTS = 2;
    private static final long SEED = 17;

    private final JobTable table;
    private final long master;
    private final List<String> hosts = new ArrayList<>();
    private final long[][] free;
    private final List<long[]> attempts = new ArrayList<>();
    private final Random random = new Random(SEED);
    private long last;

    private LargeTable(JobTable table, long master, int hosts) {
        this.table = table;
        this.master = master;
        this.free = new long[hosts][SLOTS];
        for (int i = 1; i <= hosts; i++) {
            this.hosts.add("lce%03d".formatted(i));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        String jobName = arguments[1];
        int jobs = Integer.parseInt(arguments[2]);
        int hosts = Integer.parseInt(arguments[3]);
        TableLocation place = TableLocation.in(file);
        try (JobTable table = JobTables.open(JobsSettings.defaults(place), OpenMode.WRITE)) {
            ProcessIdentity here = ProcessIdentity.ofThisProcess();
            long parent = ProcessHandle.current().parent().orElseThrow().pid();
            long master = table.enter(
                    new NewMember(
                            NewMember.Kind.MASTER,
                            "foreach",
                            jobName,
                            "pipeline foreach -j " + jobName + " night.map -- qc.sh {}",
                            false,
                            "",
                            new ProcessIdentity(here.user(), here.machine(), here.bootId(), parent, 0)),
                    Duration.ofDays(1));
            LargeTable large = new LargeTable(table, master, hosts);
            large.fill(jobName, jobs);
            large.moveTimes(place.url());
        }
    }

    private void fill(String jobName, int count) {
        List<ComputeJob> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String file = "/data/L2026_%02d/obs_%06d.wav".formatted(i % 37, i);
            jobs.add(ComputeJob.command(hosts.get(i % hosts.size()), "qc.sh", file).label(file));
        }
        List<JobRow> rows = table.submit(
                        Submission.of(new StepName("foreach", jobName, "1"), master, Duration.ZERO, 5, jobs))
                .rows();
        int waiting = count / 10;
        int running = hosts.size() * SLOTS;
        List<JobRow> ended = rows.subList(0, rows.size() - waiting - running);
        for (int from = 0; from < ended.size(); from += BATCH) {
            end(ended.subList(from, Math.min(from + BATCH, ended.size())));
        }
        List<JobRow> now = rows.subList(ended.size(), ended.size() + running);
        reserve(now.stream().map(JobRow::id).toList());
        table.park(
                rows.subList(ended.size() + running, rows.size()).stream()
                        .filter(row -> row.job().host().equals(hosts.get(0)))
                        .map(JobRow::id)
                        .toList(),
                "host set aside: Connection refused");
    }

    private void end(List<JobRow> rows) {
        List<JobRow> left = rows;
        while (!left.isEmpty()) {
            List<Optional<Reservation>> had =
                    reserve(left.stream().map(JobRow::id).toList());
            List<Finish> endings = new ArrayList<>();
            List<JobRow> again = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                JobRow row = left.get(i);
                Finish.How how = how(row, had.get(i).orElseThrow().attempt());
                if (how instanceof Finish.Again) {
                    again.add(row);
                }
                endings.add(new Finish(had.get(i).orElseThrow(), how, run(row, had.get(i).orElseThrow())));
            }
            table.finishAndReserve(master, endings, List.of());
            left = again;
        }
    }

    private List<Optional<Reservation>> reserve(List<Long> ids) {
        return table.finishAndReserve(master, List.of(), ids).reserved();
    }

    /** Places the attempt on the slot of its host that is free first. */
    private Finish.Run run(JobRow row, Reservation reservation) {
        int host = hosts.indexOf(row.job().host());
        int slot = free[host][0] <= free[host][1] ? 0 : 1;
        // a few hosts are slow, and a few jobs of each
        long took = (long) (8_000 + 12_000 * random.nextDouble()) * (host % 50 == 7 ? 3 : 1) * (random.nextInt(300) == 0 ? 6 : 1);
        long begin = free[host][slot] + 40;
        free[host][slot] = begin + took;
        last = Math.max(last, begin + took);
        attempts.add(new long[] {row.id(), reservation.attempt(), begin, took});
        return new Finish.Run(Instant.now(), Duration.ofMillis(took), null, null);
    }

    private Finish.How how(JobRow row, int attempt) {
        String file = row.job().label().orElseThrow();
        int kind = random.nextInt(1000);
        if (kind < 8) {
            return failed(1, "qc.sh: " + file + ".tmp: No space left on device");
        } else if (kind < 12) {
            return failed(2, "qc.sh: cannot open " + file + ": No such file or directory");
        } else if (kind < 15) {
            return failed(139, "qc.sh: line " + random.nextInt(400) + ": Segmentation fault (core dumped)");
        } else if (kind < 17) {
            return new Finish.Failed(new Failure(FailureKind.TIMEOUT, null, "ran longer than 60 s"), null);
        } else if (kind < 27 && attempt < 3) {
            return new Finish.Again(
                    new Failure(FailureKind.PROGRAM, 75, "qc.sh: calibration server is busy, try again"), null, Duration.ZERO);
        }
        return new Finish.Succeeded("{\"rms\": %.4f}".formatted(random.nextDouble()));
    }

    private static Finish.Failed failed(int code, String message) {
        return new Finish.Failed(new Failure(FailureKind.PROGRAM, code, message), message + "\n");
    }

    /** What has ended then ended just now; what runs has run for up to half a minute. */
    private void moveTimes(String url) throws Exception {
        long origin = Instant.now().toEpochMilli() - last;
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            long unit = unit(connection, origin);
            try (PreparedStatement attempt = connection.prepareStatement("UPDATE attempt SET reserved_time = ?, started_time = ?,"
                            + " completed_time = ? WHERE job_id = ? AND number = ?");
                    PreparedStatement job = connection.prepareStatement(
                            "UPDATE job SET reserved_time = ?, completed_time = ?, duration = ? WHERE job_id = ? AND status <> 'reserved'")) {
                for (long[] one : attempts) {
                    long begin = (origin + one[2]) * unit;
                    long end = begin + one[3] * unit;
                    set(attempt, begin - 30 * unit, begin, end, one[0], one[1]);
                    set(job, begin - 30 * unit, end, one[3] / 1000.0, one[0]);
                }
                attempt.executeBatch();
                job.executeBatch();
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("UPDATE member SET started_time = " + origin * unit);
                statement.execute("UPDATE job SET created_time = " + origin * unit + ", scheduled_time = " + origin * unit);
                statement.execute("UPDATE job SET reserved_time = reserved_time - (job_id * 7919 % 30000) * " + unit
                        + " WHERE status = 'reserved'");
                statement.execute("UPDATE attempt SET reserved_time = reserved_time - (job_id * 7919 % 30000) * " + unit
                        + ", started_time = reserved_time - (job_id * 7919 % 30000) * " + unit + " WHERE ending IS NULL");
            }
            connection.commit();
        }
    }

    /** Returns how many of the table's units of time a millisecond has. */
    private static long unit(Connection connection, long near) throws Exception {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT started_time FROM member")) {
            row.next();
            return Math.max(1, Math.round((double) row.getLong(1) / near));
        }
    }

    private static void set(PreparedStatement statement, Number... values) throws Exception {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }
}
