package pipeline.log.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pipeline.log.LogLevel;

class MasterLoggingTest {

    private static final String FORMAT = "%(levelname)-7s %(name)s: %(message)s";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final Logger recipe = LogManager.getLogger("example_parallel");
    private final Logger library = LogManager.getLogger("org.apache.sshd.client.SshClient");

    @Test
    void a_line_goes_to_console_and_file_at_once() throws Exception {
        Path file = directory.resolve("new/logs/pipeline.log");
        try (MasterLogging logging = start(Optional.of(file), LogLevel.INFO)) {
            recipe.info("Starting with {} jobs", 2);
            logging.sink().accept(record("node.heastro1.example_parallel", LogLevel.WARNING, "Müde 😀", null));
            assertThat(console()).isEqualTo("""
                    INFO    example_parallel: Starting with 2 jobs
                    WARNING node.heastro1.example_parallel: Müde 😀
                    """);
            assertThat(file).hasContent(console());
        }
    }

    @Test
    void the_nodes_own_time_is_shown() throws Exception {
        LoggingSettings settings = new LoggingSettings(Optional.empty(), "%(asctime)s %(message)s", "%Y %S.%f");
        try (MasterLogging logging = MasterLogging.start(settings, LogLevel.INFO, "r", console)) {
            logging.sink().accept(record("node.a.b", LogLevel.INFO, "x", null));
        }
        assertThat(console()).isEqualTo("2026 05.123000 x\n");
    }

    @Test
    void stack_traces_stand_below_the_message_for_master_and_node_alike() throws Exception {
        try (MasterLogging logging = start(Optional.empty(), LogLevel.INFO)) {
            logging.sink().accept(record("node.a.b", LogLevel.ERROR, "It failed", "Boom: x\n\tat y"));
            recipe.error("So did I", new IllegalStateException("here"));
        }
        assertThat(console())
                .startsWith("ERROR   node.a.b: It failed\nBoom: x\n\tat y\n")
                .contains("ERROR   example_parallel: So did I\njava.lang.IllegalStateException: here\n\tat pipeline.")
                .endsWith(")\n");
    }

    @Test
    void control_characters_are_made_visible_in_console_and_file() throws Exception {
        Path file = directory.resolve("log");
        try (MasterLogging logging = start(Optional.of(file), LogLevel.INFO)) {
            logging.sink().accept(record("node.a.b", LogLevel.INFO, "\u001b[2Jgone\rline\nnext", "\u0007"));
            recipe.info("{}", "\u009b31m");
        }
        assertThat(console())
                .isEqualTo(
                        "INFO    node.a.b: \\x1b[2Jgone\\x0dline\nnext\n\\x07\nINFO    example_parallel: \\x9b31m\n");
        assertThat(file).hasContent(console());
    }

    @Test
    void by_default_only_warnings_and_worse_are_shown() throws Exception {
        try (MasterLogging logging = start(Optional.empty(), LogLevel.WARNING)) {
            recipe.info("no");
            recipe.warn("yes");
            logging.sink().accept(record("node.a.b", LogLevel.INFO, "no", null));
            logging.sink().accept(record("node.a.b", LogLevel.WARNING, "yes", null));
        }
        assertThat(console()).isEqualTo("WARNING example_parallel: yes\nWARNING node.a.b: yes\n");
    }

    @Test
    void a_recipe_that_is_a_step_of_another_speaks_as_asked() throws Exception {
        Logger step = LogManager.getLogger("flagger");
        during(Optional.empty(), LogLevel.INFO, () -> {
            step.debug("no");
            step.info("yes");
        });
        assertThat(console()).isEqualTo("INFO    flagger: yes\n");
    }

    @Test
    void libraries_speak_from_error_up_and_from_warning_up_when_debugging() throws Exception {
        during(Optional.empty(), LogLevel.INFO, () -> {
            library.warn("no");
            library.error("yes");
        });
        during(Optional.empty(), LogLevel.DEBUG, () -> {
            library.info("no");
            library.warn("yes");
            recipe.debug("yes");
        });
        assertThat(console()).doesNotContain("no").containsPattern("(?s)ERROR.*WARNING.*DEBUG");
    }

