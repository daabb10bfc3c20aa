package pipeline.store;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The files that keep what an attempt prints, on the machine of the master that started it: {@code <host>/<number>.<program>.out}
 * and {@code .err}, and from the second attempt on {@code <host>/<number>.a<attempt>.<program>}.
 */
public final class OutputFiles {

    private static final int LONGEST_PROGRAM_NAME = 64;
    private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9._-]");

    private final Path base;

    private OutputFiles(Path base) {
        this.base = base;
    }

    /**
     * Names the files of an attempt.
     *
     * @param directory of the run
     * @param job its number in the job table
     * @param attempt from 1
     * @param program its short name
     */
    public static OutputFiles of(Path directory, String host, long job, int attempt, String program) {
        String fit = UNFIT.matcher(program).replaceAll("_");
        String name = job
                + (attempt > 1 ? ".a" + attempt : "")
                + "."
                + fit.substring(0, Math.min(fit.length(), LONGEST_PROGRAM_NAME));
        return new OutputFiles(directory.resolve(host).resolve(name));
    }

    public Path stdout() {
        return Path.of(base + ".out");
    }

    public Path stderr() {
        return Path.of(base + ".err");
    }

    /** Returns the file of the log records of its program. */
    public Path records() {
        return Path.of(base + ".log");
    }
}
