package pipeline.cli.plan;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;

/** Finds a start time for a run whose log directory belongs to no other run, and makes that directory. */
public final class RunDirectories {

    /** Reads what holds if the run begins at a time. */
    @FunctionalInterface
    public interface Plans {
        RunPlan at(Instant startTime) throws ConfigurationException;
    }

    private static final int MOST_TRIES = 3600;

    private RunDirectories() {}

    /**
     * Plans a run and makes its directory; a dry run has none.
     *
     * @param now the start time if none was asked for; if another run took that second, the next free one
     */
    public static RunPlan claim(RunRequest request, Plans plans, Instant now) throws ConfigurationException {
        Instant first = request.startTime().orElse(now.truncatedTo(ChronoUnit.SECONDS));
        if (request.options().isDry()) {
            return plans.at(first);
        }
        for (int second = 0; second < MOST_TRIES; second++) {
            RunPlan plan = plans.at(first.plusSeconds(second));
            if (made(plan.runDirectory()) || request.startTime().isPresent()) {
                return plan;
            }
        }
        throw new UserErrorException(
                ExitCode.CONFIGURATION,
                "the log directories of the next hour are taken in "
                        + plans.at(first).runDirectory().getParent() + "; say another --start-time");
    }

    /** Makes a directory of a job name, unless it is there. */
    public static Path make(Path directory) {
        boolean unused = made(directory);
        return directory;
    }

    /** Returns whether the directory was not there before: making it is what settles whose it is. */
    private static boolean made(Path directory) {
        try {
            Path parent = directory.getParent();
            if (parent != null) {
                Files.createDirectories(parent, rights(parent));
            }
            Files.createDirectory(directory, rights(directory));
            return true;
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw impossible(directory, e);
            }
            return false;
        } catch (IOException e) {
            throw impossible(directory, e);
        }
    }

    /**
     * Returns whose a new directory is: the user's alone, since logs and what jobs print lie in it; the group's too where the
     * directory that it is made in may be written by the group.
     */
    private static FileAttribute<?> rights(Path directory) throws IOException {
        Path place = directory.toAbsolutePath().getParent();
        while (place != null && Files.notExists(place)) {
            place = place.getParent();
        }
        boolean isShared = place != null
                && Files.getPosixFilePermissions(place).contains(PosixFilePermission.GROUP_WRITE)
                && !Files.getPosixFilePermissions(place).contains(PosixFilePermission.OTHERS_WRITE);
        return PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString(isShared ? "rwxrwx---" : "rwx------"));
    }

    private static UserErrorException impossible(Path directory, IOException e) {
        return new UserErrorException(
                ExitCode.CONFIGURATION,
                "the log directory " + directory + " cannot be made (" + IoErrorText.of(e)
                        + "); choose another runtime directory with -r or runtime_directory",
                e);
    }
}
