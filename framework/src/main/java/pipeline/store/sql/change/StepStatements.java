package pipeline.store.sql.change;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import pipeline.store.StepName;
import pipeline.store.StepRecord;
import pipeline.store.sql.connection.Database;
import pipeline.store.sql.dialect.Dialect;
import pipeline.store.sql.schema.SchemaMigration;
import pipeline.store.sql.statement.IdChunks;
import pipeline.store.support.StoredText;

/** Reads and writes what is recorded of steps. */
public final class StepStatements {

    private final Database database;
    private final Dialect dialect;

    public StepStatements(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    public void record(StepName step, String identity) {
        boolean unused = database.write((handle, isRepeated) -> {
            // two masters that share a run would each insert the same step
            handle.execute(SchemaMigration.ONE_AT_A_TIME);
            handle.createUpdate(
                            "DELETE FROM step_record WHERE recipe = :recipe AND job_name = :jobName AND step = :step")
                    .bind("recipe", step.recipe())
                    .bind("jobName", step.jobName())
                    .bind("step", step.step())
                    .execute();
            handle.createUpdate("INSERT INTO step_record (recipe, job_name, step, identity, noted_time)"
                            + " VALUES (:recipe, :jobName, :step, :identity, " + dialect.now() + ")")
                    .bind("recipe", step.recipe())
                    .bind("jobName", step.jobName())
                    .bind("step", step.step())
                    .bind("identity", identity)
                    .execute();
            return true;
        });
    }

    public void recordOutputs(StepName step, String outputs) {
        update(step, "outputs = :outputs", StoredText.clean(outputs));
    }

    public void noteAbsent(StepName step) {
        update(step, "absent_time = " + dialect.now() + ", outputs = :outputs", null);
    }

    private void update(StepName step, String change, @Nullable String outputs) {
        boolean unused = database.write((handle, isRepeated) -> {
            handle.createUpdate("UPDATE step_record SET " + change
                            + " WHERE recipe = :recipe AND job_name = :jobName AND step = :step")
                    .bind("recipe", step.recipe())
                    .bind("jobName", step.jobName())
                    .bind("step", step.step())
                    .bind("outputs", outputs)
                    .execute();
            return true;
        });
    }

    /** Returns the steps that are recorded and to which some jobs belong. */
    static Set<StepName> stepsOf(Handle handle, Collection<Long> jobs) {
        return new HashSet<>(
                handle.createQuery("SELECT DISTINCT job.recipe, job.job_name, job.step FROM job JOIN step_record"
                                + " ON step_record.recipe = job.recipe AND step_record.job_name = job.job_name"
                                + " WHERE job.job_id IN (" + IdChunks.in(jobs) + ")")
                        .map((row, context) ->
                                new StepName(row.getString("recipe"), row.getString("job_name"), row.getString("step")))
                        .list());
    }

    /** Removes the records of those that have no jobs any more, and all of a recipe under a job name if it has none there. */
    static void removeEmpty(Handle handle, Set<StepName> steps) {
        for (StepName step : steps) {
            String ofRun = " WHERE recipe = :recipe AND job_name = :jobName";
            String ofStep = ofRun + " AND step = :step";
            if (!hasJobs(handle, ofRun, step)) {
                delete(handle, ofRun, step);
            } else if (!hasJobs(handle, ofStep, step)) {
                delete(handle, ofStep, step);
            }
        }
    }

    private static boolean hasJobs(Handle handle, String where, StepName step) {
        return handle.createQuery("SELECT 1 FROM job" + where + " LIMIT 1")
                .bindMap(values(step))
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static void delete(Handle handle, String where, StepName step) {
        handle.createUpdate("DELETE FROM step_record" + where)
                .bindMap(values(step))
                .execute();
    }

    private static Map<String, String> values(StepName step) {
        return Map.of("recipe", step.recipe(), "jobName", step.jobName(), "step", step.step());
    }

    public List<StepRecord> list(String recipe, String jobName) {
        return database.read((handle, isRepeated) -> handle
                .createQuery("SELECT step, identity, outputs, noted_time, absent_time FROM step_record"
                        + " WHERE recipe = :recipe AND job_name = :jobName")
                .bind("recipe", recipe)
                .bind("jobName", jobName)
                .map((row, context) -> new StepRecord(
                        row.getString("step"),
                        row.getString("identity"),
                        row.getString("outputs"),
                        Instant.ofEpochMilli(row.getLong("noted_time")),
                        row.getString("absent_time") != null))
                .list()
                .stream()
                .sorted(Comparator.comparing(StepRecord::step))
                .toList());
    }
}
