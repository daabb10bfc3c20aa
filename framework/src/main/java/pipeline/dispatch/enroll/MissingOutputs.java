package pipeline.dispatch.enroll;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Logger;
import pipeline.job.ComputeJob;
import pipeline.job.JobStatus;
import pipeline.store.JobRow;

/** Takes back the decision to leave finished jobs alone where their outputs are not there any more. Thread-safe. */
public final class MissingOutputs implements Revision {

    private final OutputSurvey survey;
    private final Logger logger;

    public MissingOutputs(OutputSurvey survey, Logger logger) {
        this.survey = survey;
        this.logger = logger;
    }

    @Override
    public void revise(List<ComputeJob> jobs, List<JobRow> rows, List<Decision> decisions) {
        Map<Long, ComputeJob> done = new LinkedHashMap<>();
        int mute = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (decisions.get(i) == Decision.KEEP && rows.get(i).state().status() == JobStatus.SUCCESS) {
                if (jobs.get(i).terms().outputs().isEmpty()) {
                    mute++;
                } else {
                    done.put(rows.get(i).id(), jobs.get(i));
                }
            }
        }
        if (mute > 0) {
            logger.warn(
                    "{} finished {} no outputs: --rerun-if-missing has nothing to look for and leaves {} as {}",
                    mute,
                    mute == 1 ? "job declares" : "jobs declare",
                    mute == 1 ? "it" : "them",
                    mute == 1 ? "it is" : "they are");
        }
        Map<Long, String> faults = done.isEmpty() ? Map.of() : faults(done);
        for (int i = 0; i < rows.size(); i++) {
            String fault = faults.get(rows.get(i).id());
            if (fault != null && decisions.get(i) == Decision.KEEP) {
                decisions.set(i, Decision.RUN_AGAIN);
                logger.warn(
                        "job {} ({} on {}) is run again: {}",
                        rows.get(i).id(),
                        jobs.get(i).program(),
                        jobs.get(i).host(),
                        fault);
            }
        }
    }

    private Map<Long, String> faults(Map<Long, ComputeJob> done) {
        try {
            return survey.faults(done);
        } catch (InterruptedException e) {
            // who waits for the jobs next is interrupted in our place
            Thread.currentThread().interrupt();
            return Map.of();
        }
    }
}
