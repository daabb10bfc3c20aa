package pipeline.cli.configured;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import pipeline.config.Section;
import pipeline.log.server.LoggingSettings;

/**
 * What the section {@code [logging]} says.
 *
 * @param logFile where the log goes, if the configuration says it
 */
public record LoggingSection(Optional<Path> logFile, String format, String datefmt) {

    /**
     * Reads the section; a format that cannot be understood becomes a problem of the configuration.
     *
     * @param layout may name the directory of the log as LOFAR's framework does
     */
    static LoggingSection from(Section section, Section layout) {
        String format = checked(
                section,
                "format",
                LoggingSettings.DEFAULT_FORMAT,
                text -> new LoggingSettings(Optional.empty(), text, LoggingSettings.DEFAULT_DATEFMT).format());
        String datefmt = checked(
                section,
                "datefmt",
                LoggingSettings.DEFAULT_DATEFMT,
                text -> new LoggingSettings(Optional.empty(), format, text).datefmt());
        Optional<Path> directory = layout.path("log_directory");
        return new LoggingSection(
                section.path("log_file").or(() -> directory.map(place -> place.resolve("pipeline.log"))),
                format,
                datefmt);
    }

    /** Returns the settings with that log file; it is empty for a log that goes to the console alone. */
    public LoggingSettings settings(Optional<Path> file) {
        return new LoggingSettings(file, format, datefmt);
    }

    private static String checked(Section section, String key, String fallback, UnaryOperator<String> check) {
        String text = section.raw(key).orElse(fallback);
        try {
            return check.apply(text);
        } catch (IllegalArgumentException e) {
            section.problem(key, String.valueOf(e.getMessage()));
            return fallback;
        }
    }
}
