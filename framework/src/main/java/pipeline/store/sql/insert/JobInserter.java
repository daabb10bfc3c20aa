package pipeline.store.sql.insert;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import pipeline.job.ComputeJob;
import pipeline.job.JobKey;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.JobRow;
import pipeline.store.NewJob;
import pipeline.store.StoreException;
import pipeline.store.Submission;
import pipeline.store.SubmittedJobs;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.connection.DatabaseClock;
import pipeline.store.sql.schema.SchemaMigration;
import pipeline.store.sql.statement.IdChunks;
import pipeline.store.sql.statement.RowMappers;
import pipeline.store.support.StoredText;

/**
 * Brings jobs into the table. A few come in one transaction. Many come in several, so that other writers do not wait for long; their
 * batch is open meanwhile, and an open batch is seen by nobody.
 */
public final class JobInserter {

    private static final int CHUNK = 10_000;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final String FIND =
            "SELECT * FROM job WHERE job_name = ? AND recipe = ? AND step = ? AND key_hash IN (%s)";

    private static final String LAST = "SELECT COALESCE(MAX(job_id), 0) FROM job";

    /** What nobody has changed since it was inserted is known already, but for its number and its times. */
    private static final String UNTOUCHED =
            "SELECT position, job_id, created_time, scheduled_time, priority FROM job WHERE job_id > :last AND batch = :batch"
                    + " AND status = 'pending' AND reservation = 0 AND resubmitted_time IS NULL AND reason = ''";

    /** Tokens of batches are positive. */
    private static final long NO_BATCH = 0;

    private final Database database;
    private final DatabaseClock clock;
    private final InsertStatement jobs;

    public JobInserter(Database database, DatabaseClock clock) {
        this.database = database;
        this.clock = clock;
        this.jobs = database.dialect().hasArrays() ? new ArrayInsert(database) : new RowInsert(database);
    }

    public SubmittedJobs submit(Submission batch) {
        if (batch.jobs().isEmpty()) {
            return new SubmittedJobs(List.of(), 0);
        }
        List<String> hashes = hashes(batch);
        Map<String, Integer> places = places(hashes);
        long token = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        while (true) {
            long last = insert(batch, hashes, token);
            Found found = find(batch, hashes, places, token, last);
            if (!found.isOthersOpen()) {
                return new SubmittedJobs(found.list(), found.count());
            }
            pause();
        }
    }

    /** Returns the jobs of a batch that are in the table, in the order of the batch. */
    public List<Optional<JobRow>> find(Submission batch) {
        if (batch.jobs().isEmpty()) {
            return List.of();
        }
        List<String> hashes = hashes(batch);
        return Arrays.stream(find(batch, hashes, places(hashes), NO_BATCH, Long.MAX_VALUE).rows)
                .map(Optional::ofNullable)
                .toList();
    }

    private static List<String> hashes(Submission batch) {
        return batch.jobs().stream().map(job -> job.key().hash()).toList();
    }

    private static Map<String, Integer> places(List<String> hashes) {
        Map<String, Integer> places = new HashMap<>(2 * hashes.size());
        for (int i = 0; i < hashes.size(); i++) {
            places.put(hashes.get(i), i);
        }
        return places;
    }

    /** Inserts what is not there yet; returns the last job that was there before, as far as is known. */
    private long insert(Submission batch, List<String> hashes, long token) {
        int size = batch.jobs().size();
        if (size <= CHUNK) {
            return database.write((handle, isRepeated) -> insert(handle, batch, hashes, 0, size, token));
        }
        database.write((handle, isRepeated) -> handle.createUpdate(database.dialect()
                        .insertIgnore("open_batch", "batch_id, member_id", "VALUES (:batch, :member)"))
                .bind("batch", token)
                .bind("member", batch.submitter())
                .execute());
        long last = Long.MAX_VALUE;
        for (int from = 0; from < size; from += CHUNK) {
            int first = from;
            int end = Math.min(from + CHUNK, size);
            long before = database.write((handle, isRepeated) -> insert(handle, batch, hashes, first, end, token));
            last = Math.min(last, before);
        }
        database.write((handle, isRepeated) -> handle.createUpdate("DELETE FROM open_batch WHERE batch_id = :batch")
                .bind("batch", token)
                .execute());
        return last;
    }

