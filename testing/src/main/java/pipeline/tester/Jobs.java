package pipeline.tester;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/**
 * Says which jobs of a test a fault hits.
 *
 * <pre>{@code
 * tester.recipe(CountLines.class).exitCode(Jobs.on("node2").and(Jobs.with("data/b.csv")), 3);
 * }</pre>
 */
public final class Jobs {

    private final Predicate<StartingJob> predicate;

    private Jobs(Predicate<StartingJob> predicate) {
        this.predicate = predicate;
    }

    /**
     * A job that is about to start.
     *
     * @param host as the map names it
     * @param words the program and its arguments; of a Java node program its class, then its arguments as JSON
     */
    record StartingJob(String host, List<String> words) {}

    /** All jobs. */
    public static Jobs all() {
        return new Jobs(call -> true);
    }

    /** Those on a host. */
    public static Jobs on(String host) {
        return new Jobs(call -> call.host().equals(host));
    }

    /** Those that have this text among their arguments, such as a file of the map. */
    public static Jobs with(String argument) {
        return new Jobs(call -> call.words().contains(argument));
    }

    /** Those of a Java node program. */
    public static Jobs of(Class<?> program) {
        return new Jobs(call -> call.words().get(0).equals(program.getName()));
    }

    /** Those of a program or script of this file name, such as {@code sha256sum}, or of a node program whose class has this simple name. */
    public static Jobs of(String program) {
        return new Jobs(call -> call.words().stream()
                .limit(2)
                .anyMatch(word ->
                        String.valueOf(Path.of(word).getFileName()).equals(program) || word.endsWith("." + program)));
    }

    /** Those that are among both. */
    public Jobs and(Jobs other) {
        return new Jobs(predicate.and(other.predicate));
    }

    boolean include(StartingJob call) {
        return predicate.test(call);
    }
}
