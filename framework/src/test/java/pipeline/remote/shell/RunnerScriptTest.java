package pipeline.remote.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import pipeline.remote.ShellScript;
import pipeline.testing.ProgramRun;
import pipeline.testing.RequiredProgram;

class RunnerScriptTest {

    /** Above what Linux gives to processes. */
    private static final String NO_PROCESS = "4194305";

    @TempDir
    private Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void when_a_process_was_born_is_known_without_starting_another_and_of_one_that_is_gone_nothing_is()
            throws Exception {
        Path ps = Files.writeString(directory.resolve("ps"), "#!/bin/sh\necho started >&3\n");
        assertThat(ps.toFile().setExecutable(true)).isTrue();
        String script = "PATH='" + directory + "':$PATH; exec 3>&1\n"
                + new ShellScript(RunnerScript.class, "process-birth.sh").with(Map.of())
                + "pipeline_born $$; case $pipeline_born in ''|*[!0-9]*) echo \"wrong: $pipeline_born\" ;; esac\n"
                + "pipeline_born " + NO_PROCESS + "; echo \"gone: $pipeline_born\"\n";
        ProgramRun run = ProgramRun.of(RequiredProgram.SH, "-c", script);
        assertThat(run.out()).isEqualTo("gone: \n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_process_that_has_ended_is_gone_though_its_parent_has_not_asked_yet() {
        String script = new ShellScript(RunnerScript.class, "process-birth.sh").with(Map.of())
                // the parent becomes a program that never asks for its child
                + "(exec sh -c 'sleep 0.3 & echo $!; exec sleep 600') >ended & parent=$!\n"
                + "until read -r child <ended && grep -q ') Z ' /proc/$child/stat; do sleep 0.05; done 2>/dev/null\n"
                + "pipeline_born $child; echo \"child: $pipeline_born\"\n"
                + "kill $parent; wait $parent 2>/dev/null\n";
        ProgramRun run = ProgramRun.of(RequiredProgram.SH, "-c", "cd '" + directory + "'\n" + script);
        assertThat(run.out()).isEqualTo("child: \n");
    }
}
