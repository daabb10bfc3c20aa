package pipeline.recipe.spi;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * What is known of how large a file is that was found on a host.
 *
 * @param bytes empty for a directory, and where the host has no command that shows it
 */
public record FoundSize(OptionalLong bytes) {
    public FoundSize {
        Objects.requireNonNull(bytes, "bytes is null");
    }
}
