package pipeline.cli.overview;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import pipeline.store.NewMember;

/** The file that has what a run in the background prints. Its name ends with the number of the process. */
public final class ConsoleFile {

    private static final String NAME = "-%d.console";

    private ConsoleFile() {}

    /**
     * Returns where it is.
     *
     * @param logs the directory of the job name's logs
     * @param startTime the start time of the run as its directory is named
     */
    public static Path of(Path logs, String startTime, long pid) {
        return logs.resolve(startTime + NAME.formatted(pid));
    }

    /** Finds that of a master; empty if it prints elsewhere, or the file is not on this machine. */
    public static Optional<Path> find(NewMember master) {
        Path logs = Path.of(master.outputDirectory()).getParent();
        Optional<Path> last = Optional.empty();
        if (logs == null || !Files.isDirectory(logs)) {
            return last;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                logs, "*" + NAME.formatted(master.process().pid()))) {
            for (Path file : files) {
                // numbers of processes come again: the names begin with the time
                last = last.filter(known -> known.compareTo(file) > 0).or(() -> Optional.of(file));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return last;
    }
}
