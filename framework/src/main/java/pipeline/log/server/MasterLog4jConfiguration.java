package pipeline.log.server;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.appender.OutputStreamAppender;
import org.apache.logging.log4j.core.config.AbstractConfiguration;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.LoggerConfig;
import pipeline.log.LogLevel;

/**
 * Configures Log4j for a master in code, so that no configuration file on the class path has an effect.
 *
 * <p>Three kinds of loggers: those of the run (the recipe's, those below {@code node}, and those of packages, such as
 * {@code pipeline.remote}) have the level that the user asked for. Those named after a class of ours log from WARNING up: where
 * such a class extends one of MINA's, MINA logs every packet there. All others are libraries.
 */
final class MasterLog4jConfiguration extends AbstractConfiguration {

    private final ConsoleTarget console;
    private final Optional<Path> file;
    private final LoggingSettings settings;
    private final LogLevel level;
    private final String recipe;
    private static final String SQLITE_LOADER = "org.sqlite.SQLiteJDBCLoader";

    private final LoggerConfig classes;

    /**
     * Where people look.
     *
     * @param isColored whether errors and warnings have their colours
     * @param filter keeps records from it
     */
    record ConsoleTarget(OutputStream out, boolean isColored, ConsoleFilter filter) {}

    /** The name of a package, not of a class in it. */
    private static final Pattern PACKAGE = Pattern.compile("pipeline\\.[a-z]+");

    MasterLog4jConfiguration(
            LoggerContext context, ConsoleTarget console, LoggingSettings settings, LogLevel level, String recipe) {
        super(context, ConfigurationSource.NULL_SOURCE);
        this.console = console;
        this.file = settings.logFile();
        this.settings = settings;
        this.level = level;
        this.recipe = recipe;
        this.classes = new LoggerConfig("pipeline", higher(level.log4j(), Level.WARN), true);
        setName("pipeline");
    }

    @Override
    protected void doConfigure() {
        // What libraries say below an error is noise to the user of a recipe.
        getRootLogger().setLevel(level == LogLevel.DEBUG ? Level.WARN : Level.ERROR);
        // two that start at once remove the same old files, and the one that comes late complains with a stack trace
        addLogger(SQLITE_LOADER, new LoggerConfig(SQLITE_LOADER, Level.OFF, true));
        for (String name : List.of(recipe, "node", "pipeline")) {
            addLogger(name, new LoggerConfig(name, level.log4j(), true));
        }
        classes.setParent(getRootLogger());
        write(OutputStreamAppender.newBuilder()
                .setName("the console")
                .setLayout(new MasterLayout(settings.lines(), console.isColored()))
                .setTarget(console.out())
                .setFilter(console.filter())
                .build());
        file.ifPresent(path -> write(FileAppender.newBuilder()
                .setName("the log file " + path)
                .setLayout(new MasterLayout(settings.lines(), false))
                .setFileName(path.toString())
                .setAppend(true)
                // Nothing is held back, so that a master that is killed has written all that it said.
                .setImmediateFlush(true)
                .setConfiguration(this)
                .build()));
    }

    @Override
    public LoggerConfig getLoggerConfig(String name) {
        boolean isClass = name.startsWith("pipeline.") && !PACKAGE.matcher(name).matches();
        // libraries have dots in the names of their loggers, recipes that are steps of this one have not
        boolean isStep =
                !name.isEmpty() && name.indexOf('.') < 0 && !getLoggers().containsKey(name);
        return isClass ? classes : super.getLoggerConfig(isStep ? recipe : name);
    }

    private static Level higher(Level one, Level other) {
        return one.isMoreSpecificThan(other) ? one : other;
    }

    private void write(Appender appender) {
        appender.setHandler(new LostLogWarning(appender.getName(), console.out()));
        appender.start();
        addAppender(appender);
        getRootLogger().addAppender(appender, null, null);
    }
}
