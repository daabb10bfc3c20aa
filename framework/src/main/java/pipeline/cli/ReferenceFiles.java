package pipeline.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import pipeline.cli.catalogue.RecipeCatalogue;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.console.Tty;
import pipeline.cli.reference.BashCompletion;
import pipeline.cli.reference.FishCompletion;
import pipeline.cli.reference.ManPage;
import pipeline.cli.reference.ZshCompletion;

/** Writes the man page and the completions, when a release is made. */
public final class ReferenceFiles {

    private ReferenceFiles() {}

    /**
     * Writes them where programs look for them below a directory such as {@code /usr/local/share}.
     *
     * @param args the directory, the version, and the day of the release
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "expected a directory, a version and a day, but was " + args.length + " words");
        }
        CliEnvironment environment =
                new CliEnvironment(System.out, System.err, Tty.nobody(), Path.of(""), Map.of(), Clock.systemUTC());
        String day = args[2].substring(0, "2026-11-21".length());
        write(Path.of(args[0]), CommandModel.of(RecipeCatalogue.load(), environment), args[1], day);
    }

    static void write(Path directory, CommandLine root, String version, String day) throws IOException {
        write(directory.resolve("man/man1/pipeline.1"), ManPage.of(root, version, day));
        write(directory.resolve("bash-completion/completions/pipeline"), BashCompletion.of(root));
        write(directory.resolve("zsh/site-functions/_pipeline"), ZshCompletion.of(root));
        write(directory.resolve("fish/vendor_completions.d/pipeline.fish"), FishCompletion.of(root));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
