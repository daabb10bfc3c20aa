package pipeline.store.sql.insert;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pipeline.job.identity.Fingerprint;
import pipeline.job.wire.JobJson;
import pipeline.store.NewJob;
import pipeline.store.Submission;
import pipeline.store.sql.statement.Binder;
import pipeline.store.support.StoredText;

/**
 * Some jobs of a submission, with the values of their columns.
 *
 * @param hashes of the keys of all jobs of the batch
 * @param from the position of the first job
 * @param end the position after the last one
 * @param token the number of the submission
 * @param now the store's time in milliseconds since 1970
 */
record InsertRows(Submission batch, List<String> hashes, int from, int end, long token, long now) {

    private static final int LONGEST_PROGRAM = 255;

    /** Returns the values of {@link InsertStatement#ALIKE}. */
    Binder bindAlike(Binder values) throws SQLException {
        return values.text(batch.step().recipe())
                .text(batch.step().jobName())
                .text(batch.step().step())
                .number(batch.submitter())
                .number(token)
                .number(now)
                .number(now + batch.delay().toMillis());
    }

    private NewJob job(int position) {
        return batch.jobs().get(position);
    }

    String hash(int position) {
        return hashes.get(position);
    }

    String key(int position) {
        return StoredText.clean(job(position).key().json());
    }

    String host(int position) {
        return job(position).job().host();
    }

    String program(int position) {
        return StoredText.shortened(job(position).job().program(), LONGEST_PROGRAM);
    }

    String work(int position) {
        return StoredText.clean(JobJson.write(job(position).job()));
    }

    @Nullable
    String label(int position) {
        return job(position).job().label().map(StoredText::clean).orElse(null);
    }

    int priority(int position) {
        return job(position).priority();
    }

    @Nullable
    String fingerprint(int position) {
        Fingerprint fingerprint = job(position).fingerprint();
        return fingerprint == null ? null : StoredText.clean(fingerprint.json());
    }
}
