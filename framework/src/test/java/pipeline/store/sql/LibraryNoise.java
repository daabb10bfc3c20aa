package pipeline.store.sql;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Hears what libraries would print on the console of a user: errors, and all that goes past Log4j. */
final class LibraryNoise implements AutoCloseable {

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Handler ofTheJdk = new Handler() {
        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= java.util.logging.Level.INFO.intValue()) {
                heard.add(line.getLoggerName() + ": " + line.getMessage());
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };
    private final AbstractAppender ofLog4j = new AbstractAppender("noise", null, null, false, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent line) {
            if (line.getLevel().isMoreSpecificThan(Level.ERROR)) {
                heard.add(line.getLoggerName() + ": " + line.getMessage().getFormattedMessage());
            }
        }
    };

    LibraryNoise() {
        Logger.getLogger("").addHandler(ofTheJdk);
        ofLog4j.start();
        LoggerContext.getContext(false).getConfiguration().getRootLogger().addAppender(ofLog4j, null, null);
    }

    List<String> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        Logger.getLogger("").removeHandler(ofTheJdk);
        LoggerContext.getContext(false).getConfiguration().getRootLogger().removeAppender("noise");
        ofLog4j.stop();
    }
}
