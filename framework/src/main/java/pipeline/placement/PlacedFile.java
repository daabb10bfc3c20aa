package pipeline.placement;

import java.nio.file.Path;

/**
 * A file or directory tree of the master, and the host that it belongs to.
 *
 * @param name its base name, which it has on the host too
 * @param size in bytes, of a tree that of all its files
 */
public record PlacedFile(Path source, String name, long size, String host) {}
