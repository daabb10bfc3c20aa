package pipeline.log;

import java.net.URI;
import org.apache.logging.log4j.spi.LoggerContext;
import org.apache.logging.log4j.spi.LoggerContextFactory;
import org.jspecify.annotations.Nullable;

/** Returns Log4j the one context of a node process. */
final class NodeLoggerContextFactory implements LoggerContextFactory {

    private final NodeLoggerContext context;

    NodeLoggerContextFactory(NodeLoggerContext context) {
        this.context = context;
    }

    NodeLoggerContext context() {
        return context;
    }

    @Override
    public LoggerContext getContext(
            String fqcn, @Nullable ClassLoader loader, @Nullable Object externalContext, boolean currentContext) {
        return context;
    }

    @Override
    public LoggerContext getContext(
            String fqcn,
            @Nullable ClassLoader loader,
            @Nullable Object externalContext,
            boolean currentContext,
            @Nullable URI configLocation,
            @Nullable String name) {
        return context;
    }

    @Override
    public void removeContext(LoggerContext removed) {
        // There is one context for as long as the process lives.
    }

    @Override
    public boolean isClassLoaderDependent() {
        return false;
    }
}
