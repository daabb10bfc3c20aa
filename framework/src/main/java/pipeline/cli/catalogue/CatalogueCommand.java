package pipeline.cli.catalogue;

import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.UnmatchedArgumentException;
import pipeline.cli.common.CliCommand;
import pipeline.cli.common.CliEnvironment;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.DidYouMean;
import pipeline.cli.common.HelpOptions;

/** A command that says something of recipes and runs none. */
abstract class CatalogueCommand implements CliCommand {

    final CliEnvironment environment;
    final Supplier<RecipeCatalogue> catalogue;
    private final String takes;

    @Mixin
    final ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    final HelpOptions help = new HelpOptions();

    /**
     * Makes it.
     *
     * @param takes begins the message about words that have no place, which follow it
     */
    CatalogueCommand(CliEnvironment environment, Supplier<RecipeCatalogue> catalogue, String takes) {
        this.environment = environment;
        this.catalogue = catalogue;
        this.takes = takes;
    }

    @Override
    public final String unmatched(UnmatchedArgumentException e) {
        return DidYouMean.unmatched(e, takes);
    }
}
