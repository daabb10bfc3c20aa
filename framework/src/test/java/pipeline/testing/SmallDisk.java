package pipeline.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that is a file system of its own with little space, which can be used up and given back; needs root. */
public final class SmallDisk implements AutoCloseable {

    private final Path directory;
    private final Path ballast;

    private SmallDisk(Path directory) {
        this.directory = directory;
        this.ballast = directory.resolve("ballast");
    }

    /** Mounts one of 1 MiB as a directory, which is made. */
    public static SmallDisk at(Path directory) throws IOException {
        return at(directory, "1m");
    }

    /** Mounts one of a size such as {@code 4m}. */
    public static SmallDisk at(Path directory, String size) throws IOException {
        return mounted(directory, "size=" + size);
    }

    /** Mounts one with enough space, from which no program and no library can be loaded. */
    public static SmallDisk withoutPrograms(Path directory) throws IOException {
        return mounted(directory, "size=8m,noexec");
    }

    private static SmallDisk mounted(Path directory, String options) throws IOException {
        RequiredProgram.root("it mounts a small file system");
        Files.createDirectory(directory);
        ProgramRun.of(
                        RequiredProgram.MOUNT,
                        "-t",
                        "tmpfs",
                        "-o",
                        "mode=700," + options,
                        SystemPlaces.name(),
                        directory.toString())
                .orFail("mounting a small file system");
        return new SmallDisk(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Uses up all of its space. */
    public void fill() throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (; ; ) {
                out.write(page);
            }
        } catch (IOException full) {
            if (directory.toFile().getUsableSpace() > 0) {
                throw full;
            }
        }
    }

    /** Gives back what {@link #fill} took. */
    public void makeSpace() throws IOException {
        Files.deleteIfExists(ballast);
    }

    @Override
    public void close() throws IOException {
        ProgramRun run = ProgramRun.of(RequiredProgram.UMOUNT, directory.toString());
        if (run.exitCode() != 0) {
            // a process that still has a file open there keeps the space, but not the name
            ProgramRun.of(RequiredProgram.UMOUNT, "--lazy", directory.toString())
                    .orFail("unmounting");
        }
        Files.delete(directory);
    }
}
