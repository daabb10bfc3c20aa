package pipeline.remote.sshconfig;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** What the tokens of ssh_config(5) say about this machine and who uses it. */
final class LocalAccount {

    private static final Logger LOGGER = LogManager.getLogger("pipeline.remote");
    private static final Path NAME = Path.of("/proc/sys/kernel/hostname");
    private static final String MACHINE = readMachine();
    private static final String ID = String.valueOf(new UnixSystem().getUid());
    private static final int LIMIT_SECONDS = 5;

    private LocalAccount() {}

    /** Returns the name of this machine as gethostname(2) has it. */
    static String machine() {
        return MACHINE;
    }

    /** Returns the number of the user. */
    static String userId() {
        return ID;
    }

    /** Returns the home directory of a user; empty if there is no such user. */
    static Optional<String> homeOf(String user) {
        if (!user.matches("[A-Za-z0-9_][A-Za-z0-9._-]{0,255}")) {
            return Optional.empty();
        }
        String home = answer("echo ~" + user);
        return home.startsWith("/") ? Optional.of(home) : Optional.empty();
    }

    private static String readMachine() {
        try {
            return Files.readString(NAME).strip();
        } catch (IOException e) {
            return answer("uname -n");
        }
    }

    private static String answer(String command) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "";
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            LOGGER.debug("{}: {}", command, e.toString());
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
