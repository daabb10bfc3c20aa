package pipeline.node;

import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.job.JobCommand;
import pipeline.job.wire.JobVariables;

/**
 * A program that runs on the host that holds the data, in a process of its own: extend it, keep the public constructor
 * without parameters, and name the class in a recipe.
 *
 * <p>What it logs reaches the log of the master. What it prints reaches the master as output of the job.
 *
 * <pre>{@code
 * public final class SizeNode extends NodeProgram {
 *     @Override
 *     protected NodeResult run(Arguments arguments) throws Exception {
 *         Path file = arguments.path(0);
 *         logger.info("Looking at {}", file);
 *         return NodeResult.of(Files.size(file));
 *     }
 * }
 * }</pre>
 */
public abstract class NodeProgram {

    /** Reaches the master's log as {@code node.<host>.<program>}; outside Pipeline it is an ordinary Log4j logger. */
    protected final Logger logger = LogManager.getLogger(loggerName(getClass()));

    /**
     * Does the work. Runs once in each process, on the main thread; threads that are still alive when it returns end
     * with the process.
     *
     * @param arguments what the recipe gave the job
     * @return what the job gives back, and its exit code
     * @throws NodeFailure for what the user can put right; logged without a stack trace
     * @throws Exception for anything else; logged with its stack trace. Both end the job with code 1
     */
    protected abstract NodeResult run(Arguments arguments) throws Exception;

    private static String loggerName(Class<?> program) {
        String given = System.getenv(JobVariables.LOGGER);
        return given != null ? given : "node." + new JobCommand.Program(program.getName(), List.of()).program();
    }
}
