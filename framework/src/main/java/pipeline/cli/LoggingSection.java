package pipeline.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pipeline.config.Section;
import pipeline.log.server.LoggingSettings;

/** Reads the section {@code [logging]}; a format that cannot be understood becomes a problem of the configuration. */
final class LoggingSection {

    private final Section section;

    LoggingSection(Section section) {
        this.section = section;
    }

    /** Gives where the log goes if the configuration says it. */
    Optional<Path> logFile() {
        return section.path("log_file");
    }

    /** Gives the settings with that log file; it is empty for a log that goes to the console alone. */
    LoggingSettings settings(Optional<Path> logFile) {
        String format = checked(
                "format",
                LoggingSettings.DEFAULT_FORMAT,
                text -> new LoggingSettings(logFile, text, LoggingSettings.DEFAULT_DATEFMT).format());
        String datefmt = checked(
                "datefmt",
                LoggingSettings.DEFAULT_DATEFMT,
                text -> new LoggingSettings(logFile, format, text).datefmt());
        return new LoggingSettings(logFile, format, datefmt);
    }

    private String checked(String key, String fallback, UnaryOperator<String> check) {
        String text = section.raw(key).orElse(fallback);
        try {
            return check.apply(text);
        } catch (IllegalArgumentException e) {
            section.problem(key, String.valueOf(e.getMessage()));
            return fallback;
        }
    }
}
