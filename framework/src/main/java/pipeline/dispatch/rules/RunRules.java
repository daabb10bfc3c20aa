package pipeline.dispatch.rules;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import pipeline.job.ComputeJob;
import pipeline.job.ResourceRequest;
import pipeline.job.identity.ContentsRule;
import pipeline.job.lifecycle.AttemptRules;

/**
 * What a run does with jobs that were run before, when it stops, and how it stays alive in the eyes of others.
 *
 * @param attempts how long attempts may take and how often there is another one, unless the job says it itself
 * @param defaultPriority for jobs that have none of their own; from 0, the most urgent, to 255
 */
public record RunRules(
        Repeat repeat, Limit limit, AttemptRules attempts, int defaultPriority, Presence presence, Throttle throttle) {

    /** Runs again what failed, keeps what succeeded, and goes on to the end. */
    public static final RunRules DEFAULT = new RunRules(
            new Repeat(false, false),
            new Limit(Optional.empty(), OptionalInt.empty(), OptionalLong.empty()),
            AttemptRules.DEFAULT,
            5,
            new Presence(Duration.ofSeconds(10), Duration.ofSeconds(60)));

    public RunRules {
        Objects.requireNonNull(repeat, "repeat is null");
        Objects.requireNonNull(limit, "limit is null");
        Objects.requireNonNull(attempts, "attempts is null");
        Objects.requireNonNull(presence, "presence is null");
        Objects.requireNonNull(throttle, "throttle is null");
        if (defaultPriority < 0 || defaultPriority > ComputeJob.LOWEST_PRIORITY) {
            throw new IllegalArgumentException(
                    "defaultPriority must be from 0 to " + ComputeJob.LOWEST_PRIORITY + ", but was " + defaultPriority);
        }
    }

    /** Makes rules without a throttle for the whole run. */
    public RunRules(Repeat repeat, Limit limit, AttemptRules attempts, int defaultPriority, Presence presence) {
        this(repeat, limit, attempts, defaultPriority, presence, Throttle.NONE);
    }

    /** Returns the rules for a step that is treated in a way of its own. */
    public RunRules forStep(StepSelection.Treatment treatment) {
        Repeat ofStep = switch (treatment) {
            case AS_NEEDED -> repeat;
            case RERUN -> new Repeat(true, repeat.keepErrors(), false, repeat.steps(), repeat.contents());
            case ACCEPT -> new Repeat(false, repeat.keepErrors(), true, repeat.steps(), repeat.contents());
            case LEAVE -> new Repeat(false, true, false, repeat.steps(), repeat.contents());
        };
        return new RunRules(ofStep, limit, attempts, defaultPriority, presence, throttle);
    }

    /** Returns the same rules with another throttle. */
    public RunRules with(Throttle other) {
        return new RunRules(repeat, limit, attempts, defaultPriority, presence, other);
    }

    /**
     * How much runs at a time, beside the places on each machine.
     *
     * @param fanout at most so many jobs in the whole run; at least 1
     * @param usual what a job takes of its machine if it does not say so itself
     */
    public record Throttle(OptionalInt fanout, ResourceRequest usual) {
        public static final Throttle NONE = new Throttle(OptionalInt.empty(), ResourceRequest.NOTHING);

        public Throttle {
            Objects.requireNonNull(usual, "usual is null");
            if (fanout.isPresent() && fanout.getAsInt() < 1) {
                throw new IllegalArgumentException("fanout must be at least 1, but was " + fanout.getAsInt());
            }
        }
    }

    /**
     * What becomes of jobs that ended in an earlier run.
     *
     * @param fresh runs all of them again
     * @param keepErrors does not run again those that failed
     * @param accept keeps those that succeeded although they would do something else now
     * @param steps which steps are treated in another way
     * @param contents by what the files that jobs read are the same as before
     */
    public record Repeat(
            boolean fresh, boolean keepErrors, boolean accept, StepSelection steps, ContentsRule contents) {

        public Repeat {
            Objects.requireNonNull(steps, "steps is null");
            Objects.requireNonNull(contents, "contents is null");
        }

        /** Treats all steps alike, and looks at no contents. */
        public Repeat(boolean fresh, boolean keepErrors, boolean accept) {
            this(fresh, keepErrors, accept, StepSelection.all(), ContentsRule.NAME);
        }

        /** Runs again what would do something else now. */
        public Repeat(boolean fresh, boolean keepErrors) {
            this(fresh, keepErrors, false);
        }
    }

    /**
     * When a run starts nothing more.
     *
     * @param halt after which failures, or other ends of jobs, it does not go on; empty if it always does
     * @param maxPriority only jobs this urgent or more are started
     * @param maxCalls so many jobs are started in the whole run; at least 1
     */
    public record Limit(Optional<HaltRule> halt, OptionalInt maxPriority, OptionalLong maxCalls) {
        public Limit {
            if (maxCalls.isPresent() && maxCalls.getAsLong() < 1) {
                throw new IllegalArgumentException("maxCalls must be at least 1, but was " + maxCalls.getAsLong());
            }
        }

        /** Returns whether a job of this priority is to be left for another run. */
        public boolean isTooLow(int priority) {
            return maxPriority.isPresent() && priority > maxPriority.getAsInt();
        }
    }

    /**
     * How a process shows others that it lives.
     *
     * @param heartbeat how often it says so
     * @param orphanAfter how long it may be silent before others take its jobs; more than two heartbeats
     */
    public record Presence(Duration heartbeat, Duration orphanAfter) {
        public Presence {
            if (heartbeat.isNegative() || heartbeat.isZero()) {
                throw new IllegalArgumentException("heartbeat must be positive, but was " + heartbeat);
            }
            if (orphanAfter.compareTo(heartbeat.multipliedBy(2)) <= 0) {
                throw new IllegalArgumentException(
                        "orphanAfter must be more than two heartbeats of " + heartbeat + ", but was " + orphanAfter);
            }
        }
    }
}