    @Test
    void packages_log_as_asked_and_classes_of_them_that_may_extend_a_library_only_warn() throws Exception {
        Logger ofPackage = LogManager.getLogger("pipeline.remote");
        Logger channel = LogManager.getLogger("pipeline.minicluster.NodeChannel");
        Logger inner = LogManager.getLogger("pipeline.remote.SshShellChannel$1");
        during(Optional.empty(), LogLevel.DEBUG, () -> {
            ofPackage.debug("connected");
            channel.debug("SSH_MSG_CHANNEL_DATA");
            inner.info("window adjusted");
            channel.warn("odd");
        });
        assertThat(channel.isDebugEnabled()).isFalse();
        assertThat(console()).isEqualTo("""
                DEBUG   pipeline.remote: connected
                WARNING pipeline.minicluster.NodeChannel: odd
                """);
    }

    @Test
    void warnings_of_classes_are_shown_by_default_but_not_when_only_errors_are_asked_for() throws Exception {
        Logger ofClass = LogManager.getLogger("pipeline.remote.SshConfig");
        during(Optional.empty(), LogLevel.WARNING, () -> ofClass.warn("Match is not honoured"));
        during(Optional.empty(), LogLevel.ERROR, () -> ofClass.warn("again"));
        assertThat(console()).isEqualTo("WARNING pipeline.remote.SshConfig: Match is not honoured\n");
    }

    @Test
    void errors_and_fatal_errors_have_the_names_of_python() throws Exception {
        during(Optional.empty(), LogLevel.CRITICAL, () -> {
            recipe.error("no");
            recipe.fatal("yes");
        });
        during(Optional.empty(), LogLevel.ERROR, () -> recipe.error("yes"));
        assertThat(console()).isEqualTo("CRITICAL example_parallel: yes\nERROR   example_parallel: yes\n");
    }

    @Test
    void a_log_file_is_appended_to_and_what_follows_the_end_is_not_written() throws Exception {
        Path file = directory.resolve("log");
        during(Optional.of(file), LogLevel.INFO, () -> recipe.info("run 1"));
        recipe.error("after the end");
        during(Optional.of(file), LogLevel.INFO, () -> recipe.info("run 2"));
        assertThat(file).hasContent("INFO    example_parallel: run 1\nINFO    example_parallel: run 2\n");
    }

    @Test
    void a_log_file_that_cannot_be_written_is_a_clear_error() throws Exception {
        Path blocked = Files.createFile(directory.resolve("file")).resolve("below.log");
        assertThatThrownBy(() -> start(Optional.of(blocked), LogLevel.INFO))
                .isInstanceOf(LogFileException.class)
                .hasMessageContaining(blocked.toString())
                .hasMessageContaining(blocked.getParent() + " is a file, but must be a directory")
                .hasMessageContaining("change log_file in [logging]");
        assertThatThrownBy(() -> start(Optional.of(directory), LogLevel.INFO))
                .isInstanceOf(LogFileException.class)
                .hasMessageContaining("Is a directory");
    }

    @Test
    void a_log_file_on_a_full_disk_is_reported_once_and_the_console_goes_on() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "only Linux has a device that is always full");
        try (MasterLogging logging = start(Optional.of(Path.of("/dev/full")), LogLevel.INFO)) {
            recipe.info("one");
            logging.sink().accept(record("node.a.b", LogLevel.INFO, "two", null));
        }
        assertThat(console().lines())
                .containsExactlyInAnyOrder(
                        "INFO    example_parallel: one",
                        "INFO    node.a.b: two",
                        "pipeline: the log file /dev/full cannot be written (No space left on device); lines are lost there"
                                + " from now on");
    }

    @Test
    void no_thread_is_left_behind() throws Exception {
        var before = Thread.getAllStackTraces().keySet();
        start(Optional.of(directory.resolve("log")), LogLevel.INFO).close();
        assertThat(Thread.getAllStackTraces().keySet()).isSubsetOf(before);
    }

    private void during(Optional<Path> file, LogLevel level, Runnable work) throws LogFileException {
        MasterLogging logging = start(file, level);
        work.run();
        logging.close();
    }

    private MasterLogging start(Optional<Path> file, LogLevel level) throws LogFileException {
        LoggingSettings settings = new LoggingSettings(file, FORMAT, LoggingSettings.DEFAULT_DATEFMT);
        return MasterLogging.start(settings, level, "example_parallel", console);
    }

    private String console() {
        return console.toString(UTF_8);
    }

    private static NodeRecord record(String logger, LogLevel level, String message, String exception) {
        return new NodeRecord("1", logger, level, Instant.parse("2026-11-21T03:04:05.123Z"), message, exception);
    }
}
