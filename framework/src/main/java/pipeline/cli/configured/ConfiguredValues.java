package pipeline.cli.configured;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pipeline.cli.common.ExitCode;
import pipeline.cli.common.UserErrorException;
import pipeline.config.Configuration;
import pipeline.config.ConfigurationException;
import pipeline.config.HostGroups;
import pipeline.recipe.spi.ConfigurationValues;

/** What a configuration that was read says to a recipe. */
public record ConfiguredValues(Configuration configuration, HostGroups groups) implements ConfigurationValues {

    @Override
    public Optional<String> value(String section, String key) {
        return checked(configuration.section(section).text(key));
    }

    @Override
    public Map<String, String> items(String section) {
        Map<String, String> items = new LinkedHashMap<>(configuration.entries("DEFAULT"));
        items.putAll(configuration.entries(section));
        return checked(items);
    }

    @Override
    public List<String> sections() {
        return configuration.sections();
    }

    /** Refuses what nobody has asked for before, if it cannot be read. */
    private <T> T checked(T value) {
        try {
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
