package pipeline.store.settings;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import pipeline.config.Configuration;
import pipeline.config.DurationParser;
import pipeline.config.Section;
import pipeline.job.ComputeJob;
import pipeline.job.ExitCodes;
import pipeline.job.identity.ContentsRule;
import pipeline.job.lifecycle.AttemptRules;
import pipeline.store.RetentionLimits;
import pipeline.store.TableLocation;
import pipeline.store.VersionMethod;
import pipeline.store.settings.JobsSettings.Rules;
import pipeline.store.settings.JobsSettings.Timing;
import pipeline.text.ShellQuoting;

/** Reads {@code [jobs]}. A password is never part of a message, and no file that others may read gives one. */
final class JobsSection {

    private static final int MOST_RETRIES = 1000;

    private static final String NEVER = "never";

    private static final List<String> KEYS = List.of(
            "auto_refresh",
            "contents",
            "default_priority",
            "heartbeat",
            "keep_completed",
            "keep_errors",
            "no_retry_exit",
            "orphan_timeout",
            "password",
            "password_file",
            "patience",
            "retention",
            "retries",
            "stale_timeout",
            "timeout",
            "url",
            "user",
            "version_method");

    private final Configuration configuration;
    private final Section section;
    private final Map<String, String> environment;
    private final Path runtimeDirectory;

    JobsSection(Configuration configuration, Map<String, String> environment, Path runtimeDirectory) {
        this.configuration = configuration;
        this.section = configuration.section("jobs");
        this.environment = environment;
        this.runtimeDirectory = runtimeDirectory;
    }

    JobsSettings read() {
        JobsSettings settings = new JobsSettings(
                place(),
                timing(),
                rules(),
                section.word("version_method", VersionMethod.class, VersionMethod.NONE),
                retention());
        section.forAllHosts(KEYS);
        return settings;
    }

    private TableLocation place() {
        Optional<String> user = section.text("user").map(String::strip);
        Optional<String> password = password();
        return new TableLocation(
                url(),
                variable("PIPELINE_JOBS_USER").or(() -> user),
                variable("PIPELINE_JOBS_PASSWORD").or(() -> password));
    }

    private String url() {
        Optional<String> typed = variable("PIPELINE_JOBS_URL");
        Optional<String> configured = section.text("url").map(String::strip);
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        try {
            Optional<String> url = typed.or(() -> configured);
            if (url.isPresent()) {
                return TableUrl.checked(url.get(), runtimeDirectory, home);
            }
        } catch (IllegalArgumentException e) {
            section.problem("url", (typed.isPresent() ? "PIPELINE_JOBS_URL of the environment " : "") + e.getMessage());
        }
        return TableLocation.in(runtimeDirectory.resolve("jobs.sqlite")).url();
    }

    /** Percent signs are common in passwords, so they stand for themselves. */
    private Optional<String> password() {
        Optional<String> inline = section.raw("password").map(String::strip);
        Optional<Path> file = section.path("password_file");
        if (inline.isPresent()) {
            if (file.isPresent()) {
                section.problem("password_file", "is not needed beside password; take one of them away");
            }
            configuration
                    .file()
                    .filter(JobsSection::isReadByOthers)
                    .ifPresent(path -> section.problem(
                            "password",
                            "other users may read this file; use password_file, or type: chmod o= " + path));
            return inline;
        }
        return variable("PIPELINE_JOBS_PASSWORD").isPresent() ? Optional.empty() : file.flatMap(this::firstLine);
    }

    private Optional<String> firstLine(Path file) {
        if (isReadByOthers(file)) {
            section.problem("password_file", "other users may read " + file + "; type: chmod o= " + file);
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(file);
            if (!lines.isEmpty() && !lines.get(0).isEmpty()) {
                return Optional.of(lines.get(0));
            }
            section.problem("password_file", "the first line of " + file + " must be the password, but is empty");
        } catch (MalformedInputException e) {
            section.problem("password_file", file + " must be text in UTF-8");
        } catch (IOException e) {
            section.problem(
                    "password_file", file + " cannot be read; it must be a file of yours with the password in it");
        }
        return Optional.empty();
    }

    private static boolean isReadByOthers(Path file) {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class, new LinkOption[0]);
        try {
            return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException e) {
            return false; // its next reader says why it cannot be read
        }
    }

    private Timing timing() {
        Duration orphan = section.duration("orphan_timeout", Timing.DEFAULT.orphanTimeout());
        Duration beat = section.duration("heartbeat", Timing.DEFAULT.heartbeat());
        Optional<Duration> stale = orNever("stale_timeout", Timing.DEFAULT.staleTimeout());
        Optional<Duration> patience = orNever("patience", Timing.DEFAULT.patience());
        if (!Timing.isQuickEnough(beat, orphan)) {
            section.problem(
                    section.text("heartbeat").isPresent() ? "heartbeat" : "orphan_timeout",
                    "the heartbeat must come more than twice in the orphan timeout, but it is %d s of %d s"
                            .formatted(beat.toSeconds(), orphan.toSeconds()));
            return Timing.DEFAULT;
        }
        return new Timing(beat, orphan, stale, patience);
    }

    private Optional<Duration> orNever(String key, Optional<Duration> usual) {
        Optional<String> text = section.text(key).map(String::strip);
        if (text.equals(Optional.of(NEVER))) {
            return Optional.empty();
        }
        return text.isEmpty() ? usual : read(key, text, JobsSection::duration).or(() -> usual);
    }

    private static Duration duration(String text) {
        return DurationParser.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("must be %s, or %s, but was %s%s"
                        .formatted(
                                DurationParser.EXPECTED,
                                NEVER,
                                ShellQuoting.quote(text),
                                text.matches("0+[smhd]?") ? "; 1s is the shortest" : "")));
    }

    private Rules rules() {
        return new Rules(
                section.flag("auto_refresh", Rules.DEFAULT.autoRefresh()),
                section.flag("keep_completed", Rules.DEFAULT.keepCompleted()),
                section.flag("keep_errors", Rules.DEFAULT.keepErrors()),
                section.integer("default_priority", Rules.DEFAULT.defaultPriority(), 0, ComputeJob.LOWEST_PRIORITY),
                read("contents", section.text("contents"), ContentsRule::parse).orElse(Rules.DEFAULT.contents()),
                attempts());
    }

    private AttemptRules attempts() {
        AttemptRules plain = AttemptRules.DEFAULT;
        return new AttemptRules(
                section.integer("retries", plain.retries(), 0, MOST_RETRIES),
                read("no_retry_exit", section.text("no_retry_exit"), ExitCodes::parse)
                        .orElse(plain.noRetryExit()),
                // its percent sign stands for itself
                read("timeout", section.raw("timeout"), TimeLimitParser::parse).or(plain::timeout));
    }

    private <T> Optional<T> read(String key, Optional<String> text, Function<String, T> reader) {
        try {
            return text.map(String::strip).map(reader);
        } catch (IllegalArgumentException e) {
            section.problem(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private RetentionLimits retention() {
        try {
            return RetentionParser.parse(section.list("retention"));
        } catch (IllegalArgumentException e) {
            section.problem("retention", String.valueOf(e.getMessage()));
            return RetentionLimits.UNLIMITED;
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isEmpty());
    }
}
