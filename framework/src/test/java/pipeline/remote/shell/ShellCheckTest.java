package pipeline.remote.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

/** ShellCheck has nothing to say about any script. */
class ShellCheckTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @Test
    void the_scripts_of_every_module() throws Exception {
        List<Path> scripts = new ArrayList<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path resources : modules.map(module -> module.resolve("src/main/resources"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(resources)) {
                    files.filter(file -> file.toString().endsWith(".sh")).forEach(scripts::add);
                }
            }
        }
        assertThat(scripts)
                .hasSizeGreaterThan(15)
                .contains(
                        ROOT.resolve("framework/src/main/resources/pipeline/remote/shell/job.sh"),
                        ROOT.resolve("testing/src/main/resources/pipeline/tester/ask.sh"));
        check(scripts, "--shell=sh", "--external-sources", "--source-path=SCRIPTDIR");
    }

    @Test
    void the_launcher_and_what_runs_the_tests() {
        check(List.of(ROOT.resolve("pipeline"), ROOT.resolve(".ci/run")));
    }

    private static void check(List<Path> scripts, String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        scripts.forEach(script -> arguments.add(script.toString()));
        ProgramRun run = ProgramRun.of(RequiredProgram.SHELLCHECK, arguments.toArray(String[]::new));
        assertThat(run.out() + run.err()).isEmpty();
    }
}
