package pipeline.cli.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import pipeline.failure.FailureGroups;
import pipeline.hostset.HostSet;
import pipeline.job.lifecycle.JobStatus;

/** What is otherwise in one run than in another. Immutable. */
final class RunComparison {

    /** A job that succeeded in both runs. */
    record Pair(JobResult before, JobResult after) {

        /** Returns how many times as long it took. */
        double times() {
            return seconds(after) / Math.max(seconds(before), LEAST_SECONDS);
        }

        private static double seconds(JobResult job) {
            Double seconds = job.successSeconds();
            return seconds == null ? 0 : seconds;
        }
    }

    /**
     * How long the jobs of a host took that succeeded.
     *
     * @param before the median in seconds in the one run
     * @param after the same in the other
     */
    record HostMedians(String host, double before, double after) {

        /** Returns how many times as long they took in the other. */
        double times() {
            return after / Math.max(before, LEAST_SECONDS);
        }
    }

    /** What takes less is not measured so exactly that a ratio says something. */
    private static final double LEAST_SECONDS = 0.001;

    /** A job counts as slower only by so much, at any ratio. */
    private static final double NOTICEABLE_SECONDS = 1;

    private final Map<JobResult.MatchKey, JobResult> before;
    private final Map<JobResult.MatchKey, JobResult> after;

    RunComparison(List<JobResult> before, List<JobResult> after) {
        this.before = byIdentity(before);
        this.after = byIdentity(after);
    }

    private static Map<JobResult.MatchKey, JobResult> byIdentity(List<JobResult> jobs) {
        Map<JobResult.MatchKey, JobResult> map = new LinkedHashMap<>();
        jobs.forEach(job -> map.put(job.identity(), job));
        return map;
    }

    Map<JobResult.MatchKey, JobResult> before() {
        return before;
    }

    Map<JobResult.MatchKey, JobResult> after() {
        return after;
    }

    /** Returns the jobs that failed in the later run, and did not in the earlier one or were not in it. */
    FailureGroups newlyFailed() {
        FailureGroups groups = new FailureGroups();
        for (JobResult job : after.values()) {
            JobResult former = before.get(job.identity());
            if (job.failed() != null && (former == null || !former.isFailed())) {
                groups.add(job.failed());
            }
        }
        return groups;
    }

    /** Returns the jobs that failed in the earlier run and succeeded in the later one. */
    List<JobResult> mended() {
        return after.values().stream()
                .filter(job -> job.status() == JobStatus.SUCCESS)
                .filter(job -> before.containsKey(job.identity())
                        && before.get(job.identity()).isFailed())
                .toList();
    }

    List<JobResult> onlyBefore() {
        return without(before, after);
    }

    List<JobResult> onlyAfter() {
        return without(after, before);
    }

    private static List<JobResult> without(
            Map<JobResult.MatchKey, JobResult> these, Map<JobResult.MatchKey, JobResult> those) {
        return these.values().stream()
                .filter(job -> !those.containsKey(job.identity()))
                .toList();
    }

    /**
     * Returns the jobs that took longer by this factor at least, and by a second, the worst first.
     *
     * @param times at least 1
     */
    List<Pair> slower(double times) {
        return pairs().filter(pair -> isSlower(pair.before(), pair.after(), times))
                .sorted(Comparator.comparingDouble(Pair::times).reversed())
                .toList();
    }

    /** Returns the jobs that took less time by this factor at least, and by a second, the best first. */
    List<Pair> faster(double times) {
        return pairs().filter(pair -> isSlower(pair.after(), pair.before(), times))
                .sorted(Comparator.comparingDouble(Pair::times))
                .toList();
    }

    private static boolean isSlower(JobResult one, JobResult other, double times) {
        double less = Pair.seconds(one);
        double more = Pair.seconds(other);
        return more - less >= NOTICEABLE_SECONDS && more >= times * less;
    }

    private Stream<Pair> pairs() {
        return after.values().stream()
                .flatMap(job ->
                        Optional.ofNullable(before.get(job.identity())).map(former -> new Pair(former, job)).stream())
                .filter(pair ->
                        pair.before().successSeconds() != null && pair.after().successSeconds() != null);
    }

    /** Returns the hosts that succeeded in both runs, in the natural order of their names. */
    List<HostMedians> hosts() {
        Map<String, List<Double>> earlier = seconds(before);
        Map<String, List<Double>> later = seconds(after);
        List<HostMedians> hosts = new ArrayList<>();
        later.forEach((host, seconds) -> {
            if (earlier.containsKey(host)) {
                hosts.add(new HostMedians(host, median(earlier.get(host)), median(seconds)));
            }
        });
        return hosts;
    }

    private static Map<String, List<Double>> seconds(Map<JobResult.MatchKey, JobResult> jobs) {
        Map<String, List<Double>> hosts = new TreeMap<>(HostSet.naturalOrder());
        jobs.values().stream()
                .filter(job -> job.successSeconds() != null)
                .forEach(job -> hosts.computeIfAbsent(job.host(), host -> new ArrayList<>())
                        .add(Pair.seconds(job)));
        return hosts;
    }

    /** Returns the median of the jobs of a run that succeeded; empty if none did. */
    static OptionalDouble median(Map<JobResult.MatchKey, JobResult> jobs) {
        List<Double> seconds = jobs.values().stream()
                .filter(job -> job.successSeconds() != null)
                .map(Pair::seconds)
                .collect(Collectors.toList());
        return seconds.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(median(seconds));
    }

    private static double median(List<Double> seconds) {
        List<Double> sorted = seconds.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
