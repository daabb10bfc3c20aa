package pipeline.log.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonFormatTest {

    private static final Instant TIME = Instant.parse("2026-10-28T14:14:18.042Z");

    @Test
    void the_default_line_is_the_one_that_the_ancestors_users_know() {
        LoggingSettings settings = LoggingSettings.defaults();
        PythonFormat format = new PythonFormat(settings.format(), settings.datefmt(), ZoneOffset.UTC);
        assertThat(format.format(event(Level.INFO)))
                .isEqualTo("2026-10-28 14:14:18 INFO    node.heastro1.example_parallel: Received it");
        assertThat(format.format(event(Level.WARN))).contains(" WARNING node.");
        assertThat(format.format(event(Level.FATAL))).contains(" CRITICAL node.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "%(message)s                | Received it",
                "[%(message).3s]            | [Rec]",
                "[%(message)15.3s]          | [            Rec]",
                "[%(levelname)07s]          | [   INFO]",
                "%(levelno)s %(levelno)05d  | 20 00020",
                "[%(levelno)-5d] [%(levelno)+d] [%(levelno) d] | [20   ] [+20] [ 20]",
                "%(levelno).2f              | 20.00",
                "%(msecs)03d                | 042",
                "%(created).3f              | 1793196858.042",
                "100%% ${java.version} \\n  | 100% ${java.version} \\n",
                "%(threadName)s %(thread)d  | main 7",
                "%(filename)s:%(lineno)d %(funcName)s | -:0 -",
            })
    void fields_are_written_as_python_writes_them(String format, String expected) {
        assertThat(new PythonFormat(format, "", ZoneOffset.UTC).format(event(Level.INFO)))
                .isEqualTo(expected);
    }

    @Test
    void without_a_time_format_it_is_pythons_default() {
        assertThat(new PythonFormat("%(asctime)s", "", ZoneOffset.UTC).format(event(Level.INFO)))
                .isEqualTo("2026-10-28 14:14:18,042");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%(mesage)s     | %(mesage) is no field of a log record, did you mean %(message)? Expected one of asctime name",
                "%(xxxxxxxxxx)s | expected one of asctime name",
                "%(message)     | must end with its type",
                "%(message)d    | must have the type s, but has d",
                "%(lineno)x     | must have the type s, d or f, but has x",
                "50% done       | write %% for a percent sign",
            })
    void a_format_that_cannot_be_understood_says_why(String format, String reason) {
        assertThatThrownBy(() -> new LoggingSettings(Optional.empty(), format, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    private static LogEvent event(Level level) {
        MutableInstant time = new MutableInstant();
        time.initFromEpochMilli(TIME.toEpochMilli(), 0);
        return Log4jLogEvent.newBuilder()
                .setLoggerName("node.heastro1.example_parallel")
                .setLevel(level)
                .setMessage(new SimpleMessage("Received it"))
                .setInstant(time)
                .setThreadName("main")
                .setThreadId(7)
                .setIncludeLocation(false)
                .build();
    }
}
