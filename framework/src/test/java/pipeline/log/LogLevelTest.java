package pipeline.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LogLevelTest {

    @ParameterizedTest
    @EnumSource
    void a_level_is_found_again_by_its_name_and_by_log4js_level(LogLevel level) {
        assertThat(LogLevel.named(level.name())).contains(level);
        assertThat(LogLevel.of(level.log4j())).isEqualTo(level);
    }

    @ParameterizedTest
    @CsvSource({"TRACE, DEBUG", "ALL, DEBUG", "OFF, CRITICAL"})
    void log4js_other_levels_have_a_nearest_one(String log4j, LogLevel level) {
        assertThat(LogLevel.of(Level.valueOf(log4j))).isEqualTo(level);
    }

    @Test
    void a_level_between_two_is_the_lesser() {
        assertThat(LogLevel.of(Level.forName("NOTICE", 350))).isEqualTo(LogLevel.INFO);
    }

    @Test
    void other_names_are_no_levels() {
        assertThat(LogLevel.named("info")).isEmpty();
        assertThat(LogLevel.named("WARN")).contains(LogLevel.WARNING);
        assertThat(LogLevel.named("FATAL")).contains(LogLevel.CRITICAL);
    }

    @Test
    void numbers_are_pythons() {
        assertThat(LogLevel.values()).extracting(LogLevel::number).containsExactly(10, 20, 30, 40, 50);
    }
}
