package pipeline.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.cli.Main;

class LaunchCommandTest {

    @ParameterizedTest
    @CsvSource({
        "pipeline.cli.Main line_count -j x, pipeline.jar:classes, java -cp pipeline.jar:classes pipeline.cli.Main",
        "/opt/pipeline.jar foreach -j x, /opt/pipeline.jar, pipeline",
        "org.example.Runner, a.jar:b.jar, pipeline",
        "pipeline.cli.MainOfMine x, a.jar, pipeline",
    })
    void a_command_is_typed_again_as_it_was_started(String javaCommand, String classPath, String words) {
        assertThat(LaunchCommand.of(javaCommand, classPath, Optional.empty())).isEqualTo(words);
    }

    @Test
    void the_class_that_is_started_is_there() {
        assertThat(LaunchCommand.MAIN).isEqualTo(Main.class.getName());
    }

    @Test
    void a_launcher_or_a_jar_is_typed_again() {
        assertThat(LaunchCommand.of("a.jar foreach", "a.jar", Optional.of("java -jar a.jar")))
                .isEqualTo("java -jar a.jar");
    }
}
