package pipeline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.LeakCheck;

@ExtendWith(LeakCheck.class)
class CodeVersionIT {

    @TempDir
    Path directory;

    @Test
    void git_says_the_commit() {
        CodeVersion git = CodeVersion.asking(List.of("echo", "0255cbc"), Duration.ofSeconds(5));

        assertThat(git.find(VersionMethod.GIT, directory, CodeVersionIT.class)).isEqualTo("0255cbc");
    }

    @Test
    void where_there_is_no_commit_there_is_no_version() {
        assertThat(CodeVersion.finder().find(VersionMethod.GIT, directory, CodeVersionIT.class))
                .as("no repository")
                .isEmpty();
        assertThat(CodeVersion.asking(List.of("no-such-git"), Duration.ofSeconds(5))
                        .find(VersionMethod.GIT, directory, CodeVersionIT.class))
                .as("no git")
                .isEmpty();
        assertThat(CodeVersion.asking(List.of("sleep", "60"), Duration.ofMillis(50))
                        .find(VersionMethod.GIT, directory, CodeVersionIT.class))
                .as("a git that hangs")
                .isEmpty();
    }

    @Test
    void a_class_that_came_in_no_jar_has_no_version() {
        CodeVersion finder = CodeVersion.finder();

        assertThat(finder.find(VersionMethod.JAR, directory, CodeVersionIT.class))
                .isEmpty();
        assertThat(finder.find(VersionMethod.NONE, directory, CodeVersionIT.class))
                .isEmpty();
    }
}
