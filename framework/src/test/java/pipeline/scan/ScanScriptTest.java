package pipeline.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

/** What the script finds, in the shells and with the commands that hosts have. */
class ScanScriptTest {

    private static final long TIME = 1_600_000_000;

    @TempDir
    private Path root;

    private Path data;

    private final List<FoundFile> found = new ArrayList<>();

    @BeforeEach
    void make_files() throws IOException {
        data = Files.createDirectories(root.resolve("da[t]a"));
        for (String name : List.of("b.csv", "a.csv", ".hidden.csv", "sub/c.csv", "sub/deep/d.csv", ".cache/e.csv")) {
            write(name);
        }
        write("sets/L1/one.MS/table.csv");
        write("sets/L2/two.MS/table.csv");
        write("sets/X1/three.MS/table.csv");
    }

    private void write(String name) throws IOException {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(TIME)));
    }

    /** Runs it, with the commands of busybox or those of the system. */
    private HostFindings scan(String shell, FileKind kind, String... patterns) throws Exception {
        List<ScanPattern> parsed = new ArrayList<>();
        for (String pattern : patterns) {
            parsed.add(ScanPattern.parse(pattern));
        }
        String script = HostScan.script(Optional.of(data.toString()), parsed, kind);
        List<String> words = List.of(shell.split(" ", -1));
        RequiredProgram program = new RequiredProgram(words.get(0), words.get(0));
        List<String> arguments = new ArrayList<>(words.subList(1, words.size()));
        arguments.addAll(List.of("-c", "HOME='" + root + "'; " + path(shell) + script));
        ProgramRun run = ProgramRun.of(program, arguments.toArray(String[]::new));
        HostFindings findings = new HostFindings("n1");
        found.clear();
        new AnswerReader(findings, found::add)
                .read(new ByteArrayInputStream(run.out().getBytes(StandardCharsets.UTF_8)), patterns.length);
        assertThat(run.err()).isEmpty();
        return findings;
    }

    private String path(String shell) throws IOException {
        if (!shell.startsWith("busybox")) {
            return "";
        }
        Path bin = Files.createDirectories(root.resolve("bin"));
        try (Stream<Path> there = Files.list(bin)) {
            if (there.findAny().isEmpty()) {
                for (String name : List.of("find", "stat", "sort", "sed", "sh", "tr", "printf", "xargs")) {
                    Path program = Files.writeString(
                            bin.resolve(name),
                            "#!/bin/sh\nexec '" + RequiredProgram.BUSYBOX.path() + "' " + name + " \"$@\"\n");
                    assertThat(program.toFile().setExecutable(true)).isTrue();
                }
            }
        }
        return "PATH='" + bin + "'; ";
    }

    private List<String> names() {
        return found.stream().map(FoundFile::name).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "mksh", "busybox sh"})
    void names_sizes_and_times_come_in_the_order_of_the_names(String shell) throws Exception {
        HostFindings findings = scan(shell, FileKind.ANY, "*.csv", data + "/sub/*.csv", "~/da\\[t\\]a/s[u]b/c.csv");

        assertThat(names()).containsExactly("a.csv", "b.csv", data + "/sub/c.csv");
        assertThat(found.get(0).size()).isEqualTo(5);
        assertThat(found).allMatch(file -> Instant.ofEpochSecond(TIME).equals(file.modified()));
        assertThat(findings.isComplete()).isTrue();
        assertThat(findings.files()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "mksh", "busybox sh"})
    void a_directory_that_fits_is_one_thing_and_hidden_names_are_asked_for(String shell) throws Exception {
        scan(shell, FileKind.ANY, "sets/L*/*");
        assertThat(names()).containsExactly("sets/L1/one.MS", "sets/L2/two.MS");
        assertThat(found).allMatch(FoundFile::isDirectory).allMatch(file -> file.size() == null);

        scan(shell, FileKind.ANY, "**/*.MS", "**/*.csv");
        assertThat(names())
                .containsExactly(
                        "a.csv",
                        "b.csv",
                        "sets/L1/one.MS",
                        "sets/L1/one.MS/table.csv",
                        "sets/L2/two.MS",
                        "sets/L2/two.MS/table.csv",
                        "sets/X1/three.MS",
                        "sets/X1/three.MS/table.csv",
                        "sub/c.csv",
                        "sub/deep/d.csv");

        scan(shell, FileKind.ANY, ".*");
        assertThat(names()).containsExactly(".cache", ".hidden.csv");
    }

    @ParameterizedTest
    @CsvSource({"FILE,'**/*','a.csv,b.csv,sub/c.csv,sub/deep/d.csv'", "DIRECTORY,'s*','sets,sub'", "ANY,'s*b/','sub'"})
    void one_kind_alone_can_be_asked_for(FileKind kind, String pattern, String expected) throws Exception {
        scan("dash", kind, pattern);

        assertThat(names().stream().filter(name -> !name.startsWith("sets/"))).containsExactly(expected.split(",", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "mksh", "busybox sh"})
    void what_a_map_cannot_hold_is_left_out_and_counted(String shell) throws Exception {
        Files.writeString(data.resolve("line\nend.csv"), "");
        Files.createSymbolicLink(data.resolve("broken.csv"), data.resolve("nowhere"));
        Files.createSymbolicLink(data.resolve("link.csv"), data.resolve("a.csv"));

        HostFindings findings = scan(shell, FileKind.ANY, "*.csv");

        assertThat(names()).containsExactly("a.csv", "b.csv", "link.csv");
        assertThat(findings.leftOut()).isEqualTo(2);
        assertThat(findings.examples())
                .containsExactly(
                        "broken.csv is a link that leads nowhere", "line?end.csv has a line end where ? stands");
        assertThat(findings.isComplete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "mksh", "busybox sh"})
    void what_cannot_be_read_is_reported_and_counted(String shell) throws Exception {
        HostFindings findings = scan(shell, FileKind.ANY, "*.csv", "/nowhere/*.csv", "/nowhere/else/*");

        assertThat(names()).containsExactly("a.csv", "b.csv");
        assertThat(findings.problems()).isEqualTo(2);
        assertThat(String.join("\n", findings.examples())).contains("/nowhere", "No such file or directory");
        assertThat(findings.failure()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "busybox sh"})
    void a_directory_to_start_in_that_is_not_there_is_reported(String shell) throws Exception {
        data = root.resolve("gone");

        HostFindings findings = scan(shell, FileKind.ANY, "*.csv");

        assertThat(findings.failure()).isEqualTo(data + " is no directory that can be entered");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "f 1 2 a.csv\\n | the search on it broke off",
                "'' | the search on it broke off",
                "f 1 2 | the search on it broke off",
                "f 1 2 a.csv\\nx 1 - x\\n | x",
                "f 1 2 a.csv\\nx - - find ended with code 137\\nx 1 - -\\nz - - end\\n | find ended with code 137"
            })
    void an_answer_that_breaks_off_is_none(String answer, String told) throws Exception {
        HostFindings findings = new HostFindings("n1");

        new AnswerReader(findings, file -> {})
                .read(new ByteArrayInputStream(answer.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8)), 1);

        assertThat(findings.failure()).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "/, names no file",
        "~user/*.csv, before a slash only",
        "'data/{a,b}.csv', has braces",
        "data/SB[000-243].MS, brackets stand for one character",
        "data/**/sub/*.csv, '** elsewhere'",
        "data/*/../x, .. behind a pattern"
    })
    void a_pattern_that_would_be_mistaken_is_refused(String pattern, String told) {
        assertThat(catchThrowable(() -> ScanPattern.parse(pattern)))
                .isInstanceOf(ScanPatternException.class)
                .hasMessageContaining(told)
                .hasMessageContaining("type ");
    }
}
