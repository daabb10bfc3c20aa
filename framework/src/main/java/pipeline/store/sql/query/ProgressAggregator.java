package pipeline.store.sql.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import pipeline.job.lifecycle.JobStatus;
import pipeline.store.Progress;
import pipeline.store.sql.statement.RowMappers;

/** Adds counts by job name, recipe and status up to one line for each recipe; they come in the order of the names. */
final class ProgressAggregator {

    private final List<Progress> done = new ArrayList<>();
    private final Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    private String jobName = "";
    private String recipe = "";
    private long parked;

    boolean add(ResultSet row) throws SQLException {
        String nextName = row.getString("job_name");
        String nextRecipe = row.getString("recipe");
        if (!nextName.equals(jobName) || !nextRecipe.equals(recipe)) {
            close();
            jobName = nextName;
            recipe = nextRecipe;
        }
        JobStatus status = RowMappers.status(row.getString("status"));
        counts.put(status, row.getLong("jobs"));
        if (status == JobStatus.PENDING) {
            parked = row.getLong("parked");
        }
        return true;
    }

    List<Progress> list() {
        close();
        return List.copyOf(done);
    }

    private void close() {
        if (!counts.isEmpty()) {
            done.add(new Progress(
                    jobName,
                    recipe,
                    count(JobStatus.PENDING),
                    count(JobStatus.RESERVED),
                    count(JobStatus.SUCCESS),
                    count(JobStatus.ERROR),
                    count(JobStatus.IGNORE),
                    parked));
        }
        counts.clear();
        parked = 0;
    }

    private long count(JobStatus status) {
        return counts.getOrDefault(status, 0L);
    }
}
