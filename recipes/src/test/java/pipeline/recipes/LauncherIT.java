package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.RequiredProgram;

/** The launcher {@code pipeline}, with a Java that only notes what it is started with, and makes class archives if asked to. */
class LauncherIT {

    private static final Path LAUNCHER = Path.of(System.getProperty("pipeline.root"), "pipeline");
    private static final String OTHER_USER = "64123";

    private static final String FAKE_JAVA = """
            #!/bin/sh
            for word; do
              case $word in
                -XX:ArchiveClassesAtExit=*)
                  [ -z "$NO_ARCHIVE" ] || { echo 'no space for it'; exit 1; }
                  echo classes >"${word#*=}"
                  ;;
              esac
            done
            printf '<%s>' "$@" >>"$NOTES"
            echo >>"$NOTES"
            """;

    @TempDir
    Path directory;

    private Path opt;
    private Path home;
    private final Map<String, String> environment = new HashMap<>();

    /** What the launcher did: its exit code, what it said, and the words of its last start of Java. */
    private record Start(int exitCode, String said, String java) {

        boolean usesArchive(Path archive) {
            return java.contains("<-XX:SharedArchiveFile=" + archive + ">");
        }
    }

    @BeforeEach
    void install() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        opt = Files.createDirectory(directory.resolve("opt"));
        home = Files.createDirectory(directory.resolve("home"));
        Files.copy(LAUNCHER, opt.resolve("pipeline"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(opt.resolve("pipeline.jar"), "a jar");
        java("java", "17.0.2");
        environment.put("JAVA_HOME", directory.resolve("java").toString());
        environment.put("HOME", home.toString());
        environment.put("NOTES", home.resolve("notes").toString());
    }

    @Test
    void it_finds_its_jar_through_links_and_hands_on_each_word_as_it_is() throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("link"), Path.of("../opt/pipeline"));
        Path command = Files.createSymbolicLink(bin.resolve("pipeline"), Path.of("link"));

        Start start = start(List.of(command.toString()), "foreach", "a b", "", "'", "*");

