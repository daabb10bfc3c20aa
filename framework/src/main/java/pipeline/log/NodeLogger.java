package pipeline.log;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.message.MessageFactory;
import org.apache.logging.log4j.spi.AbstractLogger;
import org.jspecify.annotations.Nullable;

/** A logger of the Log4j 2 API that filters by the job's level and hands records to the process's outlet. */
final class NodeLogger extends AbstractLogger {

    private static final long serialVersionUID = 1L;

    private final transient NodeLoggerContext context;

    NodeLogger(String name, MessageFactory messages, NodeLoggerContext context) {
        super(name, messages);
        this.context = context;
    }

    @Override
    public Level getLevel() {
        return context.level().log4j();
    }

    @Override
    public void logMessage(
            String fqcn, Level level, @Nullable Marker marker, Message message, @Nullable Throwable thrown) {
        String text = message.getFormattedMessage();
        context.outlet()
                .accept(new JobLogRecord(
                        0,
                        Instant.now().truncatedTo(ChronoUnit.MILLIS),
                        LogLevel.of(level),
                        context.wireName(getName()),
                        text == null ? "null" : text,
                        thrown == null ? null : StackTraces.text(thrown)));
    }

    private boolean passes(Level level) {
        return getLevel().intLevel() >= level.intLevel();
    }

    @Override
    public boolean isEnabled(Level level, @Nullable Marker marker, Message message, @Nullable Throwable thrown) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(Level level, @Nullable Marker marker, CharSequence message, @Nullable Throwable thrown) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level, @Nullable Marker marker, @Nullable Object message, @Nullable Throwable thrown) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(Level level, @Nullable Marker marker, String message, @Nullable Throwable thrown) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(Level level, @Nullable Marker marker, String message) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(Level level, @Nullable Marker marker, String message, @Nullable Object... parameters) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(Level level, @Nullable Marker marker, String message, @Nullable Object p0) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level, @Nullable Marker marker, String message, @Nullable Object p0, @Nullable Object p1) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object p0,
            @Nullable Object p1,
            @Nullable Object p2) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object p0,
            @Nullable Object p1,
            @Nullable Object p2,
            @Nullable Object p3) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object p0,
            @Nullable Object p1,
            @Nullable Object p2,
            @Nullable Object p3,
            @Nullable Object p4) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object p0,
            @Nullable Object p1,
            @Nullable Object p2,
            @Nullable Object p3,
            @Nullable Object p4,
            @Nullable Object p5) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object p0,
            @Nullable Object p1,
            @Nullable Object p2,
            @Nullable Object p3,
            @Nullable Object p4,
            @Nullable Object p5,
            @Nullable Object p6) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object p0,
            @Nullable Object p1,
            @Nullable Object p2,
            @Nullable Object p3,
            @Nullable Object p4,
            @Nullable Object p5,
            @Nullable Object p6,
            @Nullable Object p7) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object p0,
            @Nullable Object p1,
            @Nullable Object p2,
            @Nullable Object p3,
            @Nullable Object p4,
            @Nullable Object p5,
            @Nullable Object p6,
            @Nullable Object p7,
            @Nullable Object p8) {
        return passes(level);
    }

    @Override
    public boolean isEnabled(
            Level level,
            @Nullable Marker marker,
            String message,
            @Nullable Object p0,
            @Nullable Object p1,
            @Nullable Object p2,
            @Nullable Object p3,
            @Nullable Object p4,
            @Nullable Object p5,
            @Nullable Object p6,
            @Nullable Object p7,
            @Nullable Object p8,
            @Nullable Object p9) {
        return passes(level);
    }
}
