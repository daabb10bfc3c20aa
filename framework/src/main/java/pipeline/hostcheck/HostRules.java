package pipeline.hostcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import pipeline.text.MessageText;
import pipeline.text.ShellQuoting;

/** Says what of a host's report would keep jobs from running there, or is worth knowing. */
final class HostRules {

    private static final long GIBI = 1L << 30;
    private static final long LEAST_SPACE = GIBI;
    private static final long LEAST_INODES = 10_000;
    private static final long LARGEST_SKEW = 5;
    private static final int LONGEST_NOISE = 120;
    private static final int MOST_LISTED = 3;

    private final HostFacts facts;
    private final int files;
    private final List<HostProblem> problems = new ArrayList<>();

    /**
     * Makes them for one host.
     *
     * @param files how many were looked for
     */
    HostRules(HostFacts facts, int files) {
        this.facts = facts;
        this.files = files;
    }

    List<HostProblem> problems() {
        problems.clear();
        facts.text("node-fault").ifPresent(this::error);
        facts.text("home-fault").ifPresent(home -> warning("the home directory " + home + " is not there"));
        facts.text("working-fault")
                .ifPresent(directory -> error(
                        "the directory %s, in which jobs start, cannot be entered; make it there, or set working_directory in [remote]"
                                .formatted(ShellQuoting.quote(directory))));
        facts.text("scratch-fault")
                .ifPresent(directory -> error(
                        "the directory %s is not there or cannot be written to; make it there, or set scratch in [remote]"
                                .formatted(ShellQuoting.quote(directory))));
        facts.text("init-fault")
                .ifPresent(code -> error("init of [remote] ends with %s there; look at: ssh HOST".formatted(code)));
        disk("node", "the node directory", "node_directory");
        disk("scratch", "the scratch directory", "scratch");
        programs();
        facts.all("warning").forEach(this::warning);
        sessions();
        files();
        return List.copyOf(problems);
    }

    /** Lines that come after the programs are not there of a host that hangs before. */
    private void programs() {
        if (!facts.isWhole()) {
            return;
        }
        Optional<String> program = facts.text("java-program");
        if (facts.text("java").isEmpty()) {
            warning(program.map(path -> "no java at %s that says its version".formatted(path))
                            .orElse("no java")
                    + ", so node programs in Java cannot run there; install one, or set java_home in [deploy]");
        } else {
            facts.text("java")
                    .filter(version -> major(version) < OLDEST_JAVA)
                    .ifPresent(version -> warning(
                            "java %s is older than %d, so node programs in Java cannot run there; set java_home in [deploy]"
                                    .formatted(version, OLDEST_JAVA)));
        }
        if (facts.text("python3").isEmpty()) {
            warning("no python3, so node scripts in Python cannot run there");
        }
    }

    private static final int OLDEST_JAVA = 17;

    private static int major(String version) {
        String first = version.startsWith("1.") ? version.substring(2) : version;
        String digits = first.replaceAll("[^0-9].*", "");
        return digits.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private void disk(String word, String what, String key) {
        OptionalLong free = facts.bytes(word + "-free");
        OptionalLong inodes = facts.number(word + "-inodes");
        if (free.isPresent() && free.getAsLong() < LEAST_SPACE) {
            error("less than 1 GiB is free where %s lies; make room, or set %s in [remote]".formatted(what, key));
        }
        // file systems that make inodes as they are needed say 0
        if (inodes.isPresent() && inodes.getAsLong() > 0 && inodes.getAsLong() < LEAST_INODES) {
            error("less than %d inodes are free where %s lies; remove files, or set %s in [remote]"
                    .formatted(LEAST_INODES, what, key));
        }
    }

    private void sessions() {
        facts.number("max-sessions").ifPresent(sessions -> {
            if (sessions < 2) {
                warning("MaxSessions %d in its sshd_config, so each job needs a connection of its own"
                        .formatted(sessions));
            }
        });
    }

    private void files() {
        listed("missing", "not there");
        listed("unreadable", "there, but cannot be read");
    }

    private void listed(String word, String what) {
        List<String> names = facts.all(word);
        if (!names.isEmpty()) {
            error("%s of the map %s %s: %s%s"
                    .formatted(
                            files == 1 ? "its only file" : "%d of its %d files".formatted(names.size(), files),
                            names.size() == 1 ? "is" : "are",
                            what,
                            String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size()))),
                            names.size() > MOST_LISTED ? ", …" : ""));
        }
    }

    static HostProblem noise(String words) {
        String line = words.lines().reduce((first, last) -> last).orElse("");
        return HostProblem.warning(
                "its login shell prints \"%s\"; that does no harm here, but scp and rsync may fail: print it in interactive shells only"
                        .formatted(MessageText.shortened(line.strip(), LONGEST_NOISE)));
    }

    static Optional<HostProblem> skew(long seconds) {
        return Math.abs(seconds) < LARGEST_SKEW
                ? Optional.empty()
                : Optional.of(HostProblem.warning(
                        "its clock is %d s %s this one; have an administrator look at chrony or ntpd"
                                .formatted(Math.abs(seconds), seconds > 0 ? "ahead of" : "behind")));
    }

    private void error(String text) {
        problems.add(HostProblem.error(text));
    }

    private void warning(String text) {
        problems.add(HostProblem.warning(text));
    }
}
