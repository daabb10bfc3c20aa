package pipeline.testing;

/** The seed of a test whose input is random: printed, so that {@code -Dseed=N} repeats a run that failed. */
public final class Seed {

    private Seed() {}

    /** Returns the seed that was asked for, or another one each time. */
    public static long of(Class<?> test) {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println(test.getSimpleName() + ": -Dseed=" + seed);
        return seed;
    }
}
