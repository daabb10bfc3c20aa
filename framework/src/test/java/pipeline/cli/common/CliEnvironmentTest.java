package pipeline.cli.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import pipeline.cli.console.Tty;

class CliEnvironmentTest {

    @Test
    void the_home_directory_is_that_of_the_shell() {
        assertThat(environment(Map.of("HOME", "/h")).home()).isEqualTo(Path.of("/h"));
        assertThat(environment(Map.of("HOME", "relative")).home()).isEqualTo(Path.of(System.getProperty("user.home")));
        assertThat(environment(Map.of()).home()).isEqualTo(Path.of(System.getProperty("user.home")));
    }

    private static CliEnvironment environment(Map<String, String> variables) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
        return new CliEnvironment(nowhere, nowhere, Tty.nobody(), Path.of("/"), variables, Clock.systemUTC());
    }
}
