package pipeline.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the programs by which one server shows different login shells on different addresses. */
final class LoginScript {

    private final Path directory;

    LoginScript(Path directory) {
        this.directory = directory;
    }

    /**
     * Returns a program that hands the client's command to {@code shell} as sshd would: {@code SHELL -c COMMAND}, or a login
     * shell when there is no command. Start-up files of its own print text on both streams.
     */
    Path shell(String address, Path shell) throws IOException {
        Path home = Files.createDirectories(directory.resolve("home-" + address));
        String noise = "echo 'Welcome to %s'\nsh -c 'echo \"%s: no modules loaded\" >&2'\n".formatted(address, address);
        Files.writeString(home.resolve(".cshrc"), noise);
        Files.writeString(home.resolve(".login"), "echo 'You have no mail.'\n");
        return write(address, """
                HOME='%s'; SHELL='%s'; export HOME SHELL
                if [ -z "${SSH_ORIGINAL_COMMAND+set}" ]; then exec "$SHELL" -l; fi
                command=$SSH_ORIGINAL_COMMAND
                unset SSH_ORIGINAL_COMMAND
                cd
                exec "$SHELL" -c "$command"
                """.formatted(home, shell));
    }

    /** Returns a program that prints text on both streams, the last line of it unfinished, then runs the command in sh. */
    Path noisy(String address) throws IOException {
        return write(address, """
                echo 'Last login: never'
                echo 'stty: standard input: Inappropriate ioctl for device' >&2
                printf 'loading modules ... '
                printf 'module: command not found, ' >&2
                if [ -z "${SSH_ORIGINAL_COMMAND+set}" ]; then exec /bin/sh; fi
                command=$SSH_ORIGINAL_COMMAND
                unset SSH_ORIGINAL_COMMAND
                exec /bin/sh -c "$command"
                """);
    }

    private Path write(String address, String text) throws IOException {
        Path script = directory.resolve("login-" + address);
        Files.writeString(script, "#!/bin/sh\n" + text);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + script + " executable");
        }
        return script;
    }
}
