package pipeline.dispatch.survey;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pipeline.dispatch.attempt.OutputCheck;
import pipeline.dispatch.rules.DispatchSettings;
import pipeline.job.JobCommand;
import pipeline.remote.transfer.HostFiles;
import pipeline.remote.transfer.LocalFiles;
import pipeline.remote.transfer.TransferException;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;

/**
 * Looks whether files that were moved are still what they were, by their SHA-256: at the target, and at the source unless it is gone
 * there. One question to each host.
 */
final class TransferVerifier {

    private final DispatchSettings settings;

    /** By host, what is asked. */
    private final Map<String, List<Question>> questions = new LinkedHashMap<>();

    private final Map<Long, String> faults = new HashMap<>();

    private record Question(long job, String path, String sha256, boolean mayBeMissing) {}

    TransferVerifier(DispatchSettings settings) {
        this.settings = settings;
    }

    /** Takes a transfer that is done; looks at once at what of it is on the master. */
    void add(OutputVerifier.Done done) {
        JobCommand.Transfer transfer = (JobCommand.Transfer) done.job().command();
        String sha256 = sha256(done.result());
        if (sha256 == null) {
            faults.put(done.number(), "what was moved is not known");
            return;
        }
        look(done.number(), transfer.target(), sha256, false);
        look(done.number(), transfer.source(), sha256, true);
    }

    private static @Nullable String sha256(@Nullable String result) {
        return result == null ? null : Json.read(result).path("sha256").asString(null);
    }

    private void look(long job, JobCommand.Endpoint place, String sha256, boolean mayBeMissing) {
        if (!place.host().isEmpty()) {
            questions
                    .computeIfAbsent(place.host(), host -> new ArrayList<>())
                    .add(new Question(job, OutputCheck.place(place, settings), sha256, mayBeMissing));
            return;
        }
        Path file = Path.of(place.path());
        if (Files.notExists(file)) {
            if (!mayBeMissing) {
                fault(job, place.path(), OutputCheck.MISSING);
            }
            return;
        }
        try {
            if (!LocalFiles.digest(file).equals(sha256)) {
                fault(job, place.path(), OutputCheck.CHANGED);
            }
        } catch (TransferException e) {
            faults.putIfAbsent(job, String.valueOf(e.getMessage()));
        }
    }

    private void fault(long job, String path, String word) {
        faults.putIfAbsent(
                job,
                "%s %s"
                        .formatted(
                                ShellQuoting.quote(path),
                                word.equals(OutputCheck.MISSING) ? "is missing" : "has changed since"));
    }

    /** Returns the question to each host. */
    Map<String, String> scripts() {
        Map<String, String> scripts = new LinkedHashMap<>();
        questions.forEach((host, some) -> scripts.put(
                host, HostFiles.look(some.stream().map(Question::path).toList())));
        return scripts;
    }

    /** Returns the numbers of the jobs about which a host is asked. */
    List<Long> jobs(String host) {
        return questions.getOrDefault(host, List.of()).stream()
                .map(Question::job)
                .toList();
    }

    /** Reads the answer of a host; returns false if it says not all. */
    boolean read(String host, String answer) {
        List<Question> asked = questions.getOrDefault(host, List.of());
        List<Optional<String>> found = HostFiles.digests(answer);
        if (found.size() != asked.size()) {
            return false;
        }
        for (int i = 0; i < asked.size(); i++) {
            Question question = asked.get(i);
            String is = found.get(i).orElse(null);
            if (is == null) {
                if (!question.mayBeMissing()) {
                    fault(question.job(), question.path(), OutputCheck.MISSING);
                }
            } else if (!is.equals(question.sha256())) {
                fault(question.job(), question.path(), OutputCheck.CHANGED);
            }
        }
        return true;
    }

    /** Returns what is wrong, by the numbers of the jobs. */
    Map<Long, String> faults() {
        return faults;
    }
}
