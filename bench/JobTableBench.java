import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import pipeline.job.ComputeJob;
import pipeline.store.Submission;
import pipeline.store.ClaimedJob;
import pipeline.store.FinishAndReserveResult;
import pipeline.store.Finish;
import pipeline.store.JobRow;
import pipeline.store.JobTable;
import pipeline.store.settings.JobsSettings;
import pipeline.store.NewMember;
import pipeline.store.ProcessIdentity;
import pipeline.store.Reservation;
import pipeline.store.StepName;
import pipeline.store.TableLocation;
import pipeline.store.query.QueryCondition;
import pipeline.store.query.JobFields;
import pipeline.store.OpenMode;
import pipeline.store.settings.JobTables;
import pipeline.testing.stores.PostgresServer;
import pipeline.testing.stores.StorePlace;

/** Measures the job table: {@code bench/job-table [ROWS]}. */
public final class JobTableBench {

    private static final int HOSTS = 100;
    private static final int BATCH = 100;
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private final TableLocation place;
    private final String store;

    private JobTableBench(String store, TableLocation place) {
        this.store = store;
        this.place = place;
    }

    public static void main(String[] arguments) throws Exception {
        int rows = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        System.out.printf(
                "%s, %d processors, Java %s%n%n",
                System.getProperty("os.name"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
        System.out.printf("%-12s %-58s %12s %12s%n", "store", "what", "measured", "target");
        Path directory = Files.createTempDirectory("bench");
        new JobTableBench("SQLite", TableLocation.in(directory.resolve("jobs.sqlite"))).run(rows, 1);
        try (PostgresServer server = new PostgresServer()) {
            StorePlace made = server.create();
            TableLocation place =
                    new TableLocation(made.url(), Optional.ofNullable(made.user()), Optional.ofNullable(made.password()));
            new JobTableBench("PostgreSQL", place).run(rows, 8);
        }
        for (String end : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(directory.resolve("jobs.sqlite" + end));
        }
        Files.delete(directory);
    }

    private void run(int rows, int workers) throws Exception {
        try (JobTable table = open()) {
            long me = enter(table, "warm");
            enroll(table, me, "warm", 20_000);
            work(table, me, "warm");

            List<ComputeJob> work = jobs(100_000);
            long start = System.nanoTime();
            List<JobRow> jobs = enroll(table, me, "insert", work, "insert");
            say("insert 100,000 jobs", seconds(start) + " s", "3 s");

            start = System.nanoTime();
            if (workers == 1) {
                exchange(table, me, jobs);
            } else {
                many(workers, "insert");
            }
            say(
                    "reserve + complete, %s".formatted(workers == 1 ? "one master" : workers + " workers"),
                    "%,.0f /s".formatted(jobs.size() * 1e9 / (System.nanoTime() - start)),
                    workers == 1 ? "10,000 /s" : "3,000 /s");

            enroll(table, me, "few", 1_000);
            say("claim one job of 1,000", claims(table, me, "few"), "");
            for (int i = 0; i < rows; i += 200_000) {
                enroll(table, me, "many" + i, jobs(Math.min(200_000, rows - i)), "many");
            }
            settle();
            say("claim one job of %,d".formatted(rows), claims(table, me, "many"), "equal");
            fail();
            say("query by status and host, %,d rows".formatted(rows), query(table, 7), "50 ms");
        }
    }

    private JobTable open() {
        return JobTables.open(JobsSettings.defaults(place), OpenMode.WRITE);
    }

    private static long enter(JobTable table, String jobName) throws Exception {
        return table.enter(
                new NewMember(
                        NewMember.Kind.WORKER, "bench", jobName, "bench", true, "", ProcessIdentity.ofThisProcess()),
                A_MINUTE);
    }

    private static List<JobRow> enroll(JobTable table, long me, String step, int count) {
        return enroll(table, me, step, jobs(count), step);
    }

    /** Without keys of their own: to make them of host and command belongs to what is measured. */
    private static List<ComputeJob> jobs(int count) {
        List<ComputeJob> jobs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            jobs.add(ComputeJob.command("lce%03d".formatted(i % HOSTS), "process", "/data/L2026/SB%06d.MS".formatted(i)));
        }
        return jobs;
    }

    private static List<JobRow> enroll(JobTable table, long me, String step, List<ComputeJob> jobs, String jobName) {
        return table.submit(Submission.of(new StepName("bench", jobName, step), me, Duration.ZERO, 5, jobs))
                .rows();
    }

    /** As a master does: what has ended and what is to be next, in one transaction. */
    private static void exchange(JobTable table, long me, List<JobRow> jobs) {
        List<Finish> endings = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i += BATCH) {
            List<Long> wanted =
                    jobs.subList(i, Math.min(i + BATCH, jobs.size())).stream().map(JobRow::id).toList();
            FinishAndReserveResult exchange = table.finishAndReserve(me, endings, wanted);
            endings = new ArrayList<>();
            for (Optional<Reservation> had : exchange.reserved()) {
                endings.add(end(had.orElseThrow()));
            }
        }
        table.finishAndReserve(me, endings, List.of());
    }

