package pipeline.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What shall differ from OpenSSH's defaults in an {@link OpenSshServer}. */
public final class OpenSshServerOptions {

    private final List<String> configLines = new ArrayList<>();
    private final Map<String, RequiredProgram> loginShells = new LinkedHashMap<>();
    private final List<String> noisyLogins = new ArrayList<>();

    OpenSshServerOptions() {}

    /** Adds a line of sshd_config(5). */
    public OpenSshServerOptions config(String line) {
        configLines.add(line);
        return this;
    }

    /** Lets an address, such as {@code 127.0.0.5}, run commands as users with this login shell see it. */
    public OpenSshServerOptions loginShell(String address, RequiredProgram shell) {
        loginShells.put(address, shell);
        return this;
    }

    /** Lets an address run commands after start-up files that print text on both streams. */
    public OpenSshServerOptions noisyLogin(String address) {
        noisyLogins.add(address);
        return this;
    }

    /** Returns the server, not yet started. */
    public OpenSshServer build() {
        return new OpenSshServer(this);
    }

    List<String> configLines() {
        return configLines;
    }

    Map<String, RequiredProgram> loginShells() {
        return loginShells;
    }

    List<String> noisyLogins() {
        return noisyLogins;
    }
}
