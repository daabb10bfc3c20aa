package pipeline.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.remote.RemoteHost;
import pipeline.remote.ShellScript;
import pipeline.remote.TransportException;

/** Asks a host whether files can go there; the directory for them is made. */
final class RoomQuestion {

    private static final ShellScript SCRIPT = new ShellScript(RoomQuestion.class, "room.sh");

    /** How many names a question has, so that no answer is too long. */
    private static final int NAMES = 1000;

    /** What {@code df -P} says of free blocks, before how many of a hundred are used. */
    private static final Pattern FREE = Pattern.compile("\\s([0-9]+)\\s+([0-9]+%|-)\\s");

    private static final long BLOCK = 1024;

    private final RemoteHost host;
    private final Optional<String> workingDirectory;
    private final String directory;

    /**
     * Makes it.
     *
     * @param workingDirectory where a relative directory begins; empty for where a shell begins
     */
    RoomQuestion(RemoteHost host, Optional<String> workingDirectory, String directory) {
        this.host = host;
        this.workingDirectory = workingDirectory;
        this.directory = directory;
    }

    /** Asks; never fails. */
    CompletableFuture<HostRoom> ask(List<PlacedFile> files) {
        return next(files, 0, 0).exceptionally(failure -> HostRoom.absent(host.name(), reason(host, failure)));
    }

    /** Returns why a host cannot be reached, without its name. */
    static String reason(RemoteHost host, Throwable failure) {
        TransportException transport = TransportException.in(failure);
        String message = transport == null ? failure.toString() : String.valueOf(transport.getMessage());
        String prefix = host.name() + ": ";
        return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    }

    private CompletableFuture<HostRoom> next(List<PlacedFile> files, int from, long neededBefore) {
        List<PlacedFile> some = files.subList(from, Math.min(files.size(), from + NAMES));
        String question = SCRIPT.with(
                Map.of("pipeline_working", workingDirectory.orElse(""), "pipeline_directory", noOption(directory)),
                some.stream().map(PlacedFile::name).toList());
        return host.ask(question).thenCompose(answer -> {
            HostRoom room = read(some, answer, neededBefore);
            int after = from + some.size();
            return after < files.size() && room.refusal() == null
                    ? next(files, after, room.needed())
                    : CompletableFuture.completedFuture(room);
        });
    }

    /** Not every mkdir and cd knows what two dashes mean, and a file of the name of an option is none. */
    private static String noOption(String directory) {
        return directory.startsWith("-") ? "./" + directory : directory;
    }

    private HostRoom read(List<PlacedFile> files, String answer, long neededBefore) {
        List<String> lines = new ArrayList<>(answer.lines().toList());
        if (lines.size() == files.size() + 2 && lines.get(0).startsWith("in ")) {
            long needed = neededBefore;
            for (int i = 0; i < files.size(); i++) {
                needed += needed(files.get(i), lines.get(i + 2));
            }
            return new HostRoom(
                    host.name(), lines.get(0).substring("in ".length()), free(lines.get(1)), needed, null, null);
        }
        String said = answer.strip();
        return HostRoom.refused(
                host.name(),
                said.startsWith("fail ")
                        ? said.substring(said.lastIndexOf('\n') + 1).replaceFirst("^fail ", "")
                        : "its answer cannot be read: " + said);
    }

    /** What has the size of a file may be that file; a directory is never replaced. */
    private static long needed(PlacedFile file, String there) {
        return there.equals("directory") || there.equals("file " + file.size()) ? 0 : file.size();
    }

    private static OptionalLong free(String line) {
        Matcher blocks = FREE.matcher(line);
        return blocks.find() ? OptionalLong.of(Long.parseLong(blocks.group(1)) * BLOCK) : OptionalLong.empty();
    }
}
