package pipeline.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.AttemptRunner;
import pipeline.dispatch.attempt.OutcomeClassifier;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.queue.EventLoop;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.queue.JobPhase;
import pipeline.dispatch.queue.JobsInRun;
import pipeline.dispatch.queue.MachineQueue;
import pipeline.dispatch.queue.QueuedJob;
import pipeline.dispatch.queue.UncaughtErrors;
import pipeline.dispatch.rules.RunRules;
import pipeline.dispatch.rules.StopMode;
import pipeline.dispatch.rules.Timeouts;
import pipeline.dispatch.table.JobTableWriter;
import pipeline.dispatch.table.OutcomeRecorder;
import pipeline.job.Outcome;
import pipeline.remote.TransportException;
import pipeline.store.Reservation;
import pipeline.text.Plural;
import pipeline.time.ScheduledTask;

/**
 * The attempts that have been started and have no outcome yet: it starts them, ends those that take too long or that somebody has
 * cancelled, and passes on how they ended, once it is known whether their host is to blame. Confined to the dispatcher's loop.
 */
final class RunningAttempts implements AutoCloseable {

    private final AttemptRunner runner;
    private final JobTableWriter writer;
    private final OutcomeRecorder recorder;
    private final AttemptCompletion completion;
    private final JobsInRun jobs;
    private final Hosts hosts;
    private final EventLoop events;
    private final Timeouts timeouts;
    private final Logger logger;
    private final TimeLimitMonitor timeLimits;
    private final CancellationPoller cancellations = new CancellationPoller();
    private final GangCompletion gangs;
    private final HostFailureDetector failureDetector;
    private final Set<RunningAttempt> running = new HashSet<>();
    private final List<ScheduledTask> tasks = new ArrayList<>();
    private boolean hasTimeLimits;

    RunningAttempts(
            AttemptRunner runner,
            JobTableWriter writer,
            RunState state,
            OutcomeRecorder recorder,
            AttemptCompletion completion,
            RunRules rules) {
        this.runner = runner;
        this.writer = writer;
        this.recorder = recorder;
        this.completion = completion;
        this.jobs = state.jobs();
        this.hosts = state.hosts();
        this.events = state.events();
        this.timeouts = runner.timeouts();
        this.logger = runner.logger();
        this.timeLimits = new TimeLimitMonitor(rules.attempts().timeout());
        this.gangs = new GangCompletion(state, completion, timeouts, logger);
        this.failureDetector = new HostFailureDetector(
                state,
                () -> Collections.unmodifiableCollection(running),
                runner.settings().healthPolicy().jobFailures());
    }

    /** Begins to look for jobs that somebody cancels. */
    void begin() {
        tasks.add(events.every(CancellationPoller.PAUSE, this::askForCancelled));
    }

    /** Starts a job that has its place, its slot and its reservation. */
    void start(MachineQueue machine, MachineQueue.Start start, Reservation reservation) {
        start(machine, start, reservation, null);
    }

    /**
     * Starts a job that has its place, its slot and its reservation.
     *
     * @param gang with whom it is started; null if by itself
     */
    void start(MachineQueue machine, MachineQueue.Start start, Reservation reservation, @Nullable RunningGang gang) {
        QueuedJob job = start.job();
        logger.debug(
                "Dispatching command to {} with {}: job {}, {}",
                job.host(),
                hosts.method(),
                job.number(),
                job.job().program());
        jobs.note(job, JobPhase.Event.STARTED);
        recorder.started(job);
        RunningAttempt attempt = new RunningAttempt(
                job, start.slot(), hosts.owner(start.host().host().name()), reservation, events.scheduler());
        running.add(attempt);
        if (gang != null) {
            attempt.joins(gang.session());
            gangs.started(attempt, gang);
            attempt.exitCode().whenComplete((code, failure) -> events.post(() -> gangs.exited(attempt, code)));
        }
        if (timeLimits.watch(attempt) && !hasTimeLimits) {
            hasTimeLimits = true;
            tasks.add(events.every(TimeLimitMonitor.PAUSE, this::endOverdue));
        }
        attempt.outcome().whenComplete((outcome, failure) -> events.post(() -> ended(attempt, outcome, failure)));
        // Place and slot are free when the job's process has ended, though its last records may be on their way; a slot
        // of which the host keeps too much, when the table has what became of the job.
        Runnable free = () -> {
            start.host().took(attempt.age());
            machine.release(start.host(), attempt.slot(), job);
            machine.requestTurn();
        };
        runner.start(attempt, start.host().host(), writer.lostBefore(reservation), hosts::reach)
                .whenComplete((ended, failure) -> events.post(() -> {
                    if (attempt.slot().isFull()) {
                        attempt.onSettled(free);
                    } else {
                        free.run();
                    }
                }));
    }

