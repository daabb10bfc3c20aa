package pipeline.cli.events;

import java.util.LinkedHashMap;
import java.util.Map;
import pipeline.text.Plural;

/**
 * How many jobs of a run there are so far.
 *
 * @param left those that ended without having run: parked, left out, or not started
 */
record JobTally(long total, long done, long failed, long parked, long left, long running) {

    static final JobTally NONE = new JobTally(0, 0, 0, 0, 0, 0);

    JobTally scheduled(int jobs) {
        return new JobTally(total + jobs, done, failed, parked, left, running);
    }

    JobTally started() {
        return new JobTally(total, done, failed, parked, left, running + 1);
    }

    JobTally stopped() {
        return new JobTally(total, done, failed, parked, left, running - 1);
    }

    JobTally succeeded() {
        return new JobTally(total, done + 1, failed, parked, left, running);
    }

    JobTally hasFailed() {
        return new JobTally(total, done, failed + 1, parked, left, running);
    }

    JobTally wasParked() {
        return new JobTally(total, done, failed, parked + 1, left, running);
    }

    JobTally wasLeft() {
        return new JobTally(total, done, failed, parked, left + 1, running);
    }

    Map<String, Long> json() {
        Map<String, Long> json = new LinkedHashMap<>();
        json.put("total", total);
        json.put("done", done);
        json.put("failed", failed);
        json.put("parked", parked);
        json.put("left_out", left);
        json.put("running", running);
        return json;
    }

    /** Returns it for people, such as {@code 3 of 10 done, 1 failed}. */
    String words() {
        StringBuilder text = new StringBuilder("%d of %s done".formatted(done, Plural.of(total, "job")));
        if (failed > 0) {
            text.append(", ").append(failed).append(" failed");
        }
        if (parked > 0) {
            text.append(", ").append(parked).append(" parked");
        }
        if (running > 0) {
            text.append(", ").append(running).append(" running");
        }
        return text.toString();
    }
}
