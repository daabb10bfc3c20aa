package pipeline.log.server;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;
import pipeline.log.LogLevel;

/** Log4j's set-up for a master, made in code so that no configuration file found by chance has a say. */
final class MasterConfiguration extends AbstractConfiguration {

    private final OutputStream console;
    private final Optional<Path> file;
    private final MasterLayout layout;
    private final LogLevel level;
    private final List<String> ownLoggers;

    MasterConfiguration(
            LoggerContext context,
            OutputStream console,
            LoggingSettings settings,
            LogLevel level,
            List<String> ownLoggers) {
        super(context, ConfigurationSource.NULL_SOURCE);
        this.console = console;
        this.file = settings.logFile();
        this.layout = new MasterLayout(settings.lines());
        this.level = level;
        this.ownLoggers = ownLoggers;
        setName("pipeline");
    }

    @Override
    protected void doConfigure() {
        // What libraries say below an error is noise to whoever runs a recipe.
        getRootLogger().setLevel(level == LogLevel.DEBUG ? Level.WARN : Level.ERROR);
        for (String name : ownLoggers) {
            addLogger(name, new LoggerConfig(name, level.log4j(), true));
        }
        write(OutputStreamAppender.newBuilder()
                .setName("console")
                .setLayout(layout)
                .setTarget(console)
                .build());
        file.ifPresent(path -> write(FileAppender.newBuilder()
                .setName("file")
                .setLayout(layout)
                .setFileName(path.toString())
                .setAppend(true)
                // Nothing is held back, so that a master that is killed has written all that it said.
                .setImmediateFlush(true)
                .setConfiguration(this)
                .build()));
    }

    private void write(Appender appender) {
        appender.start();
        addAppender(appender);
        getRootLogger().addAppender(appender, null, null);
    }
}