    private long insert(Handle handle, Submission batch, List<String> hashes, int from, int end, long token) {
        // MariaDB's locks for rows that may be there already end in deadlocks otherwise
        handle.execute(SchemaMigration.ONE_AT_A_TIME);
        long last = handle.createQuery(LAST).mapTo(Long.class).one();
        jobs.insert(handle, new InsertRows(batch, hashes, from, end, token, clock.millis(handle)));
        return last;
    }

    private Found find(Submission batch, List<String> hashes, Map<String, Integer> places, long token, long last) {
        return database.read((handle, isRepeated) -> {
            Found found = new Found(batch, places, token);
            handle.createQuery(UNTOUCHED)
                    .bind("last", last)
                    .bind("batch", token)
                    .map((row, context) -> found.takeUntouched(row))
                    .forEach(taken -> {});
            IdChunks.each(found.missing(hashes), piece -> {
                int marks = IdChunks.places(piece.size());
                Query query = handle.createQuery(FIND.formatted(IdChunks.marks(marks)))
                        .bind(0, batch.step().jobName())
                        .bind(1, batch.step().recipe())
                        .bind(2, batch.step().step());
                for (int i = 0; i < marks; i++) {
                    query.bind(i + 3, piece.get(Math.min(i, piece.size() - 1)));
                }
                query.map((row, context) -> found.take(row)).forEach(taken -> {});
            });
            found.open.addAll(handle.createQuery("SELECT batch_id FROM open_batch")
                    .mapTo(Long.class)
                    .list());
            return found;
        });
    }

    private void pause() {
        try {
            database.scheduler().sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while another master brought the same jobs into the table", e);
        }
    }

    /** The rows of a batch as they are found. */
    private static final class Found {

        private final Submission batch;
        private final Map<String, Integer> places;
        private final long token;
        private final @Nullable JobRow[] rows;
        private final Map<Long, Long> counts = new HashMap<>();
        private final Set<Long> open = new HashSet<>();

        Found(Submission batch, Map<String, Integer> places, long token) {
            this.batch = batch;
            this.places = places;
            this.token = token;
            this.rows = new JobRow[batch.jobs().size()];
        }

        /** Takes a row of {@link #UNTOUCHED}. */
        boolean takeUntouched(ResultSet row) throws SQLException {
            int place = row.getInt(1);
            NewJob job = batch.jobs().get(place);
            JobKey key = new JobKey(StoredText.clean(job.key().json()));
            JobRow.State state = new JobRow.State(
                    JobStatus.PENDING,
                    Instant.ofEpochMilli(row.getLong(3)),
                    Instant.ofEpochMilli(row.getLong(4)),
                    null,
                    null,
                    null,
                    "");
            rows[place] = new JobRow(
                    row.getLong(2),
                    batch.step(),
                    place,
                    key,
                    job.job(),
                    row.getInt(5),
                    0,
                    state,
                    null,
                    null,
                    job.fingerprint());
            counts.merge(token, 1L, Long::sum);
            return true;
        }

        /** Returns the hashes of the jobs that have no row yet. */
        List<String> missing(List<String> hashes) {
            List<String> missing = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] == null) {
                    missing.add(hashes.get(i));
                }
            }
            return missing;
        }

        boolean take(ResultSet row) throws SQLException {
            int place = places.getOrDefault(row.getString("key_hash"), -1);
            ComputeJob job = batch.jobs().get(place).job();
            rows[place] = RowMappers.job(row, batch.step(), job);
            counts.merge(row.getLong("batch"), 1L, Long::sum);
            return true;
        }

        /** Returns whether some jobs are, or were a moment ago, in a batch of somebody else that is not complete. */
        boolean isOthersOpen() {
            boolean isMissing =
                    counts.values().stream().mapToLong(Long::longValue).sum() < rows.length;
            return isMissing || counts.keySet().stream().anyMatch(number -> number != token && open.contains(number));
        }

        /** Returns the rows; none is missing unless a batch of somebody else is open. */
        List<JobRow> list() {
            return Stream.of(rows).map(Objects::requireNonNull).toList();
        }

        long count() {
            return counts.getOrDefault(token, 0L);
        }
    }
}
