package pipeline.log;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;
import org.apache.logging.log4j.spi.ExtendedLogger;
import org.apache.logging.log4j.spi.LoggerContext;
import org.jspecify.annotations.Nullable;

/** All loggers of a node process, and the level, the job's logger and the outlet that they share. Thread-safe. */
final class NodeLoggerContext implements LoggerContext {

    private record Route(RecordOutlet outlet, LogLevel level, String jobLogger) {}

    private record LoggerKey(String name, MessageFactory messages) {}

    private final ConcurrentMap<LoggerKey, NodeLogger> loggers = new ConcurrentHashMap<>();
    private volatile Route route;

    /** Makes a context that prints warnings and worse as text until it learns where records go. */
    NodeLoggerContext(TextOutlet outlet) {
        route = new Route(outlet, LogLevel.WARNING, "");
    }

    /** Leads all loggers, those that exist included, to an outlet. */
    void lead(RecordOutlet outlet, LogLevel level, String jobLogger) {
        route = new Route(outlet, level, jobLogger);
    }

    RecordOutlet outlet() {
        return route.outlet();
    }

    LogLevel level() {
        return route.level();
    }

    /**
     * Returns a logger's name as the master sees it: below the job's logger. Of a class's name only the last part is kept,
     * since the job's logger says already whose it is.
     */
    String wireName(String name) {
        String jobLogger = route.jobLogger();
        if (jobLogger.isEmpty() || name.equals(jobLogger) || name.startsWith(jobLogger + ".")) {
            return name;
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        return last.isEmpty() ? jobLogger : jobLogger + "." + last;
    }

    @Override
    public @Nullable Object getExternalContext() {
        return null;
    }

    @Override
    public ExtendedLogger getLogger(String name) {
        return getLogger(name, null);
    }

    @Override
    public ExtendedLogger getLogger(String name, @Nullable MessageFactory messages) {
        return loggers.computeIfAbsent(key(name, messages), key -> new NodeLogger(key.name(), key.messages(), this));
    }

    @Override
    public boolean hasLogger(String name) {
        return hasLogger(name, (MessageFactory) null);
    }

    @Override
    public boolean hasLogger(String name, @Nullable MessageFactory messages) {
        return loggers.containsKey(key(name, messages));
    }

    @Override
    public boolean hasLogger(String name, Class<? extends MessageFactory> messages) {
        return loggers.keySet().stream()
                .anyMatch(key -> key.name().equals(name) && messages.isInstance(key.messages()));
    }

    private static LoggerKey key(String name, @Nullable MessageFactory messages) {
        return new LoggerKey(name, messages == null ? ParameterizedMessageFactory.INSTANCE : messages);
    }
}
