package pipeline.log;

import org.apache.logging.log4j.spi.LoggerContextFactory;
import org.apache.logging.log4j.spi.Provider;

/**
 * Puts the node's loggers behind the Log4j 2 API. Only the node jar registers it as a service, for the master logs
 * through Log4j's core.
 */
public final class NodeLoggerProvider extends Provider {

    // Above Log4j's core (10) and SLF4J (15): a job whose class path brings one of them still logs to the master.
    private static final int PRIORITY = 100;
    private static final String API_VERSION = "2.6.0";

    private final NodeLoggerContextFactory factory =
            new NodeLoggerContextFactory(new NodeLoggerContext(new TextOutlet(System.err)));

    /** Called by {@link java.util.ServiceLoader}. */
    public NodeLoggerProvider() {
        super(PRIORITY, API_VERSION);
    }

    @Override
    public LoggerContextFactory getLoggerContextFactory() {
        return factory;
    }
}
