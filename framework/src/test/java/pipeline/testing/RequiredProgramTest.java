package pipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RequiredProgramTest {

    private static final RequiredProgram MISSING = new RequiredProgram("no-such-program", "no-such-package");

    @Test
    void a_program_of_the_system_is_found_with_its_absolute_path() {
        assertThat(new RequiredProgram("sh", "dash").path()).isExecutable().matches(Path::isAbsolute);
    }

    @Test
    void a_missing_program_skips_the_test_and_says_what_to_install() {
        assertThatThrownBy(() -> MISSING.path(false))
                .isNotInstanceOf(AssertionError.class)
                .hasMessageContaining("NOT RUN")
                .hasMessageContaining("apt-get install no-such-package");
    }

    @Test
    void a_missing_program_fails_the_test_where_all_must_run() {
        assertThatThrownBy(() -> MISSING.path(true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("apt-get install no-such-package");
    }
}
