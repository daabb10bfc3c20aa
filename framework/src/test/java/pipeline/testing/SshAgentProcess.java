package pipeline.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real {@code ssh-agent} on a socket of its own, which ends with {@link #close}. */
public final class SshAgentProcess implements AutoCloseable {

    private final Path directory;
    private final Path socket;
    private final Process process;

    private SshAgentProcess(Path directory, Path socket, Process process) {
        this.directory = directory;
        this.socket = socket;
        this.process = process;
    }

    /** Starts an agent that holds no key yet. */
    public static SshAgentProcess start() throws IOException {
        String program = RequiredProgram.SSH_AGENT.path().toString();
        Path directory = Files.createTempDirectory("agent");
        Path socket = directory.resolve("socket");
        Process process = new ProcessBuilder(program, "-D", "-a", socket.toString())
                .redirectErrorStream(true)
                .start();
        // the agent speaks when it listens
        String line = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
        SshAgentProcess agent = new SshAgentProcess(directory, socket, process);
        if (line == null || !line.startsWith("SSH_AUTH_SOCK=")) {
            agent.close();
            throw new IllegalStateException("ssh-agent did not start on " + socket + ": " + line);
        }
        return agent;
    }

    /** Hands a key to the agent; the passphrase is for an encrypted file and not looked at otherwise. */
    public void add(Path privateKey, String passphrase) throws IOException {
        Path askpass = directory.resolve("askpass");
        Path asked = directory.resolve("asked");
        Files.deleteIfExists(asked);
        // ssh-add asks for ever as long as it gets a wrong answer
        Files.writeString(askpass, """
                #!/bin/sh
                if [ -e "$TEST_ASKED" ]; then exit 1; fi
                : > "$TEST_ASKED"
                printf '%s\\n' "$TEST_PASSPHRASE"
                """);
        if (!askpass.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + askpass + " executable");
        }
        ProgramRun.of(
                        RequiredProgram.SSH_ADD,
                        Map.of(
                                "SSH_AUTH_SOCK",
                                socket.toString(),
                                "SSH_ASKPASS",
                                askpass.toString(),
                                "SSH_ASKPASS_REQUIRE",
                                "force",
                                "DISPLAY",
                                "none",
                                "TEST_ASKED",
                                asked.toString(),
                                "TEST_PASSPHRASE",
                                passphrase),
                        "-q",
                        privateKey.toString())
                .orFail("ssh-add");
    }

    /** What {@code SSH_AUTH_SOCK} has to say. */
    public Path socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        Directories.delete(directory);
    }
}
