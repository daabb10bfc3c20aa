package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people get: pipeline.jar alone, in a directory without anything else. */
class ShippedIT {

    private static final long LARGEST_JAR = 34L << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"foreach", "checksum", "example_parallel", "work foreach", "jobs refresh foreach"})
    void the_example_of_the_help_runs_as_it_is_printed(String command) throws Exception {
        String help = PipelineCall.run(directory, (command + " --help").split(" ", -1))
                .out();
        List<String> example = help.substring(help.indexOf("\nExample:\n") + "\nExample:\n".length())
                .lines()
                .map(String::strip)
                .toList();
        assertThat(example).hasSize(2);
        assertThat(example.get(1)).startsWith("pipeline " + command + " -j first ");

        String pipeline = "pipeline() { %s -jar '%s' \"$@\"; }\n"
                .formatted(PipelineProcess.JAVA.get(0), System.getProperty("pipeline.jar"));
        sh(pipeline + String.join("\n", example));
    }

    @Test
    void the_jar_alone_gets_somebody_to_a_first_success_by_what_it_prints() throws Exception {
        String jar = "java -jar " + System.getProperty("pipeline.jar");
        assertThat(sh(jar + " --help")).contains("\n  example DIR ");
        List<String> printed = sh(jar + " example 'a try'")
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
        assertThat(printed).hasSize(3).allSatisfy(line -> assertThat(line).startsWith(jar + " "));

        assertThat(sh(String.join("\n", printed)))
                .contains("observation_000.csv", "files = 4", "example.checksum.mapfile", "success");
        List<String> help =
                sh(jar + " checksum --help").lines().map(String::strip).toList();
        sh(String.join("\n", help.subList(help.indexOf("Example:") + 1, help.size())));
    }

    /** Runs lines as somebody types them who has Java on the path, and returns what they print. */
    private String sh(String lines) throws Exception {
        ProcessBuilder sh = new ProcessBuilder("sh", "-ec", lines)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("printed").toFile());
        sh.environment().putAll(Map.of("HOME", directory.toString(), "LC_ALL", "C.UTF-8"));
        // so that each start takes half the time
        sh.environment()
                .put(
                        "JDK_JAVA_OPTIONS",
                        Stream.of(
                                        PipelineProcess.JAVA.subList(1, PipelineProcess.JAVA.size()),
                                        ClassArchive.javaOptions())
                                .flatMap(List::stream)
                                .collect(Collectors.joining(" ")));
        sh.environment().merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
        Process process = sh.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(directory.resolve("printed"));
        assertThat(process.exitValue()).as("%s", printed).isZero();
        return printed;
    }

    @Test
    void the_jar_says_which_versions_of_what_are_in_it() throws Exception {
        Set<String> said = new TreeSet<>();
        try (JarFile jar = new JarFile(System.getProperty("pipeline.jar"))) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> entry.getName().matches("META-INF/maven/.*/pom\\.properties"))
                    .toList();
            for (JarEntry entry : entries) {
                Properties properties = new Properties();
                properties.load(jar.getInputStream(entry));
                assertThat(properties.getProperty("version"))
                        .as(entry.getName())
                        .isNotEmpty()
                        .doesNotContain("$");
                said.add(properties.getProperty("artifactId"));
            }
        }
        assertThat(said)
                .contains(
                        "pipeline-framework",
                        "pipeline-nodes",
                        "sshd-core",
                        "sshd-common",
                        "log4j-core",
                        "jackson-databind",
                        "sqlite-jdbc",
                        "postgresql",
                        "mariadb-java-client",
                        "HikariCP",
                        "picocli",
                        "bcprov-jdk18on",
                        "bcpkix-jdk18on",
                        "commons-configuration2",
                        "asm");
    }

    @Test
    void the_notice_names_every_library_in_the_jar() throws Exception {
        String notice = Files.readString(Path.of(System.getProperty("pipeline.root"), "NOTICE"));
        try (JarFile jar = new JarFile(System.getProperty("pipeline.jar"))) {
            assertThat(jar.stream().map(JarEntry::getName).filter(name -> name.endsWith("/pom.properties")))
                    .isNotEmpty()
                    .allSatisfy(name -> {
                        String[] parts = name.split("/", -1);
                        assertThat(parts[2].equals("pipeline") || notice.contains("  " + parts[2] + ":" + parts[3]))
                                .as(name)
                                .isTrue();
                    });
        }
    }

    @Test
    void the_jar_is_small_and_has_sqlite_for_every_machine_that_may_be_a_master() throws Exception {
        assertThat(Path.of(System.getProperty("pipeline.jar")))
                .satisfies(file -> assertThat(Files.size(file)).isLessThan(LARGEST_JAR));
        try (JarFile jar = new JarFile(System.getProperty("pipeline.jar"))) {
            assertThat(jar.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.matches("org/sqlite/native/.*/(lib)?sqlitejdbc\\..*"))
                            .map(name -> name.split("/", -1))
                            .map(parts -> parts[3] + "/" + parts[4]))
                    .containsExactlyInAnyOrder(
                            "Linux/x86_64",
                            "Linux/aarch64",
                            "Linux-Musl/x86_64",
                            "Linux-Musl/aarch64",
                            "Mac/x86_64",
                            "Mac/aarch64");
        }
    }

    @Test
    void for_a_line_of_shell_as_one_word_it_is_said_what_to_type() throws Exception {
        Files.writeString(directory.resolve("a.map"), "localhost = [ /etc/passwd ]\n");

        PipelineCall one = PipelineCall.run(
                directory,
                "foreach",
                "-j",
                "x",
                "--mini-cluster",
                directory.resolve("a.map").toString(),
                "--",
                "ls -l | wc");
        assertThat(one.exitCode()).isEqualTo(2);
        assertThat(one.err()).contains("--shell MAPFILE -- 'ls -l | wc'");
        assertThat(PipelineCall.run(
                                directory,
                                "foreach",
                                "-n",
                                "-j",
                                "x",
                                "--mini-cluster",
                                directory.resolve("a.map").toString(),
                                "--",
                                "./my tool")
                        .exitCode())
                .as("a path may hold blanks")
                .isZero();

        PipelineCall words = PipelineCall.run(
                directory,
                "foreach",
                "-j",
                "4",
                "--mini-cluster",
                directory.resolve("a.map").toString(),
                "--",
                "echo",
                "|",
                "wc");
        assertThat(words.exitCode()).isZero();
        assertThat(words.err())
                .contains("| reaches echo as a plain word, no shell looks at it")
                .contains("--shell " + directory.resolve("a.map") + " -- 'echo | wc'")
                .contains("4 is the name of the job (-j); for 4 jobs at a time on each host type -p 4");
    }

    @Test
    void a_configuration_that_others_may_write_is_refused_with_one_line() throws Exception {
        Files.writeString(directory.resolve("pipeline.cfg"), "[remote]\n");
        Files.setPosixFilePermissions(directory.resolve("pipeline.cfg"), PosixFilePermissions.fromString("rw-rw-rw-"));

        PipelineProcess refused = PipelineProcess.run(directory, "jobs");
        assertThat(refused.exitCode()).isEqualTo(3);
        assertThat(refused.err()).hasLineCount(1).contains("pipeline.cfg is not read: it may be written by others");
    }
}
