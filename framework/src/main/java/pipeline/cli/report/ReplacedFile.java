package pipeline.cli.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.UserErrorException;

/** A file that appears whole or not at all; a link stays, and what it leads to is replaced. */
final class ReplacedFile {

    private ReplacedFile() {}

    /** Writes what a file is to hold. */
    @FunctionalInterface
    interface Content {
        void write(OutputStream out) throws IOException;
    }

    /**
     * Writes it.
     *
     * @throws UserErrorException if it cannot be written there
     */
    static void write(Path file, Content content) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    file + " is no regular file; name a file to write or replace, or - for standard output");
        }
        try {
            Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            Path temporary = target.resolveSibling(".report-" + UUID.randomUUID() + ".tmp");
            try {
                try (OutputStream out =
                        new BufferedOutputStream(Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW))) {
                    content.write(out);
                }
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new UserErrorException(
                    ExitCode.FAILED,
                    "%s cannot be written (%s); check that its directory exists and is yours"
                            .formatted(file, IoErrorText.of(e)),
                    e);
        }
    }
}
