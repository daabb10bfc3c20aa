package pipeline.store.sql;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import pipeline.store.StepName;
import pipeline.store.StepRecord;
import pipeline.store.sql.dialect.Dialect;

/** Reads and writes what is recorded of steps. */
final class StepStatements {

    private final Database database;
    private final Dialect dialect;

    StepStatements(Database database) {
        this.database = database;
        this.dialect = database.dialect();
    }

    void record(StepName step, String identity) {
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

    List<StepRecord> list(String recipe, String jobName) {
        return database.read((handle, isRepeated) -> handle
                .createQuery("SELECT step, identity, noted_time FROM step_record"
                        + " WHERE recipe = :recipe AND job_name = :jobName")
                .bind("recipe", recipe)
                .bind("jobName", jobName)
                .map((row, context) -> new StepRecord(
                        row.getString("step"),
                        row.getString("identity"),
                        Instant.ofEpochMilli(row.getLong("noted_time"))))
                .list()
                .stream()
                .sorted(Comparator.comparing(StepRecord::step))
                .toList());
    }
}
