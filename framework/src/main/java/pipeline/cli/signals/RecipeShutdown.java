package pipeline.cli.signals;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Brings a recipe to its end when somebody ends the run: once the jobs are dealt with the recipe is interrupted, and if it does
 * not end within the grace, the process is left all the same.
 */
final class RecipeShutdown implements Runnable {

    /** So long a recipe may take for what became of its jobs, such as to write its map, before it is interrupted. */
    private static final Duration MOMENT = Duration.ofSeconds(2);

    /** As long as a run may take: who drains waits for what runs. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Supplier<SignalHandler.StopTarget> target;
    private final boolean isDraining;
    private final CountDownLatch over;
    private final IntSupplier status;
    private final Consumer<String> say;
    private final IntConsumer beforeEnd;

    /**
     * Makes it.
     *
     * @param target gives what is to be stopped, as far as the run has come
     * @param isDraining whether what runs is waited for, however long
     * @param over is down when all is written and closed
     * @param status gives the exit status of the process
     * @param beforeEnd is given the status before the process ends though the run has not
     */
    RecipeShutdown(
            Supplier<SignalHandler.StopTarget> target,
            boolean isDraining,
            CountDownLatch over,
            IntSupplier status,
            Consumer<String> say,
            IntConsumer beforeEnd) {
        this.target = target;
        this.isDraining = isDraining;
        this.over = over;
        this.status = status;
        this.say = say;
        this.beforeEnd = beforeEnd;
    }

    @Override
    public void run() {
        try {
            stop();
        } catch (InterruptedException e) {
            // nobody interrupts this thread, and it is the last that could end the process
            exit();
        }
    }

    private void stop() throws InterruptedException {
        RecipeThread recipe = target.get().recipe();
        boolean unused =
                recipe.awaitNoCall(isDraining ? FOR_EVER : target.get().policy().patience());
        unused = recipe.awaitEnd(MOMENT);
        recipe.interrupt();
        InterruptPolicy policy = target.get().policy();
        if (!recipe.awaitEnd(policy.grace())) {
            say.accept("the recipe did not end within %d s of its interrupt and is left at %s; %s"
                    .formatted(
                            policy.grace().toSeconds(),
                            recipe.place().orElse("a place outside of its own code"),
                            "the next start with this job name goes on from here"));
            closeAll(target.get().closer(), policy.margin());
            exit();
        } else if (!over.await(policy.patience().toMillis(), TimeUnit.MILLISECONDS)) {
            say.accept("the run was not closed within %d s and is given up"
                    .formatted(policy.patience().toSeconds()));
            exit();
        }
    }

    /** Ensures that the table has all that is known, if that takes no longer than it may. */
    static void closeAll(Runnable closer, Duration limit) {
        Thread closing = new Thread(closer, "interruption-close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(Math.max(1, limit.toMillis()));
        } catch (InterruptedException e) {
            // the process ends all the same
            Thread.currentThread().interrupt();
        }
    }

    private void exit() {
        int code = status.getAsInt();
        beforeEnd.accept(code);
        System.exit(code);
    }
}
