package pipeline.cli.events;

import java.nio.file.Path;
import java.util.List;

/**
 * Which run it is.
 *
 * @param machine on which its master runs
 * @param directory of its logs
 * @param log its log file; empty if it has none
 * @param commandLine as it was typed
 */
public record RunFacts(
        String recipe, String jobName, String machine, long pid, Path directory, String log, List<String> commandLine) {

    public RunFacts {
        commandLine = List.copyOf(commandLine);
    }
}
