package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar under every Java of this machine that is new enough: none of them has anything to warn about. */
class OtherJavasIT {

    private static final int OLDEST = 17;
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    Path directory;

    /** Returns this Java, and those where Debian has them. */
    static List<Path> homes() throws IOException {
        Path installed = Path.of("/usr/lib/jvm");
        try (Stream<Path> found = Files.isDirectory(installed) ? Files.list(installed) : Stream.of()) {
            return Stream.concat(Stream.of(Path.of(System.getProperty("java.home"))), found)
                    .map(OtherJavasIT::real)
                    .distinct()
                    .filter(OtherJavasIT::isNewEnough)
                    .toList();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }

    private static boolean isNewEnough(Path home) {
        try {
            return Files.isExecutable(home.resolve("bin/java"))
                    && Files.readAllLines(home.resolve("release")).stream()
                            .filter(line -> line.startsWith("JAVA_VERSION=\""))
                            .map(line -> line.replaceFirst("JAVA_VERSION=\"(\\d+).*", "$1"))
                            .anyMatch(version -> Integer.parseInt(version) >= OLDEST);
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("homes")
    void nothing_is_warned_about(Path home) throws Exception {
        Path map = Files.writeString(directory.resolve("map"), "n1 = [ a, b ]\n");
        assertThat(run(home, "--version")).isEmpty();
        assertThat(run(home, "foreach", "-j", "x", "--mini-cluster", map.toString(), "--", "true"))
                .isEqualTo("Results:\nsucceeded = 2 of 2\n");
        assertThat(run(home, "jobs", "-j", "x")).isEmpty();
    }

    @Test
    void the_jar_says_that_it_loads_a_library() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("pipeline.jar"))) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Enable-Native-Access"))
                    .isEqualTo("ALL-UNNAMED");
        }
    }

    /** Returns what it says on standard error. */
    private String run(Path home, String... words) throws Exception {
        Path err = directory.resolve("err");
        // the options are those of the launcher
        List<String> command = Stream.concat(
                        Stream.of(
                                home.resolve("bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-jar",
                                System.getProperty("pipeline.jar")),
                        Stream.of(words))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(err.toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("JDK_JAVA"));
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", command, Files.readString(err))
                    .isZero();
            return Files.readString(err);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
