package pipeline.log.server;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;
import org.apache.logging.log4j.core.LogEvent;
import org.jspecify.annotations.Nullable;
import pipeline.log.LogLevel;

/** The fields that a log format may name, as Python's logging calls them. */
enum PythonLogField {
    ASCTIME("asctime", Kind.TEXT),
    NAME("name", Kind.TEXT),
    LEVELNAME("levelname", Kind.TEXT),
    LEVELNO("levelno", Kind.WHOLE),
    MESSAGE("message", Kind.TEXT),
    PROCESS("process", Kind.WHOLE),
    THREAD("thread", Kind.WHOLE),
    THREAD_NAME("threadName", Kind.TEXT),
    FILENAME("filename", Kind.TEXT),
    LINENO("lineno", Kind.WHOLE),
    FUNC_NAME("funcName", Kind.TEXT),
    MODULE("module", Kind.TEXT),
    MSECS("msecs", Kind.FRACTION),
    CREATED("created", Kind.FRACTION);

    /** What a field holds, which decides how it can be written. */
    enum Kind {
        TEXT,
        WHOLE,
        FRACTION
    }

    private final String pythonName;
    private final Kind kind;

    PythonLogField(String pythonName, Kind kind) {
        this.pythonName = pythonName;
        this.kind = kind;
    }

    String pythonName() {
        return pythonName;
    }

    Kind kind() {
        return kind;
    }

    /** Returns the field's value in an event: a text, a {@link Long} or a {@link Double}. */
    Function<LogEvent, Object> value(DateTimeFormatter time, ZoneId zone) {
        return switch (this) {
            case ASCTIME -> event -> time.format(instant(event).atZone(zone));
            case NAME -> LogEvent::getLoggerName;
            case LEVELNAME -> event -> LogLevel.of(event.getLevel()).name();
            case LEVELNO -> event -> (long) LogLevel.of(event.getLevel()).number();
            case MESSAGE -> event -> event.getMessage().getFormattedMessage();
            case PROCESS -> event -> ProcessHandle.current().pid();
            case THREAD -> LogEvent::getThreadId;
            case THREAD_NAME -> LogEvent::getThreadName;
            case FILENAME -> event -> source(event, StackTraceElement::getFileName);
            case LINENO ->
                event -> event.getSource() == null
                        ? 0L
                        : (long) event.getSource().getLineNumber();
            case FUNC_NAME -> event -> source(event, StackTraceElement::getMethodName);
            case MODULE -> event -> source(event, StackTraceElement::getClassName);
            case MSECS -> event -> (double) (event.getInstant().getEpochMillisecond() % 1000);
            case CREATED ->
                event ->
                        event.getInstant().getEpochSecond() + event.getInstant().getNanoOfSecond() / 1e9;
        };
    }

    private static Instant instant(LogEvent event) {
        return Instant.ofEpochSecond(
                event.getInstant().getEpochSecond(), event.getInstant().getNanoOfSecond());
    }

    /** A node's record has no place in the master's code. */
    private static String source(LogEvent event, Function<StackTraceElement, @Nullable String> part) {
        StackTraceElement source = event.getSource();
        String text = source == null ? null : part.apply(source);
        return text == null ? "-" : text;
    }
}
