package pipeline.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import pipeline.testing.RequiredProgram;

/**
 * The release, unpacked by root as below /opt and used by somebody else, who may not write there, through a link, without
 * git, without Maven and without a network.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReleaseIT {

    private static final Path RELEASE = Path.of(System.getProperty("pipeline.release"));
    private static final String OTHER_USER = "64124";

    private Path directory;
    private Path unpacked;
    private Path home;
    private Path bin;

    private record Run(int exitCode, String printed) {}

    @BeforeAll
    void install(@TempDir Path place) throws Exception {
        directory = place.toRealPath();
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path opt = Files.createDirectory(directory.resolve("opt"));
        Run tar = run(List.of("tar", "-xzf", RELEASE.toString(), "-C", opt.toString()));
        assertThat(tar.exitCode()).as(tar.printed()).isZero();
        unpacked = opt.resolve(RELEASE.getFileName().toString().replace(".tar.gz", ""));
        home = Files.createDirectory(directory.resolve("home"));
        bin = Files.createDirectory(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("pipeline"), unpacked.resolve("pipeline"));
        for (String missing : List.of("git", "mvn", "mvnw", "javac")) {
            Path program =
                    Files.writeString(bin.resolve(missing), "#!/bin/sh\ntouch '%s/used'\nexit 1\n".formatted(home));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void the_main_job_runs_for_a_user_who_may_not_write_there() throws Exception {
        RequiredProgram.root("it unpacks the release as one user and runs it as another one");
        RequiredProgram.IP.path();
        Files.setAttribute(home, "unix:uid", Integer.parseInt(OTHER_USER));
        List<Path> before = files(unpacked);

        Run first = asOther("pipeline checksum -j demo --mini-cluster mapfiles/example.mapfile");

        assertThat(first.exitCode()).as(first.printed()).isZero();
        assertThat(first.printed())
                .contains(
                        "files = 6 of 6, 3084 bytes", "manifest = " + home + "/.local/state/pipeline/demo/SHA256SUMS");
        assertThat(files(home.resolve(".cache/pipeline")))
                .as("the archive of classes")
                .hasSize(1)
                .allSatisfy(archive -> assertThat(archive).isNotEmptyFile());

        Run second = asOther("JAVA_OPTS=-Xlog:class+load:file=$HOME/classes pipeline jobs progress");

        assertThat(second.exitCode()).as(second.printed()).isZero();
        assertThat(second.printed()).contains("demo");
        assertThat(Files.readString(home.resolve("classes"))).contains("source: shared objects file (top)");
        assertThat(files(unpacked)).isEqualTo(before);
        assertThat(home.resolve("used")).as("no git, no Maven and no compiler").doesNotExist();
    }

    @Test
    void it_holds_what_the_page_on_installing_says_and_the_jar_of_the_build() throws Exception {
        assertThat(files(unpacked).stream()
                        .map(file -> unpacked.relativize(file).toString()))
                .contains(
                        "pipeline",
                        "pipeline.jar",
                        "pipeline.cfg.example",
                        "mapfiles/example.mapfile",
                        "mapfiles/data/field notes.txt",
                        "docs/install.md",
                        "README.md",
                        "CHANGELOG.md",
                        "LICENSE",
                        "NOTICE",
                        "share/man/man1/pipeline.1",
                        "share/bash-completion/completions/pipeline",
                        "share/zsh/site-functions/_pipeline",
                        "share/fish/vendor_completions.d/pipeline.fish");
        assertThat(Files.mismatch(unpacked.resolve("pipeline.jar"), Path.of(System.getProperty("pipeline.jar"))))
                .as("the jar is the same")
                .isEqualTo(-1);
    }

    @Test
    void its_files_are_roots_and_nobody_else_may_write_them() throws Exception {
        List<String> listed = run(List.of("tar", "-tvzf", RELEASE.toString(), "--numeric-owner"))
                .printed()
                .lines()
                .toList();
        assertThat(listed)
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(line).matches("[-d]rw.r-.r-. 0/0 .*"));
        assertThat(listed)
                .anySatisfy(line -> assertThat(line).startsWith("-rwxr-xr-x").endsWith("/pipeline"));
    }

    @Test
    void the_man_page_is_clean_and_has_every_command() throws Exception {
        Path page = unpacked.resolve("share/man/man1/pipeline.1");
        Run lint = run(List.of(RequiredProgram.MANDOC.path().toString(), "-T", "lint", "-W", "style", page.toString()));
        assertThat(lint.printed()).isEmpty();

        String text = run(List.of(
                        RequiredProgram.MANDOC.path().toString(), "-T", "utf8", "-O", "width=200", page.toString()))
                .printed()
                .replaceAll(".\b", "");
        assertThat(text)
                .contains("   checksum\n", "   jobs show\n", "   jobs refresh\n", "   work\n", "   undrain\n")
                .contains("-j, --job-name=JOB", "--mini-cluster[=N]", "~/.config/pipeline/pipeline.cfg");
    }

    @Test
    void bash_zsh_and_fish_complete_commands_and_options() throws Exception {
        Path share = unpacked.resolve("share");
        assertThat(run(List.of(RequiredProgram.BASH.path().toString(), "-c", """
                source %s/bash-completion/completions/pipeline
                COMP_WORDS=(pipeline jobs sh) COMP_CWORD=2 COMP_LINE='pipeline jobs sh' COMP_POINT=16
                _complete_pipeline 2>/dev/null
                echo "${COMPREPLY[@]}"
                COMP_WORDS=(pipeline checksum --mini) COMP_CWORD=2 COMP_LINE='pipeline checksum --mini' COMP_POINT=24
                _complete_pipeline 2>/dev/null
                echo "${COMPREPLY[@]}"
                """.formatted(share)))
                        .printed())
                .isEqualTo("show\n--mini-cluster\n");
        assertThat(run(List.of(RequiredProgram.ZSH.path().toString(), "-f", "-c", """
                _describe() { local list=${@[-1]}; print -l -- ${(P)list%%%%:*}; }
                _files() { print files; }
                complete() { words=("$@") CURRENT=$(( $# + 1 )); source %s/zsh/site-functions/_pipeline; }
                complete pipeline | grep -x -e jobs -e checksum
                complete pipeline jobs | grep -x show
                complete pipeline checksum -p | grep -x -e --mini-cluster -e files
                """.formatted(share)))
                        .printed())
                .isEqualTo("jobs\nchecksum\nshow\n--mini-cluster\nfiles\n");
        assertThat(run(List.of(RequiredProgram.FISH.path().toString(), "--no-config", "-c", """
                source %s/fish/vendor_completions.d/pipeline.fish
                complete -C 'pipeline jobs sh' | cut -f 1
                complete -C 'pipeline checksum --mini' | cut -f 1
                complete -C 'pipeline work che' | cut -f 1
                """.formatted(share)))
                        .printed())
                .isEqualTo("show\n--mini-cluster\nchecksum\n");
    }

    private Run asOther(String line) throws Exception {
        String path = String.join(
                File.pathSeparator, bin.toString(), System.getProperty("java.home") + "/bin", "/usr/bin", "/bin");
        // a network of its own that has only a loopback, then another user
        return run(List.of(
                "unshare",
                "--net",
                "sh",
                "-ec",
                "ip link set lo up; cd \"$1\"; exec setpriv --reuid $2 --regid $2 --clear-groups env -i HOME=\"$3\" PATH=\"$4\" sh -c \"$5\"",
                "sh",
                unpacked.toString(),
                OTHER_USER,
                home.toString(),
                path,
                line));
    }

    private Run run(List<String> command) throws Exception {
        Path printed = directory.resolve("printed");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError("did not end: " + command + "\n" + Files.readString(printed));
        }
        return new Run(process.exitValue(), Files.readString(printed));
    }

    private static List<Path> files(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.filter(Files::isRegularFile).sorted().collect(Collectors.toCollection(ArrayList::new));
        }
    }
}
