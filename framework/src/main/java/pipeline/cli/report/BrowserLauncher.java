package pipeline.cli.report;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens a file in the browser of the person at the screen, with what the system has for that. */
final class BrowserLauncher {

    private static final List<String> OPENERS = List.of("xdg-open", "open");

    private BrowserLauncher() {}

    /** Opens it and does not wait; returns false if the system has nothing for that. */
    static boolean open(Path file, Map<String, String> variables) {
        return open(file.toAbsolutePath().toString(), variables);
    }

    /** Opens what is at an address and does not wait; returns false if the system has nothing for that. */
    static boolean open(String address, Map<String, String> variables) {
        Optional<Path> opener = OPENERS.stream()
                .flatMap(name -> List.of(variables.getOrDefault("PATH", "").split(File.pathSeparator, -1)).stream()
                        .filter(directory -> !directory.isEmpty())
                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
        if (opener.isEmpty()) {
            return false;
        }
        try {
            new ProcessBuilder(opener.get().toString(), address)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
