package pipeline.minicluster;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of a command on a node: the few variables that a login sets, and what the client asked for. */
final class ProcessEnvironment {

    private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";
    private static final List<String> FROM_THIS_JVM = List.of("LANG", "LC_ALL");

    private ProcessEnvironment() {}

    static Map<String, String> of(Path home, Map<String, String> requested) {
        Map<String, String> environment = new HashMap<>(requested);
        for (String name : FROM_THIS_JVM) {
            String value = System.getenv(name);
            if (value != null) {
                environment.putIfAbsent(name, value);
            }
        }
        String user = System.getProperty("user.name");
        environment.put("PATH", System.getenv().getOrDefault("PATH", DEFAULT_PATH));
        environment.put("HOME", home.toString());
        environment.put("USER", user);
        environment.put("LOGNAME", user);
        environment.put("SHELL", "/bin/sh");
        return environment;
    }

    /** Finds a program in the PATH that the commands get. */
    static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", DEFAULT_PATH);
        return List.of(path.split(File.pathSeparator, -1)).stream()
                .filter(directory -> directory.startsWith("/"))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
