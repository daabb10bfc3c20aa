package pipeline.dispatch;

import java.time.Duration;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.RunningAttempt;
import pipeline.dispatch.hosts.HostHealthMonitor;
import pipeline.dispatch.queue.Hosts;
import pipeline.dispatch.rules.AttemptFailures;
import pipeline.dispatch.rules.FailureMeaning;
import pipeline.dispatch.rules.Timeouts;
import pipeline.job.Attempt;
import pipeline.job.Failure;
import pipeline.job.Outcome;

/**
 * Ends gangs: the first job that does not end well ends all others of its gang, and what became of them is reported when all have
 * ended, so that none of a gang is called done unless all are. Confined to the dispatcher's loop.
 */
final class GangCompletion {

    private final AttemptCompletion completion;
    private final Hosts hosts;
    private final HostHealthMonitor hostHealth;
    private final Timeouts timeouts;
    private final Logger logger;
    private final IdentityHashMap<RunningAttempt, RunningGang> running = new IdentityHashMap<>();

    /** Those that have ended, and whose members wait for what the table says of the first that failed. */
    private final Set<RunningGang> concluding = new HashSet<>();

    GangCompletion(RunState state, AttemptCompletion completion, Timeouts timeouts, Logger logger) {
        this.completion = completion;
        this.hosts = state.hosts();
        this.hostHealth = state.hostHealth();
        this.timeouts = timeouts;
        this.logger = logger;
    }

    /** Takes an attempt of a gang that is about to start. */
    void started(RunningAttempt attempt, RunningGang gang) {
        gang.add(attempt);
        running.put(attempt, gang);
    }

    /** Takes the end of the program of an attempt, which is known before its outcome is. */
    void exited(RunningAttempt attempt, @Nullable Integer code) {
        RunningGang gang = running.get(attempt);
        if (gang == null) {
            return;
        }
        if (code != null && code != 0) {
            boolean isSkip = attempt.job().job().options().skipExit().contains(code);
            blame(gang, attempt, (isSkip ? "is left out: exit code " : "failed: exit code ") + code);
        }
        gang.session().ended(attempt.job().job().gang().orElseThrow().rank());
    }

    /** Takes how an attempt ended; returns false if it is none of a gang. */
    boolean ended(RunningAttempt attempt, Outcome outcome) {
        RunningGang gang = running.remove(attempt);
        if (gang == null) {
            return false;
        }
        if (!outcome.isSuccess()) {
            blame(gang, attempt, word(outcome) + ": " + outcome.message());
        }
        if (gang.ended(attempt, outcome)) {
            conclude(gang);
        }
        return true;
    }

    private static String word(Outcome outcome) {
        return switch (outcome.state()) {
            case SUCCEEDED -> "succeeded";
            case FAILED -> FailureMeaning.isStopped(outcome) ? "was ended" : "failed";
            case PARKED -> "is parked";
            case IGNORED, SKIPPED -> "is left out";
            case NOT_STARTED -> "was not started";
        };
    }

    private void blame(RunningGang gang, RunningAttempt attempt, String why) {
        if (gang.blame(attempt, why)) {
            gang.session().end(gang.reason());
            List<RunningAttempt> others =
                    gang.members().stream().filter(running::containsKey).toList();
            logger.info("{}", gang.reason());
            others.stream()
                    .filter(other -> other != attempt)
                    .forEach(other -> other.cancel(gang.reason(), timeouts.grace(), timeouts));
        }
    }

    private void conclude(RunningGang gang) {
        RunningAttempt culprit = gang.culprit();
        if (culprit == null) {
            for (RunningAttempt member : gang.members()) {
                hostHealth.proven(hosts.slots(member.job().host()));
                completion.own(member, gang.end(member));
            }
            return;
        }
        Outcome first = gang.end(culprit);
        switch (first.state()) {
            case FAILED -> failed(gang, culprit, first.failure().orElseThrow());
            case PARKED -> parked(gang, culprit, first);
            case SKIPPED -> gang.members().forEach(member -> completion.own(member, leftOut(gang, member, first)));
            case SUCCEEDED, IGNORED, NOT_STARTED ->
                gang.members().forEach(member -> completion.own(member, notDone(gang, member)));
        }
    }

    /** What one of a gang leaves out, all do. */
    private static Outcome leftOut(RunningGang gang, RunningAttempt member, Outcome first) {
        return member == gang.culprit() || mayStillRun(gang, member)
                ? gang.end(member)
                : Outcome.skipped(
                        member.job().job(),
                        attempt(gang, member),
                        first.exitCode().orElseThrow(),
                        gang.reason() + ": " + first.message());
    }

    /** All share the fate of the first: with it they fail or are tried again. */
    private void failed(RunningGang gang, RunningAttempt culprit, Failure failure) {
        if (FailureMeaning.isStopped(failure.kind())) {
            gang.members().forEach(member -> completion.own(member, notDone(gang, member)));
            return;
        }
        concluding.add(gang);
        completion.ofGang(culprit, gang.end(culprit), true, isTriedAgain -> {
            concluding.remove(gang);
            gang.members().stream().filter(member -> member != culprit).forEach(member -> {
                Outcome ended = notDone(gang, member);
                Outcome shared = mayStillRun(gang, member)
                        ? ended
                        : withFailure(gang, member, AttemptFailures.sharing(failure, gang.reason()));
                completion.ofGang(member, shared, isTriedAgain, again -> {});
            });
        });
    }

    /** A host is away: all wait for it. */
    private void parked(RunningGang gang, RunningAttempt culprit, Outcome first) {
        boolean isRefused = !culprit.ended(first, false).wasSent();
        for (RunningAttempt member : gang.members()) {
            if (member == culprit || mayStillRun(gang, member)) {
                completion.own(member, gang.end(member));
            } else {
                completion.again(
                        member, withFailure(gang, member, AttemptFailures.ofHost(null, gang.reason())), !isRefused);
            }
        }
    }

    /** Returns whether the host of a job is to be asked for it by the next run, which ends it then. */
    private static boolean mayStillRun(RunningGang gang, RunningAttempt member) {
        return member.ended(gang.end(member), false).isQuestion();
    }

    /** Returns how one of a gang ended that is not done: as it did itself, but for a success, which does not count. */
    private static Outcome notDone(RunningGang gang, RunningAttempt member) {
        Outcome outcome = gang.end(member);
        return outcome.isSuccess() ? withFailure(gang, member, AttemptFailures.cancelled(gang.reason())) : outcome;
    }

    private static Outcome withFailure(RunningGang gang, RunningAttempt member, Failure failure) {
        return Outcome.failed(member.job().job(), attempt(gang, member), failure);
    }

    private static Attempt attempt(RunningGang gang, RunningAttempt member) {
        return gang.end(member)
                .attempt()
                .orElseGet(() -> new Attempt(member.job().number(), null, Duration.ZERO, null, null));
    }
}
