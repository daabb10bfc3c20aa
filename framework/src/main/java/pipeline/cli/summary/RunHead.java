package pipeline.cli.summary;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a run from its beginning.
 *
 * @param command the whole command line, as a shell takes it
 * @param directory where the logs of the run are kept
 */
public record RunHead(
        String recipe, String jobName, String command, Path directory, Optional<Path> logFile, Instant started) {}
