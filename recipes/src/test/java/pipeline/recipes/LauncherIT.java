package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code pipeline} in a source tree whose build fails. */
class LauncherIT {

    private static final Path LAUNCHER = Path.of(System.getProperty("pipeline.root"), "pipeline");

    @TempDir
    Path directory;

    @Test
    void a_build_that_fails_of_a_warning_shows_the_warning() throws Exception {
        Files.copy(LAUNCHER, directory.resolve("pipeline"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(directory.resolve("pom.xml"), "<project/>");
        Path build = Files.writeString(directory.resolve("mvnw"), """
                #!/bin/sh
                case " $* " in *" -q "*) quiet=yes ;; esac
                [ -n "$quiet" ] || echo '[INFO] Compiling 400 source files'
                [ -n "$quiet" ] || echo '[WARNING] Mine.java:[3,8] [rawtypes] found raw type: List'
                echo '[ERROR] warnings found and -Werror specified'
                exit 1
                """);
        Files.setPosixFilePermissions(build, PosixFilePermissions.fromString("rwxr-xr-x"));

        Process launcher = new ProcessBuilder(directory.resolve("pipeline").toString(), "--version")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("printed").toFile())
                .start();

        assertThat(launcher.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(launcher.exitValue()).isEqualTo(70);
        assertThat(Files.readString(directory.resolve("printed")))
                .contains("[WARNING] Mine.java:[3,8] [rawtypes] found raw type: List")
                .contains("[ERROR] warnings found and -Werror specified")
                .endsWith("pipeline: pipeline.jar could not be built; the reason stands above.\n")
                .doesNotContain("[INFO]");
    }
}
