package pipeline.dispatch.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.NodeSettings;
import pipeline.job.ComputeJob;
import pipeline.job.identity.ContentsRule;
import pipeline.job.identity.FileStamp;
import pipeline.remote.ShellScript;
import pipeline.remote.transfer.HostFiles;
import pipeline.text.ShellQuoting;

/** The question to one host about what files hold, and what it answers. Not thread-safe. */
final class ContentsQuestion {

    private static final ShellScript SURVEY = new ShellScript(OutputCheck.class, "survey-contents.sh");

    private static final String DONE = "done";
    private static final String STAMPS = "stamps";

    private final NodeSettings node;
    private final Map<Place, FileStamp> stamps = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** A path, and the directory in which it begins; empty for a path that begins with a slash. */
    private record Place(String directory, String path) {
        static Place of(ComputeJob job, String path, NodeSettings node) {
            return new Place(path.startsWith("/") ? "" : DirectoryPortions.directory(job, node), path);
        }
    }

    ContentsQuestion(NodeSettings node) {
        this.node = node;
    }

    /** Asks for a file or directory that a job reads, too. */
    void add(ComputeJob job, String path) {
        stamps.put(Place.of(job, path, node), FileStamp.UNKNOWN);
    }

    /** Returns for how many files and directories it asks. */
    int size() {
        return stamps.size();
    }

    /** Returns the question: what it prints, see {@code survey-contents.sh}. */
    String script(ContentsRule rule) {
        DirectoryPortions portions = new DirectoryPortions(node);
        int number = 0;
        for (Place place : stamps.keySet()) {
            portions.add(place.directory(), List.of(String.valueOf(number), OutputCheck.noOption(place.path())));
            number++;
        }
        return HostFiles.digestFunctions()
                + portions.script(SURVEY, Map.of("pipeline_sums", rule == ContentsRule.SHA256 ? "1" : ""));
    }

    /** Returns what a file holds, unknown if the host did not say. */
    FileStamp of(ComputeJob job, String path) {
        return stamps.getOrDefault(Place.of(job, path, node), FileStamp.UNKNOWN);
    }

    /** Returns why it is not known of a file what it holds; empty if it is known of all of which the host spoke. */
    Optional<String> fault() {
        return faults.stream().findFirst();
    }

    /**
     * Reads the answer of the host.
     *
     * @throws IncompleteAnswerException if the host does not say all that it was asked for; then nothing is known
     */
    void read(String host, String answer, ContentsRule rule) throws IncompleteAnswerException {
        try {
            read(answer, rule);
        } catch (IncompleteAnswerException e) {
            throw e.of(host);
        }
    }

    private void read(String answer, ContentsRule rule) throws IncompleteAnswerException {
        List<Place> places = List.copyOf(stamps.keySet());
        Map<Place, FileStamp> found = new LinkedHashMap<>();
        Map<Place, String> sums = new LinkedHashMap<>();
        List<String> lines = answer.lines().toList();
        if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(DONE)) {
            throw new IncompleteAnswerException("it did not say what files hold; does init of [remote] end the shell?");
        }
        int i = 0;
        while (i < lines.size() - 1) {
            String[] words = lines.get(i).split(" ", -1);
            i++;
            if (words[0].equals(STAMPS)) {
                int end = i + lines.subList(i, lines.size()).indexOf(DONE);
                stamp(places(words, places), lines.subList(i, end), sums, found);
                i = end + 1;
            } else {
                take(place(words[0], places), words, rule, sums, found);
            }
        }
        stamps.putAll(found);
    }

    private void take(
            Place place, String[] words, ContentsRule rule, Map<Place, String> sums, Map<Place, FileStamp> found)
            throws IncompleteAnswerException {
        String path = ShellQuoting.quote(place.path());
        String sum = words[words.length - 1];
        boolean hasSum = rule == ContentsRule.SHA256;
        switch (words.length < 2 ? "" : words[1]) {
            case "missing" -> found.put(place, FileStamp.MISSING);
            case "file" -> sums.put(place, hasSum ? sum(sum) : "");
            case "directory" -> {
                if (words.length != 4) {
                    throw odd(String.join(" ", words));
                }
                found.put(place, new FileStamp("directory " + sum(words[2]), hasSum ? sum(sum) : null));
            }
            case "special" -> faults.add(path + " is neither a file nor a directory");
            case "unreadable" -> faults.add(path + " cannot be read");
            case "tool" -> faults.add("the host has neither sha256sum nor shasum nor openssl");
            default -> throw odd(String.join(" ", words));
        }
    }

    private void stamp(List<Place> files, List<String> lines, Map<Place, String> sums, Map<Place, FileStamp> found)
            throws IncompleteAnswerException {
        if (lines.size() != files.size()) {
            // where one of several went away meanwhile, nobody knows which
            faults.add(
                    lines.isEmpty()
                            ? "the host has no stat that shows size and time"
                            : "some files were removed while they were looked at");
            return;
        }
        for (int i = 0; i < files.size(); i++) {
            String sum = sums.get(files.get(i));
            if (sum == null || !lines.get(i).matches("[0-9]+ .+")) {
                throw odd(lines.get(i));
            }
            found.put(files.get(i), new FileStamp(lines.get(i), sum.isEmpty() ? null : sum));
        }
    }

    private static List<Place> places(String[] words, List<Place> places) throws IncompleteAnswerException {
        List<Place> files = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            files.add(place(words[i], places));
        }
        return files;
    }

    private static Place place(String number, List<Place> places) throws IncompleteAnswerException {
        if (!number.matches("[0-9]{1,9}") || Integer.parseInt(number) >= places.size()) {
            throw odd(number);
        }
        return places.get(Integer.parseInt(number));
    }

    private static String sum(String word) throws IncompleteAnswerException {
        if (!word.matches("[0-9a-f]{64}")) {
            throw odd(word);
        }
        return word;
    }

    private static IncompleteAnswerException odd(String line) {
        return new IncompleteAnswerException("it said " + ShellQuoting.quote(line) + " when asked what files hold");
    }
}