    private void ended(RunningAttempt attempt, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (running.remove(attempt)) {
            UncaughtErrors.reportIn(failure);
            Outcome certain = OutcomeClassifier.of(attempt, outcome, failure, logger);
            timeLimits.ended(attempt, certain);
            if (!gangs.ended(attempt, certain)) {
                failureDetector.heard(attempt, certain).forEach(completion::conclude);
            }
        }
    }

    private void endOverdue() {
        timeLimits
                .overdue(events.scheduler().nanos())
                .forEach(overdue -> overdue.attempt().timeOut(overdue.reason(), timeouts));
    }

    private void askForCancelled() {
        List<Long> numbers = cancellations.ask(List.copyOf(running));
        if (!numbers.isEmpty()) {
            writer.cancelled(numbers)
                    .whenComplete((cancelled, fault) -> events.post(() -> cancellations
                            .answered(cancelled)
                            .forEach(
                                    attempt -> attempt.cancel(CancellationPoller.REASON, timeouts.grace(), timeouts))));
        }
    }

    /** Ends the attempts at some jobs that the table has as cancelled; the reason stands in the outcomes. */
    void cancel(Set<QueuedJob> cancelled, String reason) {
        List.copyOf(running).stream()
                .filter(attempt -> cancelled.contains(attempt.job()))
                .forEach(attempt -> attempt.cancel(reason, timeouts.grace(), timeouts));
    }

    /** Takes how long the latest successes of programs took, for time limits that depend on it. */
    void learn(Map<String, List<Duration>> latest) {
        timeLimits.learn(latest);
    }

    /** Judges suspected hosts once more; due now and then. */
    void look() {
        failureDetector.look().forEach(completion::conclude);
    }

    /** Waits for nothing more that may clear a host: how jobs have ended is reported. */
    void concludeAll() {
        failureDetector.close().forEach(completion::conclude);
    }

    /** Returns who finds out whether hosts are to blame. */
    HostFailureDetector failureDetector() {
        return failureDetector;
    }

    /** Returns whether none runs; of some that have ended it may not be known whether their host is to blame. */
    boolean isEmpty() {
        return running.isEmpty();
    }

    /** Returns of how many the program has ended, so that the outcome is on its way. */
    int ended() {
        return (int) running.stream().filter(run -> run.exitCode().isDone()).count();
    }

    /** Does with all of them what those who stop the run want. */
    void stop(StopMode how, String reason) {
        long unfinished =
                running.stream().filter(run -> !run.exitCode().isDone()).count();
        if (unfinished > 0) {
            logger.warn("{}: {} {}", reason, word(how), Plural.of(unfinished, "running job"));
        }
        Collection<RunningAttempt> all = List.copyOf(running);
        switch (how) {
            case DRAIN -> {
                // their ends come by themselves
            }
            case LEAVE -> all.forEach(run -> letGo(run, reason));
            case END -> all.forEach(run -> run.cancel(reason, timeouts.grace(), timeouts));
            case KILL -> all.forEach(run -> run.cancel(reason, Duration.ZERO, timeouts));
        }
    }

    private static void letGo(RunningAttempt run, String reason) {
        run.letGo(
                new TransportException(TransportException.Cause.LOST, run.job().host(), reason));
    }

    private static String word(StopMode how) {
        return switch (how) {
            case DRAIN -> "waiting for";
            case LEAVE -> "leaving behind";
            case END -> "ending";
            case KILL -> "killing";
        };
    }

    /** Waits for none of them any longer. */
    void giveUp() {
        for (RunningAttempt attempt : List.copyOf(running)) {
            Outcome outcome = runner.givenUp(attempt);
            writer.end(attempt.notKnownToBeOver(outcome));
            completion.givenUp(attempt, outcome);
        }
        running.clear();
    }

    /** Looks at nothing any more. */
    @Override
    public void close() {
        tasks.forEach(ScheduledTask::cancel);
    }
}
