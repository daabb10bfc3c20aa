package pipeline.dispatch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.job.ComputeJob;

class JobWrapperTest {

    @TempDir
    private Path directory;

    private Configuration configuration;

    private List<String> wrapper(String text) throws Exception {
        configuration =
                Configuration.read(Files.writeString(directory.resolve("pipeline.cfg"), text), Map.of(), Map.of());
        return JobWrapper.from(
                configuration.section("deploy"), configuration.section("remote"), configuration.section("docker"));
    }

    @Test
    void the_ancestors_command_line_goes_before_the_program_of_each_job_without_its_way_to_the_host() throws Exception {
        List<String> words = wrapper("""
                [remote]
                method = custom_cmdline
                cmdline = ssh -n -tt -x -p 22 {host} docker run -u {uid} --cpus={nr_cores} --name {job_name}-{host} {docker_env} {image} {command}
                [docker]
                image = imaging:4
                """);
        configuration.check();
        String user = String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(new JobWrapper(words)
                        .words(ComputeJob.command("lce001", "/opt/flag", "x").cores(3), Set.of("B", "A")))
                .containsExactly(
                        "docker",
                        "run",
                        "-u",
                        user,
                        "--cpus=3",
                        "--name",
                        "flag-lce001",
                        "-e",
                        "A",
                        "-e",
                        "B",
                        "imaging:4");
    }

    @Test
    void without_its_method_the_ancestors_command_line_is_left_alone_and_so_it_is_beside_a_wrapper() throws Exception {
        assertThat(wrapper("[remote]\ncmdline = nice {command}\n")).isEmpty();
        configuration.check();
        assertThat(configuration.leftAlone().orElseThrow()).contains("left alone: cmdline;");
        assertThat(wrapper("[remote]\nmethod = custom_cmdline\ncmdline = {x}\n[deploy]\njob_wrapper = [nice, -n, 5]\n"))
                .containsExactly("nice", "-n", "5");
        configuration.check();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "srun --jobid={slurm_job_id} {command} | must not hold {slurm_job_id}, which nobody knows here; write what",
                "docker run {image} {command} | must not hold {image}, which nobody knows here; write what is to stand before",
                "nice {command} -x | must end with {command}, and holds it once",
                "nice | must end with {command}, and holds it once"
            })
    void a_command_line_that_cannot_be_taken_is_refused_and_no_job_runs_without_it(String line, String told)
            throws Exception {
        assertThat(wrapper("[remote]\nmethod = custom_cmdline\ncmdline = " + line + "\n"))
                .isEmpty();
        assertThatThrownBy(configuration::check)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pipeline.cfg:3: ")
                .hasMessageContaining(told);
    }
}
