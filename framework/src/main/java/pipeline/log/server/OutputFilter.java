package pipeline.log.server;

import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/** Keeps what jobs print to standard output from the console while it is shown there by itself. Thread-safe. */
final class OutputFilter extends AbstractFilter {

    private volatile BooleanSupplier isShown = () -> false;

    void withoutOutput(BooleanSupplier newIsShown) {
        isShown = newIsShown;
    }

    @Override
    public Result filter(LogEvent event) {
        Marker marker = event.getMarker();
        boolean isOutput = marker != null && marker.getName().equals(MasterLogging.STANDARD_OUTPUT);
        return isOutput && isShown.getAsBoolean() ? Result.DENY : Result.NEUTRAL;
    }
}
