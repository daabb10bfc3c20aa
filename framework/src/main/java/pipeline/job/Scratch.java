package pipeline.job;

import java.util.Optional;
import pipeline.text.ShellQuoting;

/**
 * A directory of its own that a job finds on its host, for what nobody needs afterwards: {@code PIPELINE_SCRATCH} and {@code TMPDIR}
 * name it. It is removed when the job has ended. Immutable.
 *
 * <pre>{@code
 * ComputeJob sort = job.scratch(Scratch.in("/data/scratch").keptOnFailure());
 * }</pre>
 *
 * @param base the directory of the host in which it is made, which must be there; begins with {@code /} or {@code ~/}; empty for what
 *     the configuration says
 * @param keepsOnFailure whether it stays when the job failed, for people to look at
 * @param parameters a file that is in it when the job begins
 */
public record Scratch(Optional<String> base, boolean keepsOnFailure, Optional<ParameterFile> parameters) {

    /** One where the configuration says, removed in any case. */
    public static final Scratch CONFIGURED = new Scratch(Optional.empty(), false, Optional.empty());

    public Scratch {
        base.filter(path -> !isBase(path)).ifPresent(path -> {
            throw new IllegalArgumentException(
                    "the base of scratch directories must begin with / or ~/, but was " + ShellQuoting.quote(path));
        });
    }

    /** Returns whether scratch directories can be made in a directory of this name. */
    public static boolean isBase(String path) {
        return (path.startsWith("/") || path.startsWith("~/")) && path.indexOf('\0') < 0;
    }

    /** Returns one in a directory of the host. */
    public static Scratch in(String base) {
        return new Scratch(Optional.of(base), false, Optional.empty());
    }

    /** Returns the same, but kept when the job failed. */
    public Scratch keptOnFailure() {
        return new Scratch(base, true, parameters);
    }

    /** Returns the same with a file that is in it when the job begins. */
    public Scratch with(ParameterFile file) {
        return new Scratch(base, keepsOnFailure, Optional.of(file));
    }
}
