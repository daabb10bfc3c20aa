package pipeline.store.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import pipeline.job.ComputeJob;
import pipeline.job.WorkJson;
import pipeline.store.Batch;
import pipeline.store.Enrolled;
import pipeline.store.JobRow;
import pipeline.store.NewJob;
import pipeline.store.StepName;
import pipeline.store.StoreException;

/**
 * Brings jobs into the table. A few come in one transaction. Many come in several, so that nobody waits for long; their
 * batch is open meanwhile, and an open batch is seen by nobody.
 */
final class Enrolment {

    private static final int CHUNK = 5000;
    private static final long PAUSE_MILLIS = 200;

    private static final String COLUMNS =
            "recipe, job_name, step, position, key_hash, job_key, host, program, work, label,"
                    + " priority, status, reason, created_time, scheduled_time, error_message, user_name, pid, connection_id,"
                    + " version, attempts, reservation, submitter, batch";
    private static final String VALUES =
            "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', '', ?, ?, '', '', 0, 0, '', 0, 0, ?, ?";

    private static final String FIND =
            "SELECT * FROM job WHERE job_name = ? AND recipe = ? AND step = ? AND key_hash IN (%s)";

    private static final int LONGEST_PROGRAM = 255;

    private final Database database;
    private final Clock clock;

    Enrolment(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Enrolled enroll(Batch batch) {
        if (batch.jobs().isEmpty()) {
            return new Enrolled(List.of(), 0);
        }
        List<String> hashes = hashes(batch);
        Map<String, Integer> places = places(hashes);
        long token = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        while (true) {
            insert(batch, hashes, token);
            Found found = find(batch, hashes, places);
            if (!found.isOthersOpen(token)) {
                return new Enrolled(List.of(found.rows), found.count(token));
            }
            pause();
        }
    }

    /** Gives the jobs of a batch that are in the table, in the order of the batch. */
    List<Optional<JobRow>> look(Batch batch) {
        if (batch.jobs().isEmpty()) {
            return List.of();
        }
        List<String> hashes = hashes(batch);
        return Arrays.stream(find(batch, hashes, places(hashes)).rows)
                .map(Optional::ofNullable)
                .toList();
    }

    private static List<String> hashes(Batch batch) {
        return batch.jobs().stream().map(job -> job.key().hash()).toList();
    }

    private static Map<String, Integer> places(List<String> hashes) {
        Map<String, Integer> places = new HashMap<>(2 * hashes.size());
        for (int i = 0; i < hashes.size(); i++) {
            places.put(hashes.get(i), i);
        }
        return places;
    }

    private void insert(Batch batch, List<String> hashes, long token) {
        int size = batch.jobs().size();
        if (size <= CHUNK) {
            database.write((handle, isRepeated) -> insert(handle, batch, hashes, 0, size, token));
            return;
        }
        database.write((handle, isRepeated) -> handle.createUpdate(
                        database.dialect().insertIgnore("open_batch", "batch_id, member_id", ":batch, :member"))
                .bind("batch", token)
                .bind("member", batch.submitter())
                .execute());
        for (int from = 0; from < size; from += CHUNK) {
            int first = from;
            int end = Math.min(from + CHUNK, size);
            database.write((handle, isRepeated) -> insert(handle, batch, hashes, first, end, token));
        }
        database.write((handle, isRepeated) -> handle.createUpdate("DELETE FROM open_batch WHERE batch_id = :batch")
                .bind("batch", token)
                .execute());
    }

    private int insert(Handle handle, Batch batch, List<String> hashes, int from, int end, long token) {
        StepName step = batch.step();
        // MariaDB's locks for rows that may be there already end in deadlocks otherwise
        handle.execute(Schema.ONE_AT_A_TIME);
        long now = clock.millis(handle);
        database.use(handle, database.dialect().insertIgnore("job", COLUMNS, VALUES), statement -> {
            for (int i = from; i < end; i++) {
                NewJob job = batch.jobs().get(i);
                new Binder(statement)
                        .text(step.recipe())
                        .text(step.jobName())
                        .text(step.step())
                        .number(i)
                        .text(hashes.get(i))
                        .text(Texts.clean(job.key().json()))
                        .text(job.job().host())
                        .text(Texts.shortened(job.job().program(), LONGEST_PROGRAM))
                        .text(Texts.clean(WorkJson.write(job.job())))
                        .text(job.job().label().map(Texts::clean).orElse(null))
                        .number(job.priority())
                        .number(now)
                        .number(now + batch.delay().toMillis())
                        .number(batch.submitter())
                        .number(token);
                statement.addBatch();
            }
            return statement.executeBatch();
        });
        return end - from;
    }

    private Found find(Batch batch, List<String> hashes, Map<String, Integer> places) {
        return database.read((handle, isRepeated) -> {
            Found found = new Found(batch, places);
            Chunks.each(hashes, piece -> {
                int marks = Chunks.places(piece.size());
                Query query = handle.createQuery(FIND.formatted(Chunks.marks(marks)))
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

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("interrupted while another master brought the same jobs into the table", e);
        }
    }

    /** The rows of a batch as they are found. */
    private static final class Found {

        private final Batch batch;
        private final Map<String, Integer> places;
        private final JobRow[] rows;
        private final Map<Long, Long> counts = new HashMap<>();
        private final Set<Long> open = new HashSet<>();

        Found(Batch batch, Map<String, Integer> places) {
            this.batch = batch;
            this.places = places;
            this.rows = new JobRow[batch.jobs().size()];
        }

        boolean take(ResultSet row) throws SQLException {
            int place = places.getOrDefault(row.getString("key_hash"), -1);
            ComputeJob job = batch.jobs().get(place).job();
            rows[place] = Columns.job(row, batch.step(), job);
            counts.merge(row.getLong("batch"), 1L, Long::sum);
            return true;
        }

        /** Tells whether some jobs are, or were a moment ago, in a batch of somebody else that is not complete. */
        boolean isOthersOpen(long token) {
            boolean isMissing =
                    counts.values().stream().mapToLong(Long::longValue).sum() < rows.length;
            return isMissing || counts.keySet().stream().anyMatch(number -> number != token && open.contains(number));
        }

        long count(long token) {
            return counts.getOrDefault(token, 0L);
        }
    }
}
