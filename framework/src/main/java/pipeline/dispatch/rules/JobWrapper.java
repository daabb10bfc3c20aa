package pipeline.dispatch.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import pipeline.config.Section;
import pipeline.job.ComputeJob;

/**
 * What stands before the program of every job and starts it: {@code job_wrapper} of {@code [deploy]}, or the {@code cmdline} of
 * {@code [remote]} that LOFAR's framework has for {@code method = custom_cmdline}. Immutable.
 *
 * @param words of a program of the host, in which placeholders may stand; may be empty
 */
public record JobWrapper(List<String> words) {

    private static final String COMMAND = "{command}";
    private static final String CONTAINER_ENVIRONMENT = "{docker_env}";
    private static final String ENVIRONMENT = "{env}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z_]+\\}");

    private static final String USER = "{uid}";

    /** What is known of a job; the last two are words of their own. */
    private static final Set<String> KNOWN =
            Set.of("{host}", "{job_name}", "{nr_cores}", ENVIRONMENT, CONTAINER_ENVIRONMENT);

    /** Options of ssh that take a word. */
    private static final String SSH_OPTIONS_WITH_WORD = "bBcDeEFIiJLlmOopQRSWw";

    public JobWrapper {
        words = List.copyOf(words);
    }

    /** Reads what holds for one host; what is wrong is reported to the configuration. */
    static List<String> from(Section deploy, Section remote, Section docker) {
        List<String> typed = deploy.places("job_wrapper");
        String line = remote.text("cmdline", "").strip();
        String image = docker.text("image", "").strip();
        boolean isAsked = remote.raw("method").orElse("").strip().equals("custom_cmdline");
        if (!typed.isEmpty() || line.isEmpty() || !isAsked) {
            if (!line.isEmpty()) {
                remote.leaveAlone("cmdline", "");
            }
            return typed;
        }
        List<String> words = new ArrayList<>(List.of(line.split("\\s+", -1)));
        if (!image.isEmpty()) {
            words.replaceAll(word -> word.replace("{image}", image));
        }
        words.replaceAll(word -> word.contains(USER) ? word.replace(USER, userId()) : word);
        dropSsh(words);
        if (!words.remove(COMMAND) || !line.endsWith(COMMAND)) {
            remote.problem("cmdline", "must end with {command}, and holds it once");
            return List.of();
        }
        Set<String> unknown = new TreeSet<>();
        for (String word : words) {
            Matcher placeholder = PLACEHOLDER.matcher(word);
            while (placeholder.find()) {
                if (!KNOWN.contains(placeholder.group())) {
                    unknown.add(placeholder.group());
                }
            }
        }
        if (!unknown.isEmpty()) {
            remote.problem(
                    "cmdline",
                    "must not hold %s, which nobody knows here; write what is to stand before a program on its host as job_wrapper in [deploy]"
                            .formatted(String.join(", ", unknown)));
            return List.of();
        }
        return List.copyOf(words);
    }

    private static String userId() {
        try {
            return String.valueOf(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException e) {
            // reported as a placeholder that nobody knows
            return USER;
        }
    }

    /** The way to the host is found without it. */
    private static void dropSsh(List<String> words) {
        if (words.isEmpty() || !words.get(0).replaceFirst(".*/", "").equals("ssh")) {
            return;
        }
        int at = 1;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String option = words.get(at);
            boolean hasWord = option.length() == 2 && SSH_OPTIONS_WITH_WORD.indexOf(option.charAt(1)) >= 0;
            at += hasWord ? 2 : 1;
        }
        words.subList(0, Math.min(at + 1, words.size())).clear();
    }

    /**
     * Returns the words for one job.
     *
     * @param variables the names of those that its program finds in its environment
     */
    public List<String> words(ComputeJob job, Set<String> variables) {
        Map<String, String> values = Map.of(
                "{host}", job.host(),
                "{job_name}", job.program(),
                "{nr_cores}",
                        String.valueOf(Math.max(1, job.options().resources().cores())));
        List<String> filled = new ArrayList<>();
        for (String word : words) {
            if (word.equals(CONTAINER_ENVIRONMENT)) {
                new TreeSet<>(variables).forEach(name -> filled.addAll(List.of("-e", name)));
            } else if (!word.equals(ENVIRONMENT)) {
                String text = word;
                for (Map.Entry<String, String> value : values.entrySet()) {
                    text = text.replace(value.getKey(), value.getValue());
                }
                filled.add(text);
            }
        }
        return filled;
    }
}
