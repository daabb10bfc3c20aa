package pipeline.remote.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pipeline.frame.Frame;
import pipeline.remote.ShellScript;
import pipeline.remote.SlotOwner;
import pipeline.time.Scheduler;

class HostWarningsTest {

    private static final String NETWORK = "lies on a network file system (";
    private static final String LOGIND = "type: loginctl enable-linger smith";

    /** Where a made-up host has its files. */
    @TempDir
    Path root;

    private Path slot;

    @BeforeEach
    void host() throws Exception {
        slot = Files.createDirectories(root.resolve("data/a b/pipeline/slots/me.1"));
        mounts("overlay / overlay rw 0 0");
        write("proc/self/cgroup", "0::/user.slice/user-1000.slice/session-7.scope\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "lustre", "cifs", "fuse.sshfs", "afs", "gpfs", "beegfs"})
    void a_node_directory_on_a_network_file_system_is_reported(String type) throws Exception {
        mounts("overlay / overlay rw 0 0", "server:/x " + root + "/data " + type + " rw 0 0");
        assertThat(said()).singleElement().asString().contains(root + "/data/a b/pipeline lies", NETWORK + type + ")");
    }

    @Test
    void what_is_mounted_nearest_above_counts_and_of_two_in_one_place_the_later() throws Exception {
        String inside = (root + "/data/a b").replace(" ", "\\040");
        mounts("x / nfs rw 0 0", "x " + root + "/data nfs rw 0 0", "x " + inside + " ext4 rw 0 0");
        assertThat(said()).isEmpty();
        mounts("x / ext4 rw 0 0", "x " + root + "/data autofs rw 0 0", "x " + root + "/data nfs4 rw 0 0");
        assertThat(said()).singleElement().asString().contains(NETWORK + "nfs4)");
        mounts("x / ext4 rw 0 0", "x " + root + "/dat nfs rw 0 0");
        assertThat(said()).isEmpty();
    }

    @Test
    void without_a_list_of_mounts_nothing_is_said_of_a_disk_of_the_host() throws Exception {
        Files.delete(root.resolve("proc/mounts"));
        assertThat(said()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "KillUserProcesses=yes, true",
        "' KillUserProcesses = true', true",
        "KillUserProcesses=no, false",
        "#KillUserProcesses=yes, false",
        "KillUserProcessesNot=yes, false",
    })
    void a_logind_that_ends_what_outlives_a_login_is_reported(String line, boolean isReported) throws Exception {
        write("etc/systemd/logind.conf", "[Login]\n" + line + "\n");
        assertThat(String.join("", said()).contains(LOGIND)).isEqualTo(isReported);
    }

    @Test
    void a_later_file_of_logind_overrides_an_earlier_one() throws Exception {
        write("etc/systemd/logind.conf", "KillUserProcesses=no\n");
        write("usr/lib/systemd/logind.conf.d/10-site.conf", "KillUserProcesses=yes\n");
        assertThat(said()).singleElement().asString().contains(LOGIND);
        write("etc/systemd/logind.conf.d/20-site.conf", "KillUserProcesses=no\n");
        assertThat(said()).isEmpty();
    }

    @Test
    void without_lingering_or_a_login_or_as_root_nothing_is_said_of_logind() throws Exception {
        write("etc/systemd/logind.conf", "KillUserProcesses=yes\n");
        assertThat(said("sh", "root")).isEmpty();
        Path linger = write("var/lib/systemd/linger/smith", "");
        assertThat(said()).isEmpty();
        Files.delete(linger);
        write("proc/self/cgroup", "0::/system.slice/ssh.service\n");
        assertThat(said()).isEmpty();
    }

    @Test
    void an_owner_is_reported_once() throws Exception {
        mounts("server:/x / nfs rw 0 0");
        assertThat(said()).hasSize(1);
        assertThat(run("sh", "smith")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash", "busybox sh", "mksh"})
    void every_shell_finds_the_same(String shell) throws Exception {
        mounts("server:/x " + root + "/data nfs rw 0 0");
        write("etc/systemd/logind.conf", "KillUserProcesses=yes\n");
        assertThat(said(shell, "smith")).hasSize(2);
    }

    @Test
    void what_a_slot_says_of_its_host_is_a_warning_with_the_hosts_name() {
        List<String> heard = new CopyOnWriteArrayList<>();
        AbstractAppender appender = new AbstractAppender("heard", null, null, false, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent line) {
                heard.add(line.getLevel() + " " + line.getMessage().getFormattedMessage());
            }
        };
        appender.start();
        LoggerContext log = LoggerContext.getContext(false);
        LoggerConfig logger = new LoggerConfig("pipeline.remote", Level.WARN, true);
        logger.addAppender(appender, null, null);
        log.getConfiguration().addLogger(logger.getName(), logger);
        log.updateLoggers();
        try {
            assertThat(ShellSlot.open(new Cautious(), new SlotOwner("me", ""), Duration.ofSeconds(20)))
                    .isCompleted();
        } finally {
            log.getConfiguration().removeLogger(logger.getName());
            log.updateLoggers();
        }
        assertThat(heard).contains("WARN lce7: one thing", "WARN lce7: another");
    }

    private void mounts(String... lines) throws IOException {
        write("proc/mounts", String.join("\n", lines) + "\n");
    }

    private Path write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private List<String> said() throws Exception {
        return said("sh", "smith");
    }

    /** Lets an owner who has not been told run the lines. */
    private List<String> said(String shell, String user) throws Exception {
        Files.deleteIfExists(slot.resolveSibling("me.told"));
        return run(shell, user);
    }

    private List<String> run(String shell, String user) throws Exception {
        List<String> command = new ArrayList<>(List.of(shell.split(" ", -1)));
        command.add("-c");
        String script = new ShellScript(HostWarnings.class, "host-warnings.sh")
                .with(Map.of("pipeline_owner", "me", "pipeline_root", root.toString(), "pipeline_user", user));
        command.add("pipeline_slot='" + slot + "'\n(\n" + script + ")\n");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return text.lines().toList();
    }

    /** A host whose shell has two things to say. */
    private static final class Cautious implements ShellOpener {

        @Override
        public String name() {
            return "lce7";
        }

        @Override
        public Scheduler scheduler() {
            return Scheduler.system();
        }

        @Override
        public CompletableFuture<ShellChannel> open(String command, ShellChannel.Listener listener) {
            return CompletableFuture.completedFuture(new ShellChannel() {
                @Override
                public void write(byte[] bytes, Runnable sent) {
                    sent.run();
                    Matcher first = FakeShell.FIRST_LINE.matcher(new String(bytes, UTF_8));
                    if (first.find()) {
                        byte[] sh = (first.group(1) + first.group(2) + "\n").getBytes(UTF_8);
                        listener.stdout(sh, 0, sh.length);
                        return;
                    }
                    Matcher token =
                            Pattern.compile("pipeline_token=([0-9a-f]{32})\n").matcher(new String(bytes, UTF_8));
                    assertThat(token.find()).isTrue();
                    String ready = new Frame(RunnerScript.READY, "1 0 /slot").toText(token.group(1));
                    byte[] out = (new Frame(RunnerScript.WARNING, "one thing\nanother").toText(token.group(1)) + ready)
                            .getBytes(UTF_8);
                    listener.stdout(out, 0, out.length);
                    byte[] err = ready.getBytes(UTF_8);
                    listener.stderr(err, 0, err.length);
                }

                @Override
                public void endOfInput() {
                    // nothing is open
                }

                @Override
                public void close() {
                    // nothing is open
                }
            });
        }

        @Override
        public CompletableFuture<Boolean> kill(SlotProcess process, Duration grace) {
            return CompletableFuture.completedFuture(true);
        }
    }
}
