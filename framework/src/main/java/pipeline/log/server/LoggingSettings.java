package pipeline.log.server;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The section {@code [logging]} of the configuration.
 *
 * @param logFile where the log is written besides the console; empty for nowhere
 * @param format a line, in the words of Python's logging
 * @param datefmt its {@code asctime}, in the words of {@code strftime}; empty for Python's default
 */
public record LoggingSettings(Optional<Path> logFile, String format, String datefmt) {

    /** The line of the ancestor's users. */
    public static final String DEFAULT_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s";

    /** The time in {@link #DEFAULT_FORMAT}. */
    public static final String DEFAULT_DATEFMT = "%Y-%m-%d %H:%M:%S";

    /**
     * Checks the formats.
     *
     * @throws IllegalArgumentException if a format cannot be understood; the message says what was expected
     */
    public LoggingSettings {
        lines(format, datefmt);
    }

    /** Returns the settings without any configuration: no file, the default line. */
    public static LoggingSettings defaults() {
        return new LoggingSettings(Optional.empty(), DEFAULT_FORMAT, DEFAULT_DATEFMT);
    }

    PythonFormat lines() {
        return lines(format, datefmt);
    }

    private static PythonFormat lines(String format, String datefmt) {
        return new PythonFormat(format, datefmt, ZoneId.systemDefault());
    }
}
