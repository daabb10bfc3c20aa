package pipeline.log.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.NullConfiguration;
import pipeline.log.LogLevel;

/**
 * The master's log. Records of the master and its nodes go to the console and, if there is one, to the log file, until it is
 * closed. Each line is written at once.
 */
public final class MasterLogging implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** The marker of records that are what a job printed to standard output. */
    public static final String STANDARD_OUTPUT = "standard output";

    /** Marks the records of failures that repeat others: the file has them, the console only in DEBUG. */
    public static final String REPEATED_FAILURE = "repeated failure";

    private final LoggerContext context;
    private final ConsoleFilter filter;

    private MasterLogging(LoggerContext context, ConsoleFilter filter) {
        this.context = context;
        this.filter = filter;
    }

    /**
     * Starts the log. The recipe's loggers, those below {@code node} and those of the rooms, such as
     * {@code pipeline.remote}, speak from the given level up; those named after a class of Pipeline from WARNING up; others, which
     * are those of libraries, from ERROR up, or from WARNING up when the level is DEBUG.
     *
     * @param console where lines go besides the file; not closed
     * @throws LogFileException if the log file cannot be written
     */
    public static MasterLogging start(LoggingSettings settings, LogLevel level, String recipe, OutputStream console)
            throws LogFileException {
        return start(settings, level, recipe, console, false);
    }

    /**
     * Starts the log as {@link #start(LoggingSettings, LogLevel, String, OutputStream)} does.
     *
     * @param isColored whether errors and warnings have their colours on the console
     */
    public static MasterLogging start(
            LoggingSettings settings, LogLevel level, String recipe, OutputStream console, boolean isColored)
            throws LogFileException {
        if (settings.logFile().isPresent()) {
            prepare(settings.logFile().get());
        }
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        ConsoleFilter filter = new ConsoleFilter(level == LogLevel.DEBUG);
        context.reconfigure(new MasterLog4jConfiguration(
                context,
                new MasterLog4jConfiguration.ConsoleTarget(console, isColored, filter),
                settings,
                level,
                recipe));
        return new MasterLogging(context, filter);
    }

    /** Returns the sink that writes the nodes' records into this log. */
    public RecordSink sink() {
        return new Log4jSink(context);
    }

    /** Says when what jobs print goes to standard output by itself, so that the console need not have it too. */
    public void withoutOutput(BooleanSupplier isShown) {
        filter.withoutOutput(isShown);
    }

    /** Closes the file; what is logged from now on reaches neither it nor the console. */
    @Override
    public void close() {
        context.reconfigure(new NullConfiguration());
    }

    /** Log4j would only print that it cannot write, and go on. */
    private static void prepare(Path file) throws LogFileException {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), OWN_FILE)
                    .close();
        } catch (IOException e) {
            throw new LogFileException(
                    "the log file " + file + " cannot be written (" + reason(e) + "); change log_file in [logging]", e);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "permission denied for " + denied.getFile();
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is a file, but must be a directory";
        }
        return e instanceof FileSystemException failed && failed.getReason() != null
                ? failed.getReason()
                : String.valueOf(e.getMessage());
    }
}