        assertThat(start.exitCode()).isZero();
        assertThat(start.java())
                .contains("<-jar><%s>".formatted(opt.toRealPath().resolve("pipeline.jar")))
                .endsWith("<foreach><a b><><'><*>");
    }

    @Test
    void the_first_start_makes_an_archive_beside_the_jar_and_the_others_use_it() throws Exception {
        assertThat(start().exitCode()).isZero();
        Path archive = onlyArchive(opt);
        String notes = Files.readString(home.resolve("notes"));

        Start second = start();

        assertThat(second.usesArchive(archive)).isTrue();
        assertThat(Files.readString(home.resolve("notes")))
                .hasLineCount((int) notes.lines().count() + 1);
        assertThat(home.resolve(".cache")).doesNotExist();
    }

    @Test
    void another_jar_and_another_java_get_archives_of_their_own() throws Exception {
        start();
        Path first = onlyArchive(opt);

        Files.writeString(opt.resolve("pipeline.jar"), "a longer jar");
        assertThat(start().usesArchive(first)).isFalse();
        assertThat(archives(opt)).hasSize(2);

        environment.put("JAVA_HOME", java("other", "21.0.1").toString());
        assertThat(start().usesArchive(first)).isFalse();
        assertThat(archives(opt)).hasSize(3);
    }

    @Test
    void who_may_not_write_beside_the_jar_has_the_archive_in_a_cache() throws Exception {
        RequiredProgram.root("it starts the launcher as somebody else");
        Files.setAttribute(home, "unix:uid", Integer.parseInt(OTHER_USER));

        assertThat(startAsOther().exitCode()).isZero();

        Path archive = onlyArchive(home.resolve(".cache/pipeline"));
        assertThat(startAsOther().usesArchive(archive)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive.getParent())))
                .isEqualTo("rwx------");
        assertThat(archives(opt)).isEmpty();

        Path cache = Files.createDirectory(home.resolve("other"));
        Files.setAttribute(cache, "unix:uid", Integer.parseInt(OTHER_USER));
        environment.put("XDG_CACHE_HOME", cache.toString());
        assertThat(startAsOther().usesArchive(archive)).isFalse();
        assertThat(startAsOther().usesArchive(onlyArchive(cache.resolve("pipeline"))))
                .isTrue();
    }

    @Test
    void an_archive_that_the_owner_made_serves_all() throws Exception {
        RequiredProgram.root("it starts the launcher as somebody else");
        Files.setAttribute(home, "unix:uid", Integer.parseInt(OTHER_USER));
        start();
        Files.setAttribute(home.resolve("notes"), "unix:uid", Integer.parseInt(OTHER_USER));

        assertThat(startAsOther().usesArchive(onlyArchive(opt))).isTrue();
        assertThat(home.resolve(".cache")).doesNotExist();
    }

    @Test
    void a_cache_that_others_may_write_is_not_used() throws Exception {
        RequiredProgram.root("it starts the launcher as somebody else");
        Files.setAttribute(home, "unix:uid", Integer.parseInt(OTHER_USER));
        Path cache = Files.createDirectories(home.resolve(".cache/pipeline"));
        Files.setAttribute(cache, "unix:uid", Integer.parseInt(OTHER_USER));
        Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));

        Start start = startAsOther();

        assertThat(start.exitCode()).isZero();
        assertThat(start.java()).doesNotContain("SharedArchiveFile");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void where_nothing_can_be_kept_it_runs_without_an_archive() throws Exception {
        RequiredProgram.root("it starts the launcher as somebody else");
        Path notes = Files.createFile(home.resolve("notes"));
        Files.setAttribute(notes, "unix:uid", Integer.parseInt(OTHER_USER));

        Start start = startAsOther("--version");

        assertThat(start.exitCode()).isZero();
        assertThat(start.said()).isEmpty();
        assertThat(start.java()).doesNotContain("SharedArchiveFile").endsWith("<--version>");
    }

    @Test
    void an_archive_that_java_cannot_write_is_reported_once() throws Exception {
        environment.put("NO_ARCHIVE", "yes");

        Start first = start();
        assertThat(first.exitCode()).isZero();
        assertThat(first.said()).isEqualTo("pipeline: pipeline.jar starts slower than it could: no space for it\n");

        Start second = start();
        assertThat(second.exitCode()).isZero();
        assertThat(second.said()).isEmpty();
        assertThat(second.java()).doesNotContain("SharedArchiveFile");
    }

    @Test
    void a_start_goes_on_without_an_archive_while_another_one_makes_it() throws Exception {
        start();
        Path archive = onlyArchive(opt);
        Files.delete(archive);
        Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
        Files.createSymbolicLink(lock, Path.of("another-machine:1"));

        Start start = start();

        assertThat(start.exitCode()).isZero();
        assertThat(start.said()).isEmpty();
        assertThat(archive).doesNotExist();
        assertThat(Files.isSymbolicLink(lock)).isTrue();
    }

    @Test
    void a_lock_that_a_killed_start_left_is_taken_away() throws Exception {
        start();
        Path archive = onlyArchive(opt);
        Files.delete(archive);
        Process dead = new ProcessBuilder("sh", "-c", "uname -n").start();
        String machine = new String(dead.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        dead.waitFor();
        Path lock = archive.resolveSibling(archive.getFileName() + ".lock");
        Files.createSymbolicLink(lock, Path.of(machine.strip() + ":" + dead.pid()));

        start();
        start();

        assertThat(lock).doesNotExist();
        assertThat(archive).exists();
    }

    @Test
    void a_java_that_is_too_old_or_missing_is_70_with_what_to_do() throws Exception {
        environment.put("JAVA_HOME", java("old", "11.0.2").toString());
        Start old = start();
        assertThat(old.exitCode()).isEqualTo(70);
        assertThat(old.said()).contains("is older than Java 17; install a JDK 17 or newer, or set JAVA_HOME.");

        environment.put("JAVA_HOME", directory.resolve("nowhere").toString());
        Start missing = start();
        assertThat(missing.exitCode()).isEqualTo(70);
        assertThat(missing.said()).contains("set it to a Java 17 or newer.");
    }

    @Test
    void a_build_that_fails_of_a_warning_shows_the_warning() throws Exception {
        Files.delete(opt.resolve("pipeline.jar"));
        Files.writeString(opt.resolve("pom.xml"), "<project/>");
        Path build = Files.writeString(opt.resolve("mvnw"), """
                #!/bin/sh
                case " $* " in *" -q "*) quiet=yes ;; esac
                [ -n "$quiet" ] || echo '[INFO] Compiling 400 source files'
                [ -n "$quiet" ] || echo '[WARNING] Mine.java:[3,8] [rawtypes] found raw type: List'
                echo '[ERROR] warnings found and -Werror specified'
                exit 1
                """);
        Files.setPosixFilePermissions(build, PosixFilePermissions.fromString("rwxr-xr-x"));

        Start start = start("--version");

        assertThat(start.exitCode()).isEqualTo(70);
        assertThat(start.said())
                .contains("[WARNING] Mine.java:[3,8] [rawtypes] found raw type: List")
                .contains("[ERROR] warnings found and -Werror specified")
                .endsWith("pipeline: pipeline.jar could not be built; the reason stands above.\n")
                .doesNotContain("[INFO]");
        try (Stream<Path> left = Files.list(opt)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("pipeline", "pom.xml", "mvnw");
        }
    }

    private Path java(String name, String version) throws IOException {
        Path java = directory.resolve(name);
        Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
        Files.writeString(program, FAKE_JAVA);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(java.resolve("release"), "JAVA_VERSION=\"%s\"\n".formatted(version));
        return java;
    }

    private Start start(String... words) throws Exception {
        return start(List.of(opt.resolve("pipeline").toString()), words);
    }

    private Start startAsOther(String... words) throws Exception {
        return start(
                List.of(
                        "setpriv",
                        "--reuid",
                        OTHER_USER,
                        "--regid",
                        OTHER_USER,
                        "--clear-groups",
                        opt.resolve("pipeline").toString()),
                words);
    }

    private Start start(List<String> command, String... words) throws Exception {
        List<String> all = new ArrayList<>(command);
        all.addAll(Arrays.asList(words));
        Path said = directory.resolve("said");
        ProcessBuilder builder =
                new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(said.toFile());
        builder.environment().remove("XDG_CACHE_HOME");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        Path notes = home.resolve("notes");
        List<String> started = Files.exists(notes) ? Files.readAllLines(notes) : List.of("");
        return new Start(process.exitValue(), Files.readString(said), started.get(started.size() - 1));
    }

    private static Path onlyArchive(Path place) throws IOException {
        assertThat(archives(place)).hasSize(1);
        return archives(place).get(0);
    }

    private static List<Path> archives(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            List<Path> archives =
                    files.filter(file -> file.toString().endsWith(".jsa")).toList();
            return archives.stream().map(LauncherIT::real).toList();
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
