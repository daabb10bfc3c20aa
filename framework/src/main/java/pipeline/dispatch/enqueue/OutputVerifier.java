package pipeline.dispatch.enqueue;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.job.ComputeJob;
import pipeline.job.JobCommand;
import pipeline.remote.Transport;
import pipeline.remote.TransportException;
import pipeline.store.JobRow;
import pipeline.time.ScheduledTask;
import pipeline.time.Scheduler;

/** Looks whether jobs that are done still have the outputs they left: one question to each host, all hosts at once. Thread-safe. */
public final class OutputVerifier {

    private static final Duration BREATH = Duration.ofMillis(100);

    private final Transport transport;
    private final DispatchSettings settings;
    private final Logger logger;
    private final BooleanSupplier isOver;
    private final Scheduler scheduler;

    /**
     * Makes one that has asked nobody.
     *
     * @param isOver tells whether the run ends: then answers are not waited for
     */
    public OutputVerifier(
            Transport transport,
            DispatchSettings settings,
            Logger logger,
            BooleanSupplier isOver,
            Scheduler scheduler) {
        this.scheduler = scheduler;
        this.transport = transport;
        this.settings = settings;
        this.logger = logger;
        this.isOver = isOver;
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
        Findings() {
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
        Map<OutputSurvey, CompletableFuture<String>> answers = new LinkedHashMap<>();
        byHost.forEach((host, some) -> {
            OutputSurvey survey = new OutputSurvey(host, some);
            answers.put(survey, transport.host(host).ask(survey.script(settings.node(host))));
        });
        Findings findings = new Findings();
        transfers(jobs, findings);
        for (Map.Entry<OutputSurvey, CompletableFuture<String>> answer : answers.entrySet()) {
            OutputSurvey survey = answer.getKey();
            try {
                findings.faults().putAll(survey.read(await(answer.getValue())));
            } catch (ExecutionException e) {
                TransportException transport = TransportException.in(e);
                warn(survey.host(), transport != null ? String.valueOf(transport.getMessage()) : e.toString());
                findings.unknown().addAll(survey.jobs());
            } catch (IncompleteAnswerException e) {
                warn(survey.host(), survey.host() + ": " + e.getMessage());
                findings.unknown().addAll(survey.jobs());
            }
        }
        return findings;
    }

    private void transfers(List<Done> jobs, Findings findings) throws InterruptedException {
        TransferVerifier transfers = new TransferVerifier(settings);
        jobs.stream().filter(Done::isTransfer).forEach(done -> transfers.add(done));
        Map<String, CompletableFuture<String>> answers = new LinkedHashMap<>();
        transfers
                .scripts()
                .forEach(
                        (host, script) -> answers.put(host, transport.host(host).ask(script)));
        for (Map.Entry<String, CompletableFuture<String>> answer : answers.entrySet()) {
            String host = answer.getKey();
            try {
                if (!transfers.read(host, await(answer.getValue()))) {
                    throw new IncompleteAnswerException("it did not say what files hold");
                }
            } catch (ExecutionException | IncompleteAnswerException e) {
                TransportException transport = TransportException.in(e);
                warn(host, transport != null ? String.valueOf(transport.getMessage()) : host + ": " + e.getMessage());
                findings.unknown().addAll(transfers.jobs(host));
            }
        }
        findings.faults().putAll(transfers.faults());
    }

    private void warn(String host, String reason) {
        logger.warn("{}; it is not known whether the outputs of finished jobs on {} are still there", reason, host);
    }

    private String await(CompletableFuture<String> answer)
            throws InterruptedException, ExecutionException, IncompleteAnswerException {
        CompletableFuture<String> ended = answer.copy();
        ScheduledTask look = scheduler.every(BREATH, () -> {
            if (isOver.getAsBoolean()) {
                ended.completeExceptionally(
                        new IncompleteAnswerException("its outputs are not waited for, since the run ends"));
            }
        });
        try {
            return ended.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IncompleteAnswerException incomplete) {
                throw incomplete;
            }
            throw e;
        } finally {
            look.cancel();
        }
    }
}
