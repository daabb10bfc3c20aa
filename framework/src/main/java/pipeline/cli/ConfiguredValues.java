package pipeline.cli;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.config.HostGroups;
import pipeline.recipe.spi.ConfigurationValues;

/** What a configuration that was read says to a recipe. */
record ConfiguredValues(Configuration configuration, HostGroups groups) implements ConfigurationValues {

    @Override
    public Optional<String> value(String section, String key) {
        Optional<String> value = configuration.section(section).text(key);
        try {
            // nobody has asked for this key before
            configuration.check();
        } catch (ConfigurationException e) {
            throw new UserErrorException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
        return value;
    }

    @Override
    public List<String> outsideCluster(Collection<String> hosts) {
        return groups.outsideCluster(hosts);
    }

    @Override
    public List<String> hosts(String hostSet) {
        return groups.hosts(hostSet).stream().toList();
    }
}
