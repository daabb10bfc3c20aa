package pipeline.python;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import tools.jackson.databind.JsonNode;

/** A record that a recipe in Python logs: it goes into the log of the run, under the name of its logger. */
final class PythonLogRecord {

    private PythonLogRecord() {}

    /** Logs a message of a recipe. */
    static void log(JsonNode message) {
        LogManager.getLogger(message.path("logger").asString())
                .log(
                        level(message.path("log").asString()),
                        "{}",
                        message.path("message").asString());
    }

    private static Level level(String name) {
        return switch (name) {
            case "DEBUG" -> Level.DEBUG;
            case "INFO" -> Level.INFO;
            case "ERROR" -> Level.ERROR;
            case "CRITICAL" -> Level.FATAL;
            default -> Level.WARN;
        };
    }
}
