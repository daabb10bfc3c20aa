package pipeline.dispatch.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.job.ComputeJob;
import pipeline.job.identity.ContentsRule;
import pipeline.job.identity.FileStamp;
import pipeline.job.identity.Fingerprint;
import pipeline.job.identity.Provenance;
import pipeline.text.Plural;

/**
 * Finds out what the files hold that jobs read: one question to each host, all hosts at once. Thread-safe.
 */
public final class ContentsSurvey {

    private final HostQuestions questions;
    private final DispatchSettings settings;
    private final Logger logger;

    /** Makes one that has asked nobody. */
    public ContentsSurvey(HostQuestions questions, DispatchSettings settings, Logger logger) {
        this.questions = questions;
        this.settings = settings;
        this.logger = logger;
    }

    /**
     * Returns the fingerprints of the jobs of a call with what their files hold now; empty if the run ends before that is known. What a host
     * does not say is unknown.
     *
     * @param fingerprints one for each job
     * @param rule says what is asked for
     */
    public Optional<List<Fingerprint>> addTo(
            List<Fingerprint> fingerprints, List<ComputeJob> jobs, Provenance provenance, ContentsRule rule) {
        FilesRead reads = new FilesRead(provenance);
        Map<String, ContentsQuestion> asked = new LinkedHashMap<>();
        for (ComputeJob job : jobs) {
            reads.of(job)
                    .forEach(
                            path -> asked.computeIfAbsent(job.host(), host -> new ContentsQuestion(settings.node(host)))
                                    .add(job, path));
        }
        if (asked.isEmpty()) {
            return Optional.of(fingerprints);
        }
        logStart(asked, rule);
        Map<String, String> scripts = new LinkedHashMap<>();
        asked.forEach((host, question) -> scripts.put(host, question.script(rule)));
        questions
                .ask(scripts)
                .forEach((host, answer) -> take(host, Objects.requireNonNull(asked.get(host)), answer, rule));
        if (questions.isOver()) {
            return Optional.empty();
        }
        List<Fingerprint> all = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            ComputeJob job = jobs.get(i);
            @Nullable ContentsQuestion question = asked.get(job.host());
            Map<String, FileStamp> stamps = new LinkedHashMap<>();
            if (question != null) {
                reads.of(job).forEach(path -> stamps.put(path, question.of(job, path)));
            }
            all.add(fingerprints.get(i).withContents(stamps));
        }
        return Optional.of(all);
    }

    /** Returns the fingerprints of the jobs of a call with the files of which no host is asked now. */
    public static List<Fingerprint> notAsked(
            List<Fingerprint> fingerprints, List<ComputeJob> jobs, Provenance provenance) {
        FilesRead reads = new FilesRead(provenance);
        List<Fingerprint> all = new ArrayList<>();
        for (int i = 0; i < jobs.size(); i++) {
            Map<String, FileStamp> stamps = new LinkedHashMap<>();
            reads.of(jobs.get(i)).forEach(path -> stamps.put(path, FileStamp.NOT_ASKED));
            all.add(fingerprints.get(i).withContents(stamps));
        }
        return all;
    }

    /** A checksum of what is large takes long, and nothing else happens meanwhile. */
    private void logStart(Map<String, ContentsQuestion> asked, ContentsRule rule) {
        String hosts = Plural.of(asked.size(), "host");
        String files = Plural.of(
                asked.values().stream().mapToLong(ContentsQuestion::size).sum(), "file");
        if (rule == ContentsRule.SHA256) {
            logger.warn("asking {} for the SHA-256 of {}", hosts, files);
        } else {
            logger.info("asking {} for size and time of {}", hosts, files);
        }
    }

    private void take(String host, ContentsQuestion question, CompletableFuture<String> answer, ContentsRule rule) {
        try {
            question.read(host, await(host, answer), rule);
            question.fault().ifPresent(fault -> warn(host, host + ": " + fault));
        } catch (IncompleteAnswerException e) {
            warn(host, String.valueOf(e.getMessage()));
        }
    }

    private void warn(String host, String reason) {
        if (!questions.isOver()) {
            logger.warn(
                    "{}; it is not known what all files hold that jobs on {} read, so these jobs run again",
                    reason,
                    host);
        }
    }

    /** What is not known would run again, so an interrupt ends the waiting only together with the run. */
    private String await(String host, CompletableFuture<String> answer) throws IncompleteAnswerException {
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    return questions.await(host, answer);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                }
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
