package pipeline.log.server;

import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.Marker;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.filter.AbstractFilter;

/** Keeps records from the console that the log file has: what jobs print, while it is shown by itself, and failures that only repeat others. Thread-safe. */
final class ConsoleFilter extends AbstractFilter {

    private final boolean hasRepeated;
    private volatile BooleanSupplier isShown = () -> false;

    /**
     * Makes one.
     *
     * @param hasRepeated whether the console has failures that repeat others
     */
    ConsoleFilter(boolean hasRepeated) {
        this.hasRepeated = hasRepeated;
    }

    void withoutOutput(BooleanSupplier newIsShown) {
        isShown = newIsShown;
    }

    @Override
    public Result filter(LogEvent event) {
        Marker marker = event.getMarker();
        if (marker == null) {
            return Result.NEUTRAL;
        }
        boolean isLeftOut = switch (marker.getName()) {
            case MasterLogging.STANDARD_OUTPUT -> isShown.getAsBoolean();
            case MasterLogging.REPEATED_FAILURE -> !hasRepeated;
            default -> false;
        };
        return isLeftOut ? Result.DENY : Result.NEUTRAL;
    }
}
