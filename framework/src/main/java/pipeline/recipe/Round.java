package pipeline.recipe;

/**
 * One round of a loop, see {@link Recipe#loop}.
 *
 * <pre>{@code
 * loop(20, round -> {
 *     Outcomes improved = scheduleJobs("improve " + round, jobs);
 *     return improved.get(0).result(Double.class).orElseThrow() < 0.01;
 * });
 * }</pre>
 */
@FunctionalInterface
public interface Round {

    /**
     * Does the work of a round.
     *
     * @param number from 1
     * @return true if the loop is at its end
     */
    boolean run(int number) throws Exception;
}
