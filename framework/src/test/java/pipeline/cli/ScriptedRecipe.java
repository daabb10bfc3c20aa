package pipeline.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import pipeline.job.ComputeJob;
import pipeline.job.JobListener;
import pipeline.recipe.Output;
import pipeline.recipe.Recipe;
import pipeline.recipe.UsageException;

/** Does what its first argument says. */
public final class ScriptedRecipe extends Recipe {

    private final Output<List<?>> told = output("told", "the arguments").list();

    @Override
    protected int run() throws Exception {
        logger().info("told to {}", args());
        told.set(args());
        switch (arg(0, "WHAT")) {
            case "return" -> {
                return Integer.parseInt(arg(1, "CODE"));
            }
            case "jobs" -> {
                scheduleJobs(List.of(
                        ComputeJob.command("lce001", "a"),
                        ComputeJob.command("lce002", "b"),
                        ComputeJob.command("lce003", "c")));
                return error.isSet() ? 1 : 0;
            }
            case "forgive" -> {
                scheduleJobs(List.of(ComputeJob.command("lce001", "a")));
                error.clear();
                return 0;
            }
            case "ignore" -> {
                scheduleJobs(List.of(ComputeJob.command("lce001", "a")));
                return 0;
            }
            case "jobs then throw" -> {
                scheduleJobs(List.of(ComputeJob.command("lce001", "a")));
                throw new IllegalStateException("a fault in the recipe");
            }
            case "print" -> {
                standardOutput().print("product\n");
                return 0;
            }
            case "misuse" -> throw new UsageException("that is no way to call it");
            case "map" -> mapfile(1);
            case "throw" -> throw new IllegalStateException("a fault in the recipe");
            case "sleep" -> {
                logger().warn("ready");
                TimeUnit.HOURS.sleep(1);
            }
            case "sleep on" -> {
                logger().warn("ready");
                try {
                    TimeUnit.HOURS.sleep(1);
                } catch (InterruptedException e) {
                    logger().warn("so it is");
                }
            }
            case "loop" -> loop();
            case "jobs then loop" -> {
                scheduleJobs(List.of(ComputeJob.command("lce001", "a")));
                loop();
            }
            case "listener that breaks" ->
                scheduleJobs(
                        List.of(ComputeJob.command("localhost", "sh", "-c", arg(1, "COMMAND"))), 1, new JobListener() {
                            @Override
                            public void started(ComputeJob job, long number) {
                                if (!Files.exists(Path.of(arg(2, "FLAG")))) {
                                    throw new StackOverflowError("on purpose");
                                }
                            }
                        });
            case "listener that hoards" ->
                scheduleJobs(
                        List.of(ComputeJob.command("localhost", "sh", "-c", arg(1, "COMMAND"))), 1, new JobListener() {
                            @Override
                            public void started(ComputeJob job, long number) {
                                if (!Files.exists(Path.of(arg(2, "FLAG")))) {
                                    hoard();
                                }
                            }
                        });
            case "error" -> throw new StackOverflowError();
            default -> throw new UsageException("what is " + arg(0, "WHAT"));
        }
        return 0;
    }

    /** Never has enough, and does not mind to be told that there is no more. */
    private void hoard() {
        List<byte[]> hoard = new ArrayList<>();
        while (true) {
            try {
                hoard.add(new byte[1 << 20]);
            } catch (OutOfMemoryError e) {
                logger().info("it was {} MiB", hoard.size());
                hoard.clear();
            }
        }
    }

    /** Hears nothing of an interrupt. */
    private void loop() {
        logger().warn("ready");
        while (args().size() < 100) {
            Thread.onSpinWait();
        }
    }
}
