package pipeline.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * One control program and its members, which run at the same time: they are started together or not at all, and if one fails, all
 * are ended. They exchange messages through the master. Retries and resume are of the gang as a whole. Immutable.
 *
 * <pre>{@code
 * ComputeJob first = jobs.get(0);
 * List<ComputeJob> kernels = jobs.subList(1, jobs.size());
 * Gang gang = Gang.of("solve", first, kernels).timeLimit(Duration.ofHours(2));
 * Outcomes outcomes = scheduleJobs(gang.jobs());
 * Outcome ofControl = outcomes.get(0);
 * }</pre>
 */
public final class Gang {

    private final List<ComputeJob> jobs;

    private Gang(List<ComputeJob> jobs) {
        this.jobs = List.copyOf(jobs);
    }

    /**
     * Makes a gang.
     *
     * @param name what people call it, unique among the gangs of one call; at most 64 characters
     * @param control gets rank 0
     * @param members at least 1; they get ranks from 1 on, in their order
     * @throws IllegalArgumentException if the name cannot be one, there is no member, a job moves a file or is in a gang already, or their
     *     retries differ
     */
    public static Gang of(String name, ComputeJob control, List<ComputeJob> members) {
        List<ComputeJob> all = new ArrayList<>();
        all.add(control);
        all.addAll(members);
        List<ComputeJob> seated = new ArrayList<>();
        for (ComputeJob job : all) {
            GangSeat seat = new GangSeat(name, seated.size(), all.size());
            check(job, seat, control.options().retries());
            seated.add(job.seated(seat).label(label(seat, JobLabel.of(job))));
        }
        return new Gang(seated);
    }

    private static String label(GangSeat seat, String own) {
        String place = seat.isControl() ? "%s control" : "%s %d/%d";
        String label = place.formatted(seat.gang(), seat.rank(), seat.size() - 1);
        return JobLabel.shortened(own.isEmpty() ? label : label + ": " + own);
    }

    private static void check(ComputeJob job, GangSeat seat, OptionalInt retries) {
        if (job.gang().isPresent()) {
            throw new IllegalArgumentException("%s is in a gang already: %s"
                    .formatted(job, job.gang().get().described()));
        }
        if (job.command() instanceof JobCommand.Transfer) {
            throw new IllegalArgumentException(
                    "%s cannot be %s: it moves a file and runs no program".formatted(job, seat.described()));
        }
        if (!job.options().retries().equals(retries)) {
            throw new IllegalArgumentException(
                    "gang %s is tried again as a whole, but its jobs have different retries; give them to the gang"
                            .formatted(seat.gang()));
        }
    }

    /** Returns the same gang with a time limit for all of it, from its start; above zero. When it is over, all are ended. */
    public Gang timeLimit(Duration limit) {
        return each(job -> job.timeout(limit));
    }

    /** Returns the same gang with another number of retries of all of it, in place of the run's; 0 for none. */
    public Gang retries(int number) {
        return each(job -> job.retries(number));
    }

    private Gang each(UnaryOperator<ComputeJob> change) {
        return new Gang(jobs.stream().map(change).toList());
    }

    /** Returns the control program and the members, in the order of their ranks; to be given to one call, with other jobs or without. */
    public List<ComputeJob> jobs() {
        return jobs;
    }

    @Override
    public String toString() {
        return "gang " + jobs.get(0).gang().orElseThrow().gang() + jobs;
    }
}
