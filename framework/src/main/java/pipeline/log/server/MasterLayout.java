package pipeline.log.server;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import pipeline.log.StackTraces;
import pipeline.text.Paint;
import pipeline.text.VisibleText;

/** A log line of the master: the format, then a stack trace if there is one, with control characters made visible. */
final class MasterLayout extends AbstractStringLayout {

    private final PythonFormat format;
    private final boolean isColored;

    /**
     * Makes it.
     *
     * @param isColored whether errors are red and warnings yellow
     */
    MasterLayout(PythonFormat format, boolean isColored) {
        super(StandardCharsets.UTF_8);
        this.format = format;
        this.isColored = isColored;
    }

    @Override
    public String toSerializable(LogEvent event) {
        String line = format.format(event);
        if (event.getThrown() != null) {
            line += "\n" + StackTraces.text(event.getThrown());
        }
        return painted(VisibleText.logged(line), event.getLevel()) + "\n";
    }

    private String painted(String line, Level level) {
        if (!isColored || !level.isMoreSpecificThan(Level.WARN)) {
            return line;
        }
        return (level.isMoreSpecificThan(Level.ERROR) ? Paint.RED : Paint.YELLOW).of(line);
    }
}
