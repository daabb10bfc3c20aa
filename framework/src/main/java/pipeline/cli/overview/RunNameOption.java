package pipeline.cli.overview;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.table.RunNames;
import pipeline.cli.table.TableContext;

/** The option that names one run. */
public final class RunNameOption {

    @Option(
            names = {"-j", "--job-name"},
            paramLabel = "JOB",
            order = 1,
            description = "The run of this job name.")
    @Nullable
    String jobName;

    /** Returns the job name that was typed; null if none was. */
    public @Nullable String name() {
        return jobName;
    }

    /**
     * Returns the run that was named.
     *
     * @throws UserErrorException if none was, or no job has the name
     */
    public RunOverview run(TableContext context) {
        String name = jobName;
        if (name == null) {
            List<String> known = RunNames.of(context);
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "say which run with -j JOB"
                            + (known.isEmpty() ? "" : ", such as -j " + known.get(known.size() - 1)));
        }
        return overviews(context).of(name).orElseThrow(() -> RunNames.unknown(context, name));
    }

    public static RunOverviews overviews(TableContext context) {
        return new RunOverviews(context.table(), context.settings().timing().orphanTimeout());
    }
}
