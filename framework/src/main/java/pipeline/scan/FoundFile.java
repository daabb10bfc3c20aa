package pipeline.scan;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file or a directory on a host.
 *
 * @param name its path there
 * @param size in bytes; null for a directory, and where the host has no command that tells it
 * @param modified when it was changed last, by the clock of the host; null where the host has no command that tells it
 */
public record FoundFile(
        String host,
        String name,
        boolean isDirectory,
        @Nullable Long size,
        @Nullable Instant modified) {}
