package pipeline.log;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import pipeline.job.wire.JobVariables;

/** The logging of a node process. Records go to the master, or to standard error if no log server and no spool can be used. */
public final class NodeLogging implements AutoCloseable {

    private static final Duration STALL_LIMIT = Duration.ofSeconds(30);

    private final NodeLoggerContext context;
    private final RecordOutlet outlet;
    private final TextOutlet text;
    private final LogLevel level;
    private final String jobLogger;

    private NodeLogging(
            NodeLoggerContext context, RecordOutlet outlet, TextOutlet text, LogLevel level, String jobLogger) {
        this.context = context;
        this.outlet = outlet;
        this.text = text;
        this.level = level;
        this.jobLogger = jobLogger;
        context.lead(outlet, level, jobLogger);
    }

    /**
     * Starts the logging of this process; when it returns, the log server has accepted the process, or every record goes
     * to the spool, or to standard error. Loggers of {@link LogManager} are led too where {@link NodeLoggerProvider} serves them.
     *
     * @param environment the variables named in {@link JobVariables}
     */
    public static NodeLogging start(Map<String, String> environment) {
        return start(environment, System.err, STALL_LIMIT);
    }

    static NodeLogging start(Map<String, String> environment, PrintStream errors, Duration stallLimit) {
        TextOutlet text = new TextOutlet(errors);
        NodeLoggerContext context = LogManager.getFactory() instanceof NodeLoggerContextFactory factory
                ? factory.context()
                : new NodeLoggerContext(text);
        return new NodeLogging(
                context,
                outlet(environment, text, stallLimit),
                text,
                level(environment, text),
                environment.getOrDefault(JobVariables.LOGGER, "node"));
    }

    /** Returns the job's own logger. */
    public Logger logger() {
        return context.getLogger(jobLogger);
    }

    /** Waits until the master has all records, then leads loggers that still speak to standard error. */
    @Override
    public void close() {
        context.lead(text, level, jobLogger);
        outlet.close();
    }

    private static RecordOutlet outlet(Map<String, String> environment, TextOutlet text, Duration stallLimit) {
        try {
            LogServerAddress address = LogServerAddress.from(environment);
            RecordSpool spool = RecordSpool.from(environment, text);
            LogServerLocator place = spool != null
                    ? LogServerLocator.beside(spool, address, environment)
                    : address != null ? LogServerLocator.fixed(address) : null;
            if (place == null) {
                return text;
            }
            try {
                return LogSender.start(place, spool, text, stallLimit);
            } catch (IOException e) {
                text.note("the log server at " + place + " cannot be reached or refuses this job (" + e.getMessage()
                        + "); log records follow here");
            }
        } catch (IllegalArgumentException e) {
            text.note(e.getMessage() + "; log records follow here");
        }
        return text;
    }

    private static LogLevel level(Map<String, String> environment, TextOutlet text) {
        String name = environment.getOrDefault(JobVariables.LOG_LEVEL, LogLevel.WARNING.name());
        return LogLevel.named(name).orElseGet(() -> {
            text.note(JobVariables.LOG_LEVEL + " must be DEBUG, INFO, WARNING, ERROR or CRITICAL, but was " + name
                    + "; WARNING is used");
            return LogLevel.WARNING;
        });
    }
}