    /** As a worker does: pulls some, runs them, says how they ended. */
    private static void work(JobTable table, long me, String jobName) {
        QueryCondition mine = of(jobName);
        while (true) {
            List<ClaimedJob> claims = table.claim(me, mine, BATCH);
            if (claims.isEmpty()) {
                return;
            }
            table.finishAndReserve(
                    me, claims.stream().map(claim -> end(claim.reservation())).toList(), List.of());
        }
    }

    private void many(int workers, String jobName) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            ends.add(threads.submit(() -> {
                try (JobTable table = open()) {
                    work(table, enter(table, jobName), jobName);
                }
                return true;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        threads.shutdown();
    }

    private static Finish end(Reservation reservation) {
        return new Finish(
                reservation,
                new Finish.Succeeded("{\"n\": 1}"),
                new Finish.Run(Instant.now(), Duration.ofMillis(5), null, null));
    }

    /** What a worker may claim. */
    private static QueryCondition of(String jobName) {
        return QueryCondition.equal(JobFields.RECIPE, "bench").and(QueryCondition.equal(JobFields.JOB_NAME, jobName));
    }

    private static String claims(JobTable table, long me, String jobName) {
        QueryCondition mine = of(jobName);
        long[] nanos = new long[300];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            if (table.claim(me, mine, 1).size() != 1) {
                throw new IllegalStateException("nothing to claim");
            }
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return "%.2f ms".formatted(nanos[nanos.length / 2] / 1e6);
    }

    private static String query(JobTable table, int host) {
        QueryCondition failed = QueryCondition.all(List.of(
                QueryCondition.equal(JobFields.STATUS, "error"),
                QueryCondition.equal(JobFields.HOST, "lce%03d".formatted(host))));
        long[] nanos = new long[21];
        long[] found = {0};
        for (int i = 0; i < nanos.length; i++) {
            found[0] = 0;
            long start = System.nanoTime();
            table.query(failed, List.of(JobFields.JOB_ID, JobFields.HOST, JobFields.ERROR_MESSAGE), null, row -> found[0]++);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return "%.1f ms (%d)".formatted(nanos[nanos.length / 2] / 1e6, found[0]);
    }

    /** Lets every hundredth of the many jobs be a failed one, the quick way. */
    private void fail() throws Exception {
        execute("UPDATE job SET status = 'error', error_message = 'disk full' WHERE job_name = 'many' AND position % 1000 = 7");
        settle();
    }

    private void settle() throws Exception {
        if (store.equals("PostgreSQL")) {
            execute("VACUUM ANALYZE");
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        place.url(), place.user().orElse(null), place.password().orElse(null));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String seconds(long start) {
        return "%.2f".formatted((System.nanoTime() - start) / 1e9);
    }

    private void say(String what, String measured, String target) {
        System.out.printf("%-12s %-58s %12s %12s%n", store, what, measured, target);
    }
}
