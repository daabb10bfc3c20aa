package pipeline.log;

import java.util.Optional;
import org.apache.logging.log4j.Level;

/** The level of a record, in the words of Python's logging. The wire format and the log use these words. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    /** Returns Log4j's word for the level. */
    public Level log4j() {
        return switch (this) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR -> Level.ERROR;
            case CRITICAL -> Level.FATAL;
        };
    }

    /** Returns Python's number for the level. */
    public int number() {
        return switch (this) {
            case DEBUG -> 10;
            case INFO -> 20;
            case WARNING -> 30;
            case ERROR -> 40;
            case CRITICAL -> 50;
        };
    }

    /** Returns the level for one of Log4j's; one between two of ours becomes the lesser, and TRACE is DEBUG. */
    public static LogLevel of(Level level) {
        if (level.isMoreSpecificThan(Level.FATAL)) {
            return CRITICAL;
        }
        if (level.isMoreSpecificThan(Level.ERROR)) {
            return ERROR;
        }
        if (level.isMoreSpecificThan(Level.WARN)) {
            return WARNING;
        }
        return level.isMoreSpecificThan(Level.INFO) ? INFO : DEBUG;
    }

    /** Returns the level of that name; empty if there is none. Log4j's {@code WARN} and {@code FATAL} count too. */
    public static Optional<LogLevel> named(String name) {
        return switch (name) {
            case "DEBUG" -> Optional.of(DEBUG);
            case "INFO" -> Optional.of(INFO);
            case "WARNING", "WARN" -> Optional.of(WARNING);
            case "ERROR" -> Optional.of(ERROR);
            case "CRITICAL", "FATAL" -> Optional.of(CRITICAL);
            default -> Optional.empty();
        };
    }
}
