package pipeline.log.server;

import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.layout.AbstractStringLayout;
import pipeline.log.StackTraces;
import pipeline.text.VisibleText;

/** A log line of the master: the format, then a stack trace if there is one, with control characters made visible. */
final class MasterLayout extends AbstractStringLayout {

    private final PythonFormat format;

    MasterLayout(PythonFormat format) {
        super(StandardCharsets.UTF_8);
        this.format = format;
    }

    @Override
    public String toSerializable(LogEvent event) {
        String line = format.format(event);
        if (event.getThrown() != null) {
            line += "\n" + StackTraces.text(event.getThrown());
        }
        return VisibleText.logged(line) + "\n";
    }
}
