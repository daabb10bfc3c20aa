package pipeline.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pipeline.text.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The jobs and attempts of a run at one moment, a row for each, to find what another moment has changed. How long an attempt runs
 * that has not ended is no change. Immutable.
 */
public final class RunRows {

    /** The end of an attempt that runs. */
    private static final long OPEN = -1;

    private record JobView(
            String host,
            String program,
            String step,
            String label,
            String state,
            long attempts,
            long duration,
            String kind,
            long exitCode,
            String message) {}

    private record AttemptKey(long job, long number) {}

    /** Times are milliseconds since 1970. */
    private record AttemptView(
            long reserved, long idle, long began, long ended, String ending, String message, int lane) {}

    private final Map<Long, JobView> jobs;
    private final Map<AttemptKey, AttemptView> attempts;

    private RunRows(Map<Long, JobView> jobs, Map<AttemptKey, AttemptView> attempts) {
        this.jobs = jobs;
        this.attempts = attempts;
    }

    public static RunRows of(RunColumns run) {
        Map<Long, JobView> jobs = new LinkedHashMap<>();
        JobColumns columns = run.jobs;
        for (int row = 0; row < columns.size(); row++) {
            jobs.put(
                    columns.ids.get(row),
                    new JobView(
                            columns.hostNames.text(columns.hosts.get(row)),
                            columns.programNames.text(columns.programs.get(row)),
                            columns.stepNames.text(columns.steps.get(row)),
                            columns.labels.get(row),
                            columns.stateNames.text(columns.states.get(row)),
                            columns.attempts.get(row),
                            columns.durations.get(row),
                            columns.kindNames.text(columns.kinds.get(row)),
                            columns.exitCodes.get(row),
                            run.messageTexts.text(columns.messages.get(row))));
        }
        return new RunRows(jobs, attempts(run));
    }

    private static Map<AttemptKey, AttemptView> attempts(RunColumns run) {
        Map<AttemptKey, AttemptView> views = new LinkedHashMap<>();
        AttemptColumns attempts = run.attempts;
        LaneAssignment lanes = run.lanes();
        for (int i = 0; i < attempts.size(); i++) {
            views.put(
                    new AttemptKey(run.jobs.ids.get((int) attempts.jobs.get(i)), attempts.numbers.get(i)),
                    new AttemptView(
                            attempts.reserved.get(i),
                            lanes.waitFrom(i) - attempts.reserved.get(i),
                            attempts.began.get(i),
                            attempts.isOpen(i) ? OPEN : attempts.ended.get(i),
                            attempts.ending(i),
                            run.messageTexts.text(attempts.messages.get(i)),
                            lanes.lane(i)));
        }
        return views;
    }

    /**
     * Returns the rows of this moment that an earlier one did not have, or had otherwise; empty if that one had rows, or hosts,
     * that cannot be brought up to this moment by such a list: then all must be read anew.
     */
    public Optional<ObjectNode> changesSince(RunRows earlier) {
        if (!jobs.keySet().containsAll(earlier.jobs.keySet())
                || !attempts.keySet().containsAll(earlier.attempts.keySet())
                || !hosts().equals(earlier.hosts())) {
            return Optional.empty();
        }
        ObjectNode changes = (ObjectNode) Json.tree(Map.of());
        ArrayNode changedJobs = changes.putArray("jobs");
        jobs.forEach((id, job) -> {
            if (!job.equals(earlier.jobs.get(id))) {
                write(changedJobs.addObject().put("id", id), job);
            }
        });
        ArrayNode changedAttempts = changes.putArray("attempts");
        attempts.forEach((key, attempt) -> {
            if (!attempt.equals(earlier.attempts.get(key))) {
                write(changedAttempts.addObject().put("job", key.job()).put("number", key.number()), attempt);
            }
        });
        return Optional.of(changes);
    }

    private Set<String> hosts() {
        return jobs.values().stream().map(JobView::host).collect(Collectors.toSet());
    }

    private static void write(ObjectNode json, JobView job) {
        json.put("host", job.host())
                .put("program", job.program())
                .put("step", job.step())
                .put("label", job.label())
                .put("state", job.state())
                .put("attempts", job.attempts())
                .put("duration", job.duration())
                .put("kind", job.kind())
                .put("exit_code", job.exitCode())
                .put("message", job.message());
    }

    private static void write(ObjectNode json, AttemptView attempt) {
        json.put("reserved", attempt.reserved())
                .put("idle", attempt.idle())
                .put("wait", attempt.began() - attempt.reserved())
                .put("run", attempt.ended() == OPEN ? OPEN : attempt.ended() - attempt.began())
                .put("ending", attempt.ending())
                .put("message", attempt.message())
                .put("lane", attempt.lane());
    }
}
