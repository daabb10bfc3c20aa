package pipeline.cli.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.store.MemberRow;

/**
 * A run as it stands in the job table.
 *
 * @param recipes those that have jobs under the name, in the order of their names
 * @param member the last master that worked on it, or else the last worker; null if the table knows none any more
 * @param endedSince how many jobs ended since that one started
 * @param now by the store's clock
 */
public record RunOverview(
        String jobName,
        List<String> recipes,
        MasterState state,
        JobCounts counts,
        @Nullable MemberRow member,
        long endedSince,
        Instant now) {

    /** Returns how long the last master has been there, or was; empty if there is none. */
    public Optional<Duration> elapsed() {
        MemberRow last = member;
        if (last == null) {
            return Optional.empty();
        }
        Instant ended = last.ended();
        Instant until = state == MasterState.LIVE ? now : ended == null ? last.heartbeat() : ended;
        return Optional.of(Duration.between(last.started(), until));
    }

    /** Returns how far the bar of an attempt goes that has not ended: until now, or until its master was last heard of. */
    public Instant shownUntil() {
        MemberRow last = member;
        return last == null || state == MasterState.LIVE
                ? now
                : Objects.requireNonNullElse(last.ended(), last.heartbeat());
    }

    /** Returns how many jobs ended in a second, on average since the last master started; 0 if none did. */
    public double rate() {
        double seconds = elapsed().map(Duration::toMillis).orElse(0L) / 1000.0;
        return seconds <= 0 ? 0 : endedSince / seconds;
    }

    /** Returns how long the rest will take if it goes on like this; empty if that cannot be known, or nothing goes on. */
    public Optional<Duration> remaining() {
        return remaining(List.of());
    }

    /** Returns the same where more is known: the slowest of the hosts may need longer than the average says. */
    Optional<Duration> remaining(List<HostOverview> hosts) {
        if (state != MasterState.LIVE) {
            return Optional.empty();
        }
        List<RemainingTime.HostJobs> onHosts = hosts.stream()
                .map(host -> new RemainingTime.HostJobs(
                        host.counts().waiting(),
                        host.counts().running(),
                        Objects.requireNonNullElse(host.median(), 0.0)))
                .toList();
        return RemainingTime.of(counts.running() + counts.waiting(), rate(), onHosts);
    }
}
