package pipeline.dispatch.survey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.store.JobRow;

/** Looks whether jobs that are done still have the outputs they left: one question to each host, all hosts at once. Thread-safe. */
public final class OutputVerifier {

    private final HostQuestions questions;
    private final DispatchSettings settings;
    private final Logger logger;

    /** Makes one that has asked nobody. */
    public OutputVerifier(HostQuestions questions, DispatchSettings settings, Logger logger) {
        this.questions = questions;
        this.settings = settings;
        this.logger = logger;
    }

    /**
     * A job that is done and declares outputs, or has moved files.
     *
     * @param stamps what the outputs were like when it had ended, by their paths; of the others it only counts whether they are
     *     as declared
     * @param result of the job, as JSON; null if it has none
     */
    public record Done(
            long number,
            ComputeJob job,
            Map<String, String> stamps,
            @Nullable String result) {

        /** One without a result. */
        Done(long number, ComputeJob job, Map<String, String> stamps) {
            this(number, job, stamps, null);
        }

        boolean isTransfer() {
            return job.command() instanceof JobCommand.Transfer;
        }

        /** Takes it as the table has it. */
        public static Done of(JobRow row) {
            JobRow.End ending = row.ending();
            return new Done(
                    row.id(),
                    row.job(),
                    OutputCheck.stamps(ending == null ? null : ending.outputs()),
                    ending == null ? null : ending.result());
        }
    }

    /**
     * What hosts say.
     *
     * @param faults by the number of the job, what is wrong with its first output that is not as the job left it
     * @param unknown the jobs of hosts that do not answer
     */
    public record Findings(Map<Long, String> faults, Set<Long> unknown) {

        /** Nobody has said anything. */
        public Findings() {
            this(new HashMap<>(), new HashSet<>());
        }
    }

    /**
     * Looks for the outputs of jobs, which must have some.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    public Findings look(List<Done> jobs) throws InterruptedException {
        Map<String, Map<Long, Done>> byHost = new LinkedHashMap<>();
        jobs.stream()
                .filter(done -> !done.isTransfer())
                .forEach(done -> byHost.computeIfAbsent(done.job().host(), host -> new LinkedHashMap<>())
                        .put(done.number(), done));
        Map<String, OutputSurvey> surveys = new LinkedHashMap<>();
        byHost.forEach((host, some) -> surveys.put(host, new OutputSurvey(some)));
        Map<String, String> scripts = new LinkedHashMap<>();
        surveys.forEach((host, survey) -> scripts.put(host, survey.script(settings.node(host))));
        Map<String, CompletableFuture<String>> answers = questions.ask(scripts);
        Findings findings = new Findings();
        transfers(jobs, findings);
        for (Map.Entry<String, OutputSurvey> entry : surveys.entrySet()) {
            String host = entry.getKey();
            OutputSurvey survey = entry.getValue();
            try {
                findings.faults()
                        .putAll(survey.read(host, questions.await(host, Objects.requireNonNull(answers.get(host)))));
            } catch (IncompleteAnswerException e) {
                warn(host, e);
                findings.unknown().addAll(survey.jobs());
            }
        }
        return findings;
    }

    private void transfers(List<Done> jobs, Findings findings) throws InterruptedException {
        TransferVerifier transfers = new TransferVerifier(settings);
        jobs.stream().filter(Done::isTransfer).forEach(done -> transfers.add(done));
        for (Map.Entry<String, CompletableFuture<String>> answer :
                questions.ask(transfers.scripts()).entrySet()) {
            String host = answer.getKey();
            try {
                if (!transfers.read(host, questions.await(host, answer.getValue()))) {
                    throw new IncompleteAnswerException(host + ": it did not say what files hold");
                }
            } catch (IncompleteAnswerException e) {
                warn(host, e);
                findings.unknown().addAll(transfers.jobs(host));
            }
        }
        findings.faults().putAll(transfers.faults());
    }

    private void warn(String host, IncompleteAnswerException reason) {
        logger.warn(
                "{}; it is not known whether the outputs of finished jobs on {} are still there",
                reason.getMessage(),
                host);
    }
}
