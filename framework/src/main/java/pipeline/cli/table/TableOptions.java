package pipeline.cli.table;

import picocli.CommandLine.Mixin;
import pipeline.cli.common.ConfigurationOptions;
import pipeline.cli.common.HelpOptions;

/** The options that every command on the table has. */
public final class TableOptions {

    @Mixin
    final ConfigurationOptions configuration = new ConfigurationOptions();

    @Mixin
    final HelpOptions help = new HelpOptions();
}
