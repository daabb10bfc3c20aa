package pipeline.cli.configured;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.CommandConfiguration;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.ConfigurationException;
import pipeline.config.HostGroups;
import pipeline.hostset.HostSet;

/** Host sets as they are typed, with the groups of the configuration, which is read when one is named. Not thread-safe. */
public final class ConfiguredGroups {

    private final CliEnvironment environment;
    private final ConfigurationOptions options;
    private @Nullable HostGroups read;

    public ConfiguredGroups(CliEnvironment environment, ConfigurationOptions options) {
        this.environment = environment;
        this.options = options;
    }

    /**
     * Reads a host set.
     *
     * @throws pipeline.hostset.HostSetException if the text is no host set, or there is no such group
     * @throws UserErrorException if the configuration cannot be read
     */
    public HostSet hosts(String text) {
        return text.indexOf('@') < 0 ? HostSet.parse(text) : groups().hosts(text);
    }

    private HostGroups groups() {
        HostGroups known = read;
        if (known == null) {
            try {
                known = HostGroups.from(new CommandConfiguration(environment, options).read(Map.of(), Map.of()));
            } catch (ConfigurationException e) {
                throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
            }
            read = known;
        }
        return known;
    }
}
