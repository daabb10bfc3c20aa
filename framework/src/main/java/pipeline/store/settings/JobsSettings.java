package pipeline.store.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import pipeline.config.Configuration;
import pipeline.job.identity.ContentsRule;
import pipeline.job.lifecycle.AttemptRules;
import pipeline.store.RetentionLimits;
import pipeline.store.TableLocation;
import pipeline.store.VersionMethod;

/** How the job table is kept: the section {@code [jobs]} of the configuration. */
public record JobsSettings(
        TableLocation place, Timing timing, Rules rules, VersionMethod versionMethod, RetentionLimits retention) {

    /**
     * When somebody or something counts as dead or old.
     *
     * @param heartbeat how often masters and workers say that they live; less than half the orphan timeout
     * @param orphanTimeout how long one may be silent before others take its jobs
     * @param staleTimeout how old a job that its recipe no longer has must be before a refresh removes it; empty for never
     * @param patience how long masters and workers wait for a table that cannot be used; empty for as long as it takes
     */
    public record Timing(
            Duration heartbeat, Duration orphanTimeout, Optional<Duration> staleTimeout, Optional<Duration> patience) {

        static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Optional.of(Duration.ofHours(1)),
                Optional.of(Duration.ofMinutes(10)));

        public Timing {
            Objects.requireNonNull(patience, "patience is null");
            Objects.requireNonNull(staleTimeout, "staleTimeout is null");
            if (!isQuickEnough(heartbeat, orphanTimeout)) {
                throw new IllegalArgumentException("heartbeat must be less than half of the orphan timeout, "
                        + orphanTimeout + ", but was " + heartbeat);
            }
        }

        static boolean isQuickEnough(Duration heartbeat, Duration orphanTimeout) {
            return heartbeat.multipliedBy(2).compareTo(orphanTimeout) < 0;
        }
    }

    /**
     * What becomes of jobs.
     *
     * @param autoRefresh whether a run refreshes first, if nothing else is asked for
     * @param keepCompleted whether successes keep all there is about them, or only key and status
     * @param keepErrors whether a run leaves alone what failed in an earlier one
     * @param defaultPriority for jobs without a priority of their own, 0 (the most urgent) to 255
     * @param contents by what the files that jobs read are the same as before
     * @param attempts how long attempts may take, and how often there is another one
     */
    public record Rules(
            boolean autoRefresh,
            boolean keepCompleted,
            boolean keepErrors,
            int defaultPriority,
            ContentsRule contents,
            AttemptRules attempts) {

        static final Rules DEFAULT = new Rules(true, true, false, 5, ContentsRule.NAME, AttemptRules.DEFAULT);
    }

    /** Returns what holds for a table if the configuration says nothing else. */
    public static JobsSettings defaults(TableLocation place) {
        return new JobsSettings(place, Timing.DEFAULT, Rules.DEFAULT, VersionMethod.NONE, RetentionLimits.UNLIMITED);
    }

    /**
     * Reads the section; what is wrong in it is reported to the configuration.
     *
     * @param environment {@code PIPELINE_JOBS_URL}, {@code PIPELINE_JOBS_USER} and {@code PIPELINE_JOBS_PASSWORD} go
     *     before the section
     * @param runtimeDirectory holds the table if nothing else is said, and SQLite files with a relative name
     */
    public static JobsSettings from(
            Configuration configuration, Map<String, String> environment, Path runtimeDirectory) {
        return new JobsSection(configuration, environment, runtimeDirectory).read();
    }
}
