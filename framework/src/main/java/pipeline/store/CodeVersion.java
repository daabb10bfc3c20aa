package pipeline.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the version of the code that is about to run jobs; empty wherever it cannot be found. */
public final class CodeVersion {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** What the table holds of a version; a longer one is cut without a mark. */
    private static final int LONGEST = 64;

    private final List<String> git;
    private final Duration limit;

    private CodeVersion(List<String> git, Duration limit) {
        this.git = git;
        this.limit = limit;
    }

    /** Returns the way to find it. */
    public static CodeVersion finder() {
        return new CodeVersion(List.of("git", "rev-parse", "--short", "HEAD"), LIMIT);
    }

    /** Returns a way that asks another command than git. */
    static CodeVersion asking(List<String> command, Duration limit) {
        return new CodeVersion(command, limit);
    }

    /**
     * Finds it, within 5 seconds.
     *
     * @param directory where git is asked
     * @param code a class whose jar may carry a version
     */
    public String find(VersionMethod method, Path directory, Class<?> code) {
        String found = switch (method) {
            case NONE -> "";
            case JAR ->
                Optional.ofNullable(code.getPackage().getImplementationVersion())
                        .orElse("");
            case GIT -> head(directory);
        };
        return found.substring(0, Math.min(LONGEST, found.length()));
    }

    private String head(Path directory) {
        Process process;
        try {
            process = new ProcessBuilder(git)
                    .directory(directory.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return ""; // there is no git
        }
        try (InputStream out = process.getInputStream()) {
            process.getOutputStream().close();
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            return ended && process.exitValue() == 0
                    ? new String(out.readNBytes(LONGEST), StandardCharsets.UTF_8).strip()
                    : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            process.destroyForcibly();
        }
    }
}
