package pipeline.cli.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.HelpOptions;
import pipeline.cli.common.UserErrorException;
import pipeline.cli.output.OutputFormat;
import pipeline.cli.output.OutputOption;
import pipeline.cli.output.RecordWriter;
import pipeline.cli.table.SectionCheck;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.config.EffectiveValue;
import pipeline.config.EffectiveValue.Origin;
import pipeline.text.Json;
import pipeline.text.ShellQuoting;
import tools.jackson.databind.node.ObjectNode;

/** Shows what counts of the configuration. */
@Command(
        name = "show",
        customSynopsis = "pipeline config show [OPTION...] [SECTION]...",
        description = {
            "Shows the value of every key that counts, and where it comes from: the file with its line, the environment, the command"
                    + " line, or the default. Secrets are masked. What is wrong in the file is an error, as in a run.",
            "Example: pipeline config show remote"
        })
final class ShowSettings implements SettingsCommand {

    private static final List<String> COLUMNS = List.of("section", "key", "value", "from");
    private static final Map<String, String> NAMES_OF_RUNS =
            Map.of("job_name", "<job_name>", "start_time", "<start_time>", "recipe", "<recipe>");

    /** Variables that go before keys of [jobs]. */
    private static final Map<String, String> VARIABLES = Map.of(
            "url", "PIPELINE_JOBS_URL",
            "user", "PIPELINE_JOBS_USER",
            "password", "PIPELINE_JOBS_PASSWORD");

    @Parameters(arity = "0..*", paramLabel = "SECTION", description = "Sections to show. Default: all.")
    List<String> sections = new ArrayList<>();

    @Option(names = "--set", order = 1, description = "Only what is set, without the defaults.")
    boolean onlySet;

    @Mixin
    final OutputOption output = new OutputOption();

    @Mixin
    final ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    final HelpOptions help = new HelpOptions();

    @Override
    public ExitCode run(CliEnvironment environment, SectionCheck check) throws ConfigurationException {
        OutputFormat format = output.format(OutputFormat.TABLE);
        CommandConfiguration reader = new CommandConfiguration(environment, configuration);
        Configuration read = reader.read(NAMES_OF_RUNS, Map.of());
        Path runtime = reader.runtimeDirectory(read);
        check.read(read, runtime);
        read.check();
        List<EffectiveValue> values = read.effectiveValues();
        List<String> known =
                values.stream().map(EffectiveValue::section).distinct().toList();
        for (String section : sections) {
            if (!known.contains(section)) {
                throw new UserErrorException(
                        ExitCode.USAGE,
                        "there is no section %s%s"
                                .formatted(ShellQuoting.quote(section), DidYouMean.didYouMean(section, known)));
            }
        }
        String file = read.file().map(Path::toString).orElse("");
        try (RecordWriter writer = output.begin(environment, COLUMNS)) {
            for (EffectiveValue value : values) {
                if (sections.isEmpty() || sections.contains(value.section())) {
                    ShownSetting shown = shown(value, environment, file, runtime);
                    if (!onlySet || !shown.from().equals(ShownSetting.DEFAULT)) {
                        writer.write(record(shown));
                    }
                }
            }
        }
        if (format == OutputFormat.TABLE) {
            environment.err().print(file.isEmpty() ? "no configuration file is read\n" : "read: " + file + "\n");
        }
        return ExitCode.DONE;
    }

    private static ShownSetting shown(EffectiveValue value, CliEnvironment environment, String file, Path runtime) {
        String variable = value.section().equals("jobs") ? VARIABLES.get(value.key()) : null;
        String ofVariable = variable == null ? null : environment.variables().get(variable);
        if (variable != null && ofVariable != null) {
            return new ShownSetting(value.section(), value.key(), ofVariable, "environment " + variable);
        }
        if (value.section().equals("DEFAULT") && value.key().equals("runtime_directory")) {
            boolean isXdg = value.origin() == Origin.PREDEFINED
                    && environment.variables().get("XDG_STATE_HOME") != null
                    && runtime.startsWith(environment.variables().getOrDefault("XDG_STATE_HOME", ""));
            return new ShownSetting(
                    value.section(),
                    value.key(),
                    runtime.toString(),
                    isXdg ? "environment XDG_STATE_HOME" : ShownSetting.from(value, file));
        }
        if (value.origin() == Origin.UNSET) {
            String fallback = DefaultSettings.of(value.section(), value.key()).orElse("");
            return new ShownSetting(
                    value.section(),
                    value.key(),
                    fallback.replace("%(runtime_directory)s", runtime.toString()),
                    ShownSetting.DEFAULT);
        }
        return new ShownSetting(value.section(), value.key(), value.text().strip(), ShownSetting.from(value, file));
    }

    private static ObjectNode record(ShownSetting shown) {
        ObjectNode record = (ObjectNode) Json.tree(Map.of());
        record.put("section", shown.section());
        record.put("key", shown.key());
        record.put("value", shown.masked());
        record.put("from", shown.from());
        return record;
    }
}
