package pipeline.remote.sshconfig;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import pipeline.testing.RequiredProgram;

/** What {@code ssh -G} says about hosts: values by keyword in lower case; nothing for a host that it refuses. */
final class SshDumps {

    private static final int LIMIT_SECONDS = 120;

    private SshDumps() {}

    /** Runs ssh once for each host, one after the other. */
    static List<Map<String, List<String>>> of(Path config, List<List<String>> arguments, Path directory)
            throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        String ssh = RequiredProgram.SSH.path().toString();
        for (List<String> host : arguments) {
            script.append(ssh).append(" -G -F '").append(config).append('\'');
            host.forEach(word ->
                    script.append(" '").append(word.replace("'", "'\\''")).append('\''));
            script.append(" 2>/dev/null || echo refused\necho =====\n");
        }
        Path out = Files.createTempFile(directory, "dump", "");
        Process process = new ProcessBuilder("/bin/sh", "-c", script.toString())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("ssh -G did not end in " + LIMIT_SECONDS + " s: " + config);
        }
        List<Map<String, List<String>>> dumps = new ArrayList<>();
        Map<String, List<String>> dump = new LinkedHashMap<>();
        for (String line : Files.readAllLines(out)) {
            if (line.equals("=====")) {
                dumps.add(dump.containsKey("refused") ? Map.of() : dump);
                dump = new LinkedHashMap<>();
            } else {
                int blank = line.indexOf(' ');
                String keyword = (blank < 0 ? line : line.substring(0, blank)).toLowerCase(Locale.ROOT);
                dump.computeIfAbsent(keyword, any -> new ArrayList<>()).add(line.substring(blank + 1));
            }
        }
        return dumps;
    }
}
