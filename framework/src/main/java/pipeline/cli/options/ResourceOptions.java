package pipeline.cli.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pipeline.config.SizeFormat;
import pipeline.job.ResourceRequest;
import pipeline.recipe.UsageException;
import pipeline.text.ShellQuoting;

/** The options that say what each job takes of its host, unless the job says so itself. */
public final class ResourceOptions {

    private static final Pattern LIMIT = Pattern.compile("([^=]+)=([1-9][0-9]{0,5})");

    @Option(
            names = "--cores",
            paramLabel = "N",
            order = 6,
            description =
                    "Each job that does not say so itself takes N cores of its host. Unless -p or max_per_node says"
                            + " otherwise, only cores and memory then limit how many jobs run there.")
    @Nullable
    Integer cores;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            order = 7,
            description = "Each job that does not say so itself takes so much memory of its host, such as 500M or 4G.")
    @Nullable
    String memory;

    @Option(
            names = "--limit",
            paramLabel = "NAME=N",
            order = 8,
            description = "Run at most N of the jobs that count in NAME at a time on one host, such as io=2: all those"
                    + " that do not set NAME themselves. May be repeated.")
    @Nullable
    List<String> limits;

    /** Returns whether cores or memory limit how many jobs run on a host. */
    public boolean areTyped() {
        return cores != null || memory != null;
    }

    /**
     * Returns what a job takes that does not say so itself.
     *
     * @throws UsageException if something typed is out of its range
     */
    public ResourceRequest usual() {
        if (cores != null && cores < 1) {
            throw new UsageException("--cores must be at least 1, but was " + cores);
        }
        String size = memory;
        long bytes = 0;
        if (size != null) {
            bytes = SizeFormat.parse(size)
                    .orElseThrow(() -> new UsageException("--memory must be %s, but was %s"
                            .formatted(SizeFormat.EXPECTED, ShellQuoting.quote(size))));
        }
        return new ResourceRequest(cores == null ? 0 : cores, bytes, named());
    }

    private Map<String, Integer> named() {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (String text : limits == null ? List.<String>of() : limits) {
            Matcher limit = LIMIT.matcher(text);
            if (!limit.matches()) {
                throw new UsageException("--limit must be a name and a number of jobs such as io=2, but was "
                        + ShellQuoting.quote(text));
            }
            named.put(limit.group(1), Integer.parseInt(limit.group(2)));
        }
        try {
            new ResourceRequest(0, 0, named);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--limit: " + e.getMessage());
        }
        return named;
    }
}
