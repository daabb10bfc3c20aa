package pipeline.node;

import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;
import pipeline.job.JobCommand;
import pipeline.job.wire.JobVariables;

/**
 * A program that runs on the host that holds the data, in a process of its own: extend it, keep the public constructor
 * without parameters, and name the class in a recipe.
 *
 * <p>What it logs reaches the log of the master. What it prints reaches the master as output of the job.
 *
 * <pre>{@code
 * public final class CutNode extends NodeProgram<CutNode.Cut, Long> {
 *     public record Cut(Path file, int lines) {}
 *
 *     @Override
 *     protected Long run(Cut cut) throws Exception {
 *         logger.info("Looking at {}", cut.file());
 *         return Math.min(cut.lines(), Files.lines(cut.file()).count());
 *     }
 * }
 * }</pre>
 *
 * @param <A> what it takes: {@link Arguments} for a list of JSON values, {@link Void} for nothing, or one value of a record or
 *     another type that Jackson can read
 * @param <R> what it returns: a record or another type that Jackson can write, {@link Void} for nothing, or {@link NodeResult},
 *     which can also say an exit code, or that the item is to be left out
 */
public abstract class NodeProgram<A extends @Nullable Object, R extends @Nullable Object> {

    /** Reaches the master's log as {@code node.<host>.<program>}; outside Pipeline it is an ordinary Log4j logger. */
    protected final Logger logger = LogManager.getLogger(loggerName(getClass()));

    private @Nullable GangMember gang;

    /**
     * Does the work. Runs once in each process, on the main thread; threads that are still alive when it returns end
     * with the process.
     *
     * @param argument what the recipe gave the job
     * @return what the job gives back; null for nothing, but {@link NodeResult#ok()} where that is the type
     * @throws NodeFailure for what the user can put right; logged without a stack trace
     * @throws Exception for anything else; logged with its stack trace. Both end the job with code 1
     */
    protected abstract R run(A argument) throws Exception;

    /**
     * Returns the gang of which this program is one, to exchange messages with the others.
     *
     * @throws NodeFailure if the job is in no gang
     */
    protected final synchronized GangMember gang() {
        GangMember member = gang;
        if (member == null) {
            member = GangMember.from(System.getenv());
            gang = member;
        }
        return member;
    }

    /** The program has ended. */
    final synchronized void leaveGang() {
        if (gang != null) {
            gang.leave();
        }
    }

    private static String loggerName(Class<?> program) {
        String given = System.getenv(JobVariables.LOGGER);
        return given != null ? given : "node." + new JobCommand.Program(program.getName(), List.of()).program();
    }
}
