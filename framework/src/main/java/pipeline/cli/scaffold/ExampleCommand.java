package pipeline.cli.scaffold;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.cli.common.CliCommand;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.HelpOptions;
import pipeline.cli.common.IoErrorText;
import pipeline.cli.common.LaunchCommand;
import pipeline.cli.common.UserErrorException;
import pipeline.mapfile.DataMap;
import pipeline.mapfile.MapEntry;
import pipeline.mapfile.Mapfile;
import pipeline.mapfile.MapfileException;
import pipeline.mapfile.MapfileForm;
import pipeline.text.ShellQuoting;

/** Writes a map and the files that it names into a new directory, and says what to type with it. */
@Command(
        name = "example",
        customSynopsis = "pipeline example DIR",
        description = "Writes an example map and its files into a new directory, and says what to type with it.")
public final class ExampleCommand implements CliCommand {

    private static final List<ExampleFile> FILES = List.of(
            new ExampleFile("node1", "observation_000.csv", "time,flux\n0,1.02\n10,1.07\n20,0.98\n"),
            new ExampleFile("node1", "observation_001.csv", "time,flux\n30,1.11\n40,1.04\n"),
            new ExampleFile("node2", "observation_002.csv", "time,flux\n50,0.97\n60,1.01\n70,1.05\n80,1.00\n"),
            new ExampleFile("node2", "field notes.txt", "clouds from 02:10 on\n"));

    /** A file of the example and the host on which it is said to lie. */
    private record ExampleFile(String host, String name, String content) {}

    private final CliEnvironment environment;

    @Parameters(paramLabel = "DIR", description = "The directory, which must not be there yet, or be empty.")
    private String directory = "";

    @Mixin
    final HelpOptions help = new HelpOptions();

    public ExampleCommand(CliEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public int run(Typed typed) {
        environment.out().print(written());
        return environment.outStatus().code();
    }

    @Override
    public String unmatched(UnmatchedArgumentException e) {
        return DidYouMean.unmatched(e, "example takes one directory, not also");
    }

    /** Writes the files and returns what to say of them. */
    private String written() {
        Path place;
        try {
            place = environment.directory().resolve(directory).normalize();
        } catch (InvalidPathException e) {
            throw new UserErrorException(
                    ExitCode.USAGE, "DIR must be the name of a directory, but was " + ShellQuoting.quote(directory), e);
        }
        Path map = place.resolve("example.mapfile");
        try {
            refuseUsed(place);
            Path data = Files.createDirectories(place.resolve("data"));
            for (ExampleFile file : FILES) {
                Files.writeString(data.resolve(file.name()), file.content(), StandardOpenOption.CREATE_NEW);
            }
            List<MapEntry> entries = FILES.stream()
                    .map(file ->
                            MapEntry.of(file.host(), data.resolve(file.name()).toString()))
                    .toList();
            Mapfile.write(map, DataMap.of(entries), MapfileForm.DICTS);
        } catch (IOException e) {
            throw new UserErrorException(
                    ExitCode.FAILED, "the example cannot be written to " + place + ": " + IoErrorText.of(e), e);
        } catch (MapfileException e) {
            throw new UserErrorException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
        return whatToType(ShellQuoting.quote(map.toString()));
    }

    private void refuseUsed(Path place) throws IOException {
        boolean isUsed;
        try (Stream<Path> inside = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
            isUsed = inside.findAny().isPresent();
        }
        if (isUsed || (Files.exists(place) && !Files.isDirectory(place))) {
            throw new UserErrorException(
                    ExitCode.USAGE,
                    "%s is there already, and an example goes into a new directory; name another one".formatted(place),
                    new FileAlreadyExistsException(place.toString()));
        }
    }

    private static String whatToType(String map) {
        return """
                The map %2$s says which of its files lies on which of two hosts. With --mini-cluster this machine plays
                both of them, so that nothing has to be set up. Type:

                  %1$s foreach -j first --mini-cluster %2$s -- wc -l {}
                  %1$s checksum -j second -v --mini-cluster %2$s
                  %1$s jobs

                For hosts of your own write their names into a copy of the map, and leave --mini-cluster out.
                """.formatted(LaunchCommand.ofThisProcess(), map);
    }
}
